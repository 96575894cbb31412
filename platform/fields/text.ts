import { Type } from 'typebox';
import type { FieldType } from './field-type.ts';
import { parseText, requiredOption, textDefault, textFromColumn, uniqueOptions } from './text-value.ts';

/** One line of text. */
export const text: FieldType = {
  name: 'Text',
  label: 'Text',
  description: 'One line of up to 255 characters.',
  valueClass: 'text',
  options: {
    ...requiredOption,
    ...uniqueOptions,
    ...textDefault,
    length: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 255, default: 255, description: 'Longest text, in characters.' }),
    ),
  },
  describeType: 'string',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, options, label) => parseText(value, label, { length: options.length ?? 255, isTrimmed: true }),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
