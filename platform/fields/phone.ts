import type { FieldType } from './field-type.ts';
import { parseText, requiredOption, textDefault, textFromColumn, uniqueOptions } from './text-value.ts';

/** A telephone number, kept as people write it. */
export const phone: FieldType = {
  name: 'Phone',
  label: 'Phone',
  description: 'A telephone number, kept as written.',
  valueClass: 'text',
  options: { ...requiredOption, ...uniqueOptions, ...textDefault },
  describeType: 'phone',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, _options, label) => parseText(value, label, { length: 40, isTrimmed: true }),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
