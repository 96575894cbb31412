import { Type } from 'typebox';
import type { FieldType } from './field-type.ts';
import { ID_COLUMN, parseReference, referenceOptions } from './reference-value.ts';
import { requiredOption, textFromColumn } from './text-value.ts';

/** A reference to a record of another object, which lives on its own. */
export const lookup: FieldType = {
  name: 'Lookup',
  label: 'Lookup',
  description: 'A reference to a record of another object.',
  valueClass: 'id',
  options: {
    ...requiredOption,
    ...referenceOptions,
    onDelete: Type.Optional(
      Type.Union([Type.Literal('restrict'), Type.Literal('clear')], {
        description: 'What happens when the record pointed to is deleted.',
      }),
    ),
  },
  describeType: 'reference',
  soapType: 'tns:ID',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: ID_COLUMN,
  parse: (value, _options, label) => parseReference(value, label),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
