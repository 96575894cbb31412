import { type Static, Type } from 'typebox';
import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../fields/field-type.ts';
import { ApiName, closed, ItemKey, type Kind, Label, Order, Text } from '../kind.ts';

/**
 * The properties that every field may have, and those that only some types take. Which type takes which is declared
 * by the type itself (platform/fields); the check composes both, so a stray option is an error at its pointer.
 */
const properties = closed({
  label: Label('Name that people see.'),
  type: Type.Unsafe<FieldTypeName>(
    Type.Union(
      FIELD_TYPE_NAMES.map((name) => Type.Literal(name)),
      { description: 'Type of the values.' },
    ),
  ),
  order: Order,
  description: Type.Optional(Text('What the field means; for admins and developers.')),
  help: Type.Optional(Text('A hint that people see beside the field.')),
  required: Type.Optional(Type.Boolean({ description: 'A record cannot be saved without it.' })),
  unique: Type.Optional(Type.Boolean({ description: 'No two records have the same value.' })),
  externalId: Type.Optional(
    Type.Boolean({ description: 'Records can be found and upserted by it; implies an index.' }),
  ),
  default: Type.Optional(
    Type.Union([Type.String(), Type.Number(), Type.Boolean()], {
      description: 'Value of a new record that gives none.',
    }),
  ),
  onlyActions: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'Only actions change the field; this is what people read who try otherwise.',
    }),
  ),
  length: Type.Optional(Type.Integer({ minimum: 1, maximum: 131072, description: 'Longest text, in characters.' })),
  precision: Type.Optional(Type.Integer({ minimum: 1, maximum: 18, description: 'Digits in all.' })),
  scale: Type.Optional(Type.Integer({ minimum: 0, maximum: 17, description: 'Digits after the decimal point.' })),
  format: Type.Optional(
    Type.String({ pattern: '^[^{}]*\\{0+\\}[^{}]*$', maxLength: 40, description: 'Such as `A-{0000}`.' }),
  ),
  references: Type.Optional(ApiName('The object that the field points to.')),
  childRelationship: Type.Optional(
    ApiName('Name by which the parent reaches these records, without the ending `__r`.'),
  ),
  childLabel: Type.Optional(Label('What the parent calls its list of these records.')),
  onDelete: Type.Optional(
    Type.Union([Type.Literal('restrict'), Type.Literal('clear')], {
      description: 'What happens when the record pointed to is deleted.',
    }),
  ),
});

const picklistValue = closed({
  label: Label('What people see.'),
  order: Order,
  active: Type.Optional(
    Type.Boolean({ description: 'Inactive values stay on old records and cannot be chosen anew.' }),
  ),
  default: Type.Optional(Type.Boolean({ description: 'Chosen on a new record.' })),
});

/** As many, with the inactive, as a restricted picklist of Salesforce has (its Help, "Picklist Limitations"). */
const MOST_VALUES = 1000;

export type FieldProperties = Static<typeof properties>;
export type PicklistValueProperties = Static<typeof picklistValue>;

export const fieldKind: Kind = {
  name: 'field',
  label: 'Field',
  pluralLabel: 'Fields',
  description: 'One value that every record of an object holds.',
  path: 'objects/{object}/fields/{name}.json',
  properties,
  collections: {
    values: {
      itemLabel: 'picklist value',
      description: 'What people may choose, in its order.',
      key: ItemKey('What records hold and programs read; people see the label.'),
      item: picklistValue,
      isRenamable: true,
      maxItems: MOST_VALUES,
    },
  },
  isExtendable: true,
};
