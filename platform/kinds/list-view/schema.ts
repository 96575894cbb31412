import { type Static, Type } from 'typebox';
import { ConditionSchema, closed, FieldPath, type Kind, Label, Order, Text } from '../kind.ts';

const sort = closed({
  field: FieldPath('Field to sort by.'),
  direction: Type.Union([Type.Literal('asc'), Type.Literal('desc')]),
});

const properties = closed({
  label: Label('Name of the view.'),
  description: Type.Optional(Text('What it shows.')),
  order: Order,
  filter: Type.Optional(ConditionSchema('Which records; all that the person may see without it.')),
  sort: Type.Optional(Type.Array(sort, { minItems: 1, maxItems: 3, description: 'Order of the records.' })),
});

const column = closed({ order: Order, label: Type.Optional(Label('Heading, where the field label does not serve.')) });

export type ListViewProperties = Static<typeof properties>;
export type ColumnProperties = Static<typeof column>;

export const listViewKind: Kind = {
  name: 'listView',
  label: 'List view',
  pluralLabel: 'List views',
  description: 'A named selection of records with its columns and order.',
  path: 'objects/{object}/listViews/{name}.json',
  properties,
  collections: { columns: { itemLabel: 'column', key: FieldPath('A field or a path to one.'), item: column } },
  isExtendable: true,
};
