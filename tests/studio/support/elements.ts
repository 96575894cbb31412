import type { Json } from '../../../platform/json.ts';
import type { Origin } from '../../../platform/layers/model.ts';
import { addressOf } from '../../../studio/draft/element-id.ts';
import type { StudioElement } from '../../../studio/draft/elements.ts';

/** Effective elements of one package, as the server would tell them, from identity to properties. */
export function packageElements(
  properties: Readonly<Record<string, Readonly<Record<string, Json>>>>,
  owner = '@acme/desk',
): ReadonlyMap<string, StudioElement> {
  return new Map(
    Object.entries(properties).map(([id, own]) => {
      const origins: Record<string, Origin> = {};
      for (const name of Object.keys(own)) origins[name] = { layer: 'package', package: owner };
      return [id, { id, ...addressOf(id), owner, properties: own, origins }];
    }),
  );
}

/** A small desk: requests that point to sites, a page, a rule, a view, an action and a permission set. */
export const DESK = packageElements({
  'object:Site__c': {
    label: 'Site',
    pluralLabel: 'Sites',
    nameField: { type: 'Text', label: 'Name' },
    sharing: 'Read',
  },
  'field:Site__c.City__c': { label: 'City', type: 'Text', length: 80, order: 10 },
  'object:Request__c': {
    label: 'Request',
    pluralLabel: 'Requests',
    nameField: { type: 'AutoNumber', label: 'Number', format: 'R-{000}' },
    sharing: 'Private',
  },
  'field:Request__c.Status__c': { label: 'Status', type: 'Picklist', order: 10 },
  'field:Request__c.Status__c/values:Draft': { label: 'Draft', order: 10, default: true },
  'field:Request__c.Status__c/values:Open': { label: 'Open', order: 20 },
  'field:Request__c.Status__c/values:On hold~1waiting': { label: 'On hold', order: 30 },
  'field:Request__c.Title__c': { label: 'Title', type: 'Text', length: 100, order: 20 },
  'field:Request__c.Site__c': {
    label: 'Site',
    type: 'Lookup',
    references: 'Site__c',
    childRelationship: 'Requests',
    order: 30,
  },
  'validationRule:Request__c.Title_given': {
    order: 10,
    active: true,
    errorCondition: {
      all: [
        { fact: 'Status__c', operator: 'notEqual', value: 'Draft' },
        { not: { fact: 'Title__c', operator: 'isBlank', value: false } },
        { fact: 'Site__r.City__c', operator: 'equal', value: { fact: '$User.City__c' } },
      ],
    },
    errorMessage: 'Give a title.',
    errorDisplayField: 'Title__c',
  },
  'listView:Request__c.Open': {
    label: 'Open',
    order: 10,
    filter: { fact: 'Status__c', operator: 'in', value: ['Open'] },
    sort: [{ field: 'Title__c', direction: 'asc' }],
  },
  'listView:Request__c.Open/columns:Title__c': { order: 10 },
  'listView:Request__c.Open/columns:Site__r.City__c': { order: 20 },
  'action:Request__c.Open': { label: 'Open', order: 10, stateField: 'Status__c', from: ['Draft'], to: 'Open' },
  'page:Request': { label: 'Request', object: 'Request__c', pathField: 'Status__c' },
  'page:Request/sections:need': { label: 'Need', order: 10 },
  'page:Request/sections:need/items:Title__c': { order: 10 },
  'page:Request/sections:need/items:Site__c': { order: 20 },
  'page:Site': { label: 'Site', object: 'Site__c' },
  'page:Site/relatedLists:Requests__r': { order: 10 },
  'page:Site/relatedLists:Requests__r/columns:Title__c': { order: 10 },
  'permissionSet:Desk': { label: 'Desk' },
  'permissionSet:Desk/fields:Request__c.Title__c': { read: true, edit: true },
});
