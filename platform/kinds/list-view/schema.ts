import { type Static, Type } from 'typebox';
import { ConditionSchema, closed, FieldPath, type Kind, Label, MOST_COLUMNS, Order, Text } from '../kind.ts';

const sort = closed(
  {
    field: FieldPath('Field to sort by.'),
    direction: Type.Union([Type.Literal('asc'), Type.Literal('desc')], {
      description: 'Upwards, with blank ones first, or downwards, with blank ones last.',
    }),
  },
  { description: 'A field and its direction.' },
);

const properties = closed({
  label: Label('Name of the view.'),
  description: Type.Optional(Text('What it shows.')),
  order: Order,
  filter: Type.Optional(ConditionSchema('Which records; all that the person may see without it.', 'listViewFilter')),
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
  collections: {
    columns: {
      itemLabel: 'column',
      description: 'What the list shows of each record, from left to right.',
      key: FieldPath('A field or a path to one.'),
      item: column,
      maxItems: MOST_COLUMNS,
    },
  },
  isExtendable: true,
};
