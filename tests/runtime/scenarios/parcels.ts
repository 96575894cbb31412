import type { Json } from '../../../platform/json.ts';
import type { Files } from '../../support/org.ts';

const text = (label: string, order: number, more = {}) => ({ label, type: 'Text', order, ...more });
const values = (...names: string[]) =>
  Object.fromEntries(
    names.map((name, index) => [name, { label: name, order: index, ...(index === 0 && { default: true }) }]),
  );

/** Depots that everybody reads, parcels that are their owners' own, and errands. */
export const PARCELS: Files = {
  'objects/Depot__c/object.json': {
    label: 'Depot',
    pluralLabel: 'Depots',
    nameField: { type: 'Text', label: 'Depot' },
    sharing: 'Read',
  },
  'objects/Depot__c/fields/Code__c.json': text('Code', 10, { unique: true, externalId: true }),
  'objects/Parcel__c/object.json': {
    label: 'Parcel',
    pluralLabel: 'Parcels',
    nameField: { type: 'Text', label: 'Parcel' },
    sharing: 'Private',
  },
  'objects/Parcel__c/fields/Depot__c.json': {
    label: 'Depot',
    type: 'Lookup',
    references: 'Depot__c',
    childRelationship: 'Parcels',
    order: 10,
  },
  'objects/Parcel__c/fields/Weight__c.json': { label: 'Weight', type: 'Number', order: 20 },
  'objects/Parcel__c/fields/Secret__c.json': text('Secret', 30),
  'objects/Parcel__c/fields/Sent_On__c.json': { label: 'Sent on', type: 'DateTime', order: 40 },
  'objects/Parcel__c/fields/Handler__c.json': { label: 'Handler', type: 'Lookup', references: 'User', order: 50 },
  'objects/Parcel__c/fields/Status__c.json': {
    label: 'Status',
    type: 'Picklist',
    order: 60,
    required: true,
    onlyActions: 'Parcels are sent by their action.',
    values: values('Packed', 'Sent'),
  },
  'objects/Parcel__c/validationRules/Not_Heavy.json': {
    order: 10,
    active: true,
    errorCondition: { fact: 'Weight__c', operator: 'greaterThan', value: 100 },
    errorMessage: 'Too heavy.',
    errorDisplayField: 'Weight__c',
  },
  'objects/Parcel__c/validationRules/Not_Negative.json': {
    order: 20,
    active: true,
    errorCondition: { fact: 'Weight__c', operator: 'lessThan', value: 0 },
    errorMessage: 'Too heavy.',
    errorDisplayField: 'Weight__c',
  },
  'objects/Parcel__c/actions/Send.json': {
    label: 'Send',
    order: 10,
    stateField: 'Status__c',
    from: ['Packed'],
    to: 'Sent',
    inputs: { Depot__c: { order: 10 } },
    sets: { Sent_On__c: { fact: '$Now', order: 10 }, Handler__c: { fact: '$User.Id', order: 20 } },
    guards: {
      'Weight known': {
        order: 10,
        errorCondition: { fact: 'Weight__c', operator: 'isBlank', value: true },
        errorMessage: 'Weigh it first.',
        errorDisplayField: 'Weight__c',
      },
    },
  },
  'objects/Parcel__c/listViews/Packed.json': {
    label: 'Packed parcels',
    order: 10,
    filter: { fact: 'Status__c', operator: 'equal', value: 'Packed' },
    columns: { Name: { order: 10 } },
  },
  'permissionSets/Packer.json': {
    label: 'Packer',
    objects: { Parcel__c: { read: true, create: true, edit: true }, Depot__c: { read: true } },
    fields: {
      'Parcel__c.Depot__c': { read: true, edit: true },
      'Parcel__c.Weight__c': { read: true, edit: true },
      'Parcel__c.Sent_On__c': { read: true },
      'Depot__c.Code__c': { read: true },
    },
    actions: { 'Parcel__c.Send': {} },
  },
  'permissionSets/Boss.json': {
    label: 'Boss',
    system: { ManageUsers: {} },
    objects: {
      Parcel__c: { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true },
      PermissionSetAssignment: { read: true, create: true, delete: true, edit: true },
      PermissionSet: { read: true },
      User: { read: true },
    },
    fields: { 'Parcel__c.Secret__c': { read: true, edit: true } },
  },
  'roles/Crew.json': { label: 'Crew' },
  'data/depots.json': { object: 'Depot__c', key: 'Code__c', order: 10, records: { N: { Name: 'North' } } },
  'data/people.json': {
    object: 'User',
    key: 'Username',
    order: 20,
    records: { 'shipped@example.org': { Name: 'Sam', LastName: 'Sam', Email: 's@example.org' } },
  },
};

/** Collections get an order as they are written. */
const ordered = (items: Readonly<Record<string, object>> = {}): Json =>
  Object.fromEntries(Object.entries(items).map(([name, item], index) => [name, { order: index, ...item }])) as Json;

/** A scenario's file, with orders filled in; a packer and a boss are there unless it says otherwise. */
export function scenarioFile({ people, given, steps, ...said }: Readonly<Record<string, unknown>>): Json {
  const items = (value: unknown) => ordered(value as Readonly<Record<string, object>> | undefined);
  return {
    label: 'It holds',
    as: 'packer',
    ...said,
    people: items(
      people ?? { packer: { permissionSets: ['Packer'], role: 'Crew' }, boss: { permissionSets: ['Boss'] } },
    ),
    given: items(given),
    steps: items(steps),
  } as Json;
}
