import type { FieldType } from './field-type.ts';
import { NUMBER_COLUMN, numberFromColumn, numberOptions, numberToJson, parseNumber } from './number-value.ts';
import { requiredOption, uniqueOptions } from './text-value.ts';

/** An exact decimal number. */
export const number: FieldType = {
  name: 'Number',
  label: 'Number',
  description: 'An exact number of up to 18 digits.',
  valueClass: 'number',
  options: { ...requiredOption, ...uniqueOptions, ...numberOptions(0) },
  describeType: 'double',
  soapType: 'xsd:double',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: NUMBER_COLUMN,
  parse: parseNumber,
  fromColumn: numberFromColumn,
  toJson: numberToJson,
};
