import { type Static, Type } from 'typebox';
import { ApiName, closed, ItemKey, type Kind, Order } from '../kind.ts';

const properties = closed({
  object: ApiName('Object of the records.'),
  key: ApiName('External id field; the key of each record below is its value.'),
  order: Order,
});

export type DataProperties = Static<typeof properties>;

/** Field values; a lookup is written `"Region__r": { "Code__c": "NE" }`, by an external id of the record meant. */
const record = Type.Record(
  Type.String(),
  Type.Unknown({
    description:
      'The value of a field, by its name; a lookup by its relationship and an external id: `"Region__r": { "Code__c": "NE" }`.',
  }),
);

export const dataKind: Kind = {
  name: 'data',
  label: 'Data',
  pluralLabel: 'Data',
  description:
    'Records that a package ships. Each field is an element: what an admin changed stays, what only the package changed follows.',
  path: 'data/{name}.json',
  properties,
  collections: {
    records: {
      itemLabel: 'record',
      description: 'The records, each by its external id.',
      key: ItemKey('Value of the external id field by which the record is found.'),
      item: record as never,
      maxItems: 10_000,
    },
  },
  isExtendable: false,
};
