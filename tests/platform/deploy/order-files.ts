import type { Json, JsonObject } from '../../../platform/json.ts';
import { qualified, quoteIdentifier } from '../../../platform/physical/identifier.ts';
import type { Live } from '../../../platform/physical/physical.ts';
import type { Store } from '../../../platform/store/store.ts';
import type { Files } from '../../support/org.ts';

/** A small package: customers and their orders. */
export const ORDER_FILES = {
  'objects/Customer__c/object.json': object('Customer'),
  'objects/Order__c/object.json': object('Order'),
  'objects/Order__c/fields/Code__c.json': field('Text', { length: 20, unique: true, externalId: true }),
  'objects/Order__c/fields/Notes__c.json': field('Text', { length: 80 }),
  'objects/Order__c/fields/Total__c.json': field('Number', { precision: 10, scale: 2 }),
  'objects/Order__c/fields/Rush__c.json': field('Checkbox'),
  'objects/Order__c/fields/Customer__c.json': field('Lookup', {
    references: 'Customer__c',
    childRelationship: 'Orders',
    onDelete: 'restrict',
  }),
  'objects/Order__c/fields/Status__c.json': field('Picklist', {
    values: { Draft: { label: 'Draft', order: 10 }, Sent: { label: 'Sent', order: 20 } },
  }),
} satisfies Files;

export const NOTES = 'objects/Order__c/fields/Notes__c.json';
export const NOTES_ID = 'field:Order__c.Notes__c';

/** The next version: a field more, another label, an object more, a record. */
export const UPGRADED_FILES = {
  ...ORDER_FILES,
  [NOTES]: field('Text', { length: 80, label: 'Comments' }),
  'objects/Order__c/fields/Extra__c.json': field('Text'),
  'objects/Item__c/object.json': object('Item'),
  'roles/Clerk.json': { label: 'Clerk' },
  'data/Orders.json': { object: 'Order__c', key: 'Code__c', order: 10, records: { NEW: { Name: 'Shipped' } } },
} satisfies Files;

export function object(label: string, more: JsonObject = {}): Json {
  return {
    label,
    pluralLabel: `${label}s`,
    nameField: { type: 'Text', label: `${label} name` },
    sharing: 'ReadWrite',
    ...more,
  };
}

export function field(type: string, more: JsonObject = {}): JsonObject {
  return { label: type, type, order: 10, ...more };
}

/** Writes records below the save pipeline; gives their ids. */
export async function insertRecords(
  store: Store,
  { physical }: Live,
  name: string,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<string[]> {
  const ids = await store.ids.take(store.pool, physical.keyPrefix(name), records.length);
  for (const [index, record] of records.entries()) {
    const columns = ['Id', ...Object.keys(record)].map((each) => quoteIdentifier(physical.column(name, each)));
    const values = [ids[index], ...Object.values(record)];
    const places = values.map((_, place) => `$${place + 1}`);
    const table = qualified(physical.schema, physical.table(name));
    await store.pool.query(`insert into ${table} (${columns}) values (${places})`, values);
  }
  return ids;
}

/** All values of a field, by the ids of the records. */
export async function readField(store: Store, { physical }: Live, name: string, fieldName: string): Promise<unknown[]> {
  const column = quoteIdentifier(physical.column(name, fieldName));
  const { rows } = await store.pool.query({
    text: `select ${column} from ${qualified(physical.schema, physical.table(name))} order by id`,
    rowMode: 'array',
  });
  return rows.map((row: unknown[]) => row[0]);
}
