import type { FieldType } from './field-type.ts';
import { NUMBER_COLUMN, numberFromColumn, numberOptions, numberToJson, parseNumber } from './number-value.ts';
import { requiredOption } from './text-value.ts';

/** A percentage; 45.5 means 45.5 %, in files, in the API and in the database alike. */
export const percent: FieldType = {
  name: 'Percent',
  label: 'Percent',
  description: 'A percentage: 45.5 means 45.5 %.',
  valueClass: 'number',
  options: { ...requiredOption, ...numberOptions(2) },
  describeType: 'percent',
  soapType: 'xsd:double',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: NUMBER_COLUMN,
  parse: (value, options, label) => parseNumber(value, { scale: 2, ...options }, label),
  fromColumn: numberFromColumn,
  toJson: numberToJson,
};
