import { type Static, Type } from 'typebox';
import { ApiName, closed, ItemKey, type Kind, Order } from '../kind.ts';

const properties = closed({
  object: ApiName('Object of the records.'),
  key: ApiName('External id field; the key of each record below is its value.'),
  order: Order,
});

export type DataProperties = Static<typeof properties>;

/** Field values; a lookup is written `"Region__r": { "Code__c": "NE" }`, by an external id of the record meant. */
const record = Type.Record(Type.String(), Type.Unknown());

export const dataKind: Kind = {
  name: 'data',
  label: 'Data',
  pluralLabel: 'Data',
  description:
    'Records that a package ships. Each field is an element: what an admin changed stays, what only the package changed follows.',
  path: 'data/{name}.json',
  properties,
  collections: { records: { itemLabel: 'record', key: ItemKey, item: record as never } },
  isExtendable: false,
};
