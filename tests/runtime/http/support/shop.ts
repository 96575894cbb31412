import type { Files } from '../../../support/org.ts';

/** A small package of a shop: customers and their orders, with a secret field, a rule, an action and a private object. */
export const SHOP: Files = {
  'objects/Customer__c/object.json': {
    label: 'Customer',
    pluralLabel: 'Customers',
    nameField: { type: 'Text', label: 'Customer name' },
    sharing: 'Read',
  },
  'objects/Customer__c/fields/Code__c.json': {
    label: 'Code',
    type: 'Text',
    order: 10,
    length: 20,
    unique: true,
    externalId: true,
  },
  'objects/Customer__c/fields/Credit__c.json': { label: 'Credit', type: 'Number', order: 20, precision: 10, scale: 2 },
  'objects/Customer__c/listViews/All.json': {
    label: 'All customers',
    order: 1,
    sort: [{ field: 'Name', direction: 'asc' }],
    columns: { Name: { order: 1 }, Code__c: { order: 2 }, Credit__c: { order: 3 } },
  },
  'objects/Customer__c/listViews/Rich.json': {
    label: 'Rich customers',
    order: 2,
    filter: { fact: 'Credit__c', operator: 'greaterThan', value: 1000 },
    columns: { Name: { order: 1 } },
  },
  'objects/Order__c/object.json': {
    label: 'Order',
    pluralLabel: 'Orders',
    nameField: { type: 'AutoNumber', label: 'Order number', format: 'O-{0000}' },
    sharing: 'Private',
  },
  'objects/Order__c/fields/Customer__c.json': {
    label: 'Customer',
    type: 'Lookup',
    order: 10,
    references: 'Customer__c',
    childRelationship: 'Orders',
    childLabel: 'Orders',
    onDelete: 'restrict',
  },
  'objects/Order__c/fields/Title__c.json': { label: 'Title', type: 'Text', order: 20, length: 80, required: true },
  'objects/Order__c/fields/Amount__c.json': { label: 'Amount', type: 'Number', order: 30, precision: 10, scale: 2 },
  'objects/Order__c/fields/Due__c.json': { label: 'Due', type: 'DateTime', order: 40 },
  'objects/Order__c/fields/Status__c.json': {
    label: 'Status',
    type: 'Picklist',
    order: 50,
    required: true,
    onlyActions: 'Use the actions of the order.',
    values: {
      Draft: { label: 'Draft', order: 1, default: true },
      Sent: { label: 'Sent out', order: 2 },
    },
  },
  'objects/Order__c/validationRules/Amount_is_positive.json': {
    order: 1,
    active: true,
    errorCondition: { fact: 'Amount__c', operator: 'lessThan', value: 0 },
    errorMessage: 'The amount is below zero: enter 0 or more.',
    errorDisplayField: 'Amount__c',
  },
  'objects/Order__c/actions/Send.json': {
    label: 'Send',
    description: 'Sends the order to the customer.',
    order: 1,
    stateField: 'Status__c',
    from: ['Draft'],
    to: 'Sent',
    emphasis: 'primary',
    inputs: { Due__c: { order: 1, required: true, message: 'Say until when.' } },
  },
  'objects/Order__c/listViews/All.json': {
    label: 'All orders',
    order: 1,
    columns: {
      Name: { order: 1 },
      Title__c: { order: 2 },
      Customer__c: { order: 3 },
      Status__c: { order: 4 },
      Amount__c: { order: 5 },
    },
    sort: [{ field: 'Title__c', direction: 'asc' }],
  },
  'objects/Secret__c/object.json': {
    label: 'Secret',
    pluralLabel: 'Secrets',
    nameField: { type: 'Text', label: 'Secret name' },
    sharing: 'Private',
  },
  'pages/Customers.json': {
    label: 'Customer page',
    object: 'Customer__c',
    highlights: { Code__c: { order: 1 }, Credit__c: { order: 2 } },
    sections: {
      main: {
        label: 'Customer',
        order: 1,
        columns: 2,
        items: { Name: { order: 1 }, Code__c: { order: 2 }, Credit__c: { order: 3 } },
      },
    },
    relatedLists: {
      Orders__r: { order: 1, columns: { Name: { order: 1 }, Title__c: { order: 2 }, Amount__c: { order: 3 } } },
    },
  },
  'pages/Orders.json': {
    label: 'Order page',
    object: 'Order__c',
    pathField: 'Status__c',
    highlights: { Customer__c: { order: 1 }, 'Customer__r.Code__c': { order: 2 } },
    sections: {
      main: {
        label: 'Order',
        order: 1,
        items: { Title__c: { order: 1 }, Customer__c: { order: 2 }, Amount__c: { order: 3 }, Due__c: { order: 4 } },
      },
    },
  },
  'apps/Shop.json': {
    label: 'Shop',
    description: 'Buy and sell.',
    order: 1,
    tabs: { Customer__c: { order: 1 }, Order__c: { order: 2 }, Secret__c: { order: 3 } },
  },
  'permissionSets/Seller.json': {
    label: 'Seller',
    system: { ApiEnabled: {} },
    apps: { Shop: {} },
    objects: {
      Customer__c: { read: true },
      Order__c: { read: true, create: true, edit: true, delete: true },
      User: { read: true },
    },
    fields: {
      'Customer__c.Code__c': { read: true },
      'Order__c.Customer__c': { read: true, edit: true },
      'Order__c.Amount__c': { read: true, edit: true },
      'Order__c.Due__c': { read: true, edit: true },
    },
    actions: { 'Order__c.Send': {} },
  },
  'permissionSets/Visitor.json': { label: 'Visitor', apps: { Shop: {} }, objects: { Customer__c: { read: true } } },
};
