import { Type } from 'typebox';
import type { FieldType } from './field-type.ts';
import { parseText, requiredOption, textDefault, textFromColumn } from './text-value.ts';

/** Text of many lines. */
export const longText: FieldType = {
  name: 'LongText',
  label: 'Long text',
  description: 'Many lines, up to 131,072 characters.',
  valueClass: 'text',
  options: {
    ...requiredOption,
    ...textDefault,
    length: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 131072, default: 32768, description: 'Longest text, in characters.' }),
    ),
  },
  describeType: 'textarea',
  soapType: 'xsd:string',
  isSortable: false,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, options, label) => parseText(value, label, { length: options.length ?? 32768, isTrimmed: false }),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
