import type { Files } from '../../support/org.ts';
import { field, ORDER_FILES, UPGRADED_FILES } from './order-files.ts';

/** With these a few records are many. */
export const LIMITS = { bigTable: 1, batch: 2 };

const FIELDS = 'objects/Order__c/fields';

export const BEFORE: Files = { ...ORDER_FILES, [`${FIELDS}/Old__c.json`]: field('Text', { externalId: true }) };

/** All that a deploy may do to a table: columns, indexes, numbers, references, another type, and an index that goes. */
export const AFTER: Files = {
  ...UPGRADED_FILES,
  [`${FIELDS}/Old__c.json`]: field('Text'),
  [`${FIELDS}/Key__c.json`]: field('Text', { externalId: true }),
  [`${FIELDS}/Once__c.json`]: field('Text', { unique: true }),
  [`${FIELDS}/Number__c.json`]: field('AutoNumber', { format: 'N-{000}' }),
  [`${FIELDS}/Total__c.json`]: field('Text', { length: 40 }),
  [`${FIELDS}/Other__c.json`]: field('Lookup', { references: 'Customer__c', childRelationship: 'Others' }),
  [`${FIELDS}/Needed__c.json`]: field('Text', { required: true }),
  'data/Orders.json': {
    ...{ object: 'Order__c', key: 'Code__c', order: 10 },
    records: { NEW: { Name: 'Shipped', Needed__c: 'so' } },
  },
};
