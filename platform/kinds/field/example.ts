import type { Example } from '../example.ts';

/** A field of each common shape. */
export const fieldExamples: readonly Example[] = [
  {
    component: 'Invoice__c.Status__c',
    title: 'A picklist that only actions move',
    value: {
      label: 'Status',
      type: 'Picklist',
      order: 10,
      onlyActions: 'Use the actions at the top of the page.',
      values: {
        New: { label: 'New', order: 10, default: true },
        Approved: { label: 'Approved', order: 20 },
        Rejected: { label: 'Rejected', order: 30 },
        Paid: { label: 'Paid', order: 40 },
      },
    },
  },
  {
    component: 'Invoice__c.Amount__c',
    title: 'A number with two decimals that a record cannot do without',
    value: { label: 'Amount', type: 'Number', order: 20, required: true, precision: 12, scale: 2 },
  },
  {
    component: 'Invoice__c.Supplier__c',
    title: 'A lookup; the supplier’s page lists its invoices as `Invoices__r`',
    value: {
      label: 'Supplier',
      type: 'Lookup',
      order: 30,
      required: true,
      references: 'Supplier__c',
      childRelationship: 'Invoices',
      childLabel: 'Invoices',
      onDelete: 'restrict',
    },
  },
  {
    component: 'Invoice__c.Supplier_Number__c',
    title: 'A short text',
    value: { label: 'Supplier’s number', type: 'Text', order: 40, length: 40, help: 'As it stands on the invoice.' },
  },
  {
    component: 'Invoice__c.Due__c',
    title: 'A date',
    value: { label: 'Due', type: 'Date', order: 50 },
  },
  {
    component: 'Invoice__c.Reason__c',
    title: 'A text of several lines',
    value: { label: 'Reason', type: 'LongText', order: 60, length: 4000 },
  },
  {
    component: 'Supplier__c.Code__c',
    title: 'An external id, by which imports find their records',
    value: { label: 'Code', type: 'Text', order: 10, length: 10, unique: true, externalId: true },
  },
  {
    component: 'Invoice_Line__c.Invoice__c',
    title: 'The master of a detail',
    value: {
      label: 'Invoice',
      type: 'MasterDetail',
      order: 10,
      references: 'Invoice__c',
      childRelationship: 'Lines',
      childLabel: 'Lines',
    },
  },
];
