import { type Static, Type } from 'typebox';
import { ApiName, closed, ItemKey, type Kind, Label, Order, Text } from '../kind.ts';

const nameField = Type.Union(
  [
    closed({
      type: Type.Literal('Text', { description: 'People type the name.' }),
      label: Label('Label of the Name field.'),
      unique: Type.Optional(
        Type.Boolean({ description: 'No two records have the same name; records can be upserted by it.' }),
      ),
    }),
    closed({
      type: Type.Literal('AutoNumber', { description: 'The engine numbers the records.' }),
      label: Label('Label of the Name field.'),
      format: Type.String({ pattern: '^[^{}]*\\{0+\\}[^{}]*$', maxLength: 40, description: 'Such as `FQR-{00000}`.' }),
    }),
  ],
  { description: 'How a record is named: typed by people, or numbered.' },
);

const properties = closed({
  label: Label('Singular name that people see.'),
  pluralLabel: Label('Plural name that people see.'),
  description: Type.Optional(Text('What one record stands for.')),
  nameField,
  sharing: Type.Union(
    [Type.Literal('Private'), Type.Literal('Read'), Type.Literal('ReadWrite'), Type.Literal('ControlledByParent')],
    { description: 'Org-wide default: what everybody with access to the object may do with every record.' },
  ),
});

const uniqueKey = closed({
  order: Order,
  fields: Type.Array(ApiName('A field of the object.'), {
    minItems: 2,
    maxItems: 5,
    uniqueItems: true,
    description: 'The fields whose values together no two records share.',
  }),
  message: Type.String({ minLength: 1, maxLength: 255, description: 'What people read when two records collide.' }),
});

export type ObjectProperties = Static<typeof properties>;
export type UniqueKeyProperties = Static<typeof uniqueKey>;

export const objectKind: Kind = {
  name: 'object',
  label: 'Object',
  pluralLabel: 'Objects',
  description: 'A kind of record with fields, rules, actions and views.',
  path: 'objects/{name}/object.json',
  properties,
  collections: {
    uniqueKeys: {
      itemLabel: 'unique key',
      description: 'Combinations of values that no two records may share.',
      key: ItemKey('A name for the key, for admins.'),
      item: uniqueKey,
      isRenamable: true,
      maxItems: 20,
    },
  },
  isExtendable: true,
};
