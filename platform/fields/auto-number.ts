import { Type } from 'typebox';
import type { FieldType } from './field-type.ts';
import { refuse } from './parsed-value.ts';
import { textFromColumn } from './text-value.ts';

/** A running number in a fixed form, given by the engine when a record is created. */
export const autoNumber: FieldType = {
  name: 'AutoNumber',
  label: 'Auto number',
  description: 'A running number such as A-0042, given when a record is created.',
  valueClass: 'text',
  options: {
    externalId: Type.Optional(Type.Boolean({ description: 'Records can be found by it; implies an index.' })),
    format: Type.String({ pattern: '^[^{}]*\\{0+\\}[^{}]*$', maxLength: 40, description: 'Such as `A-{0000}`.' }),
  },
  describeType: 'string',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: true,
  columnType: 'text',
  parse: (_value, _options, label) =>
    refuse('INVALID_FIELD_FOR_INSERT_UPDATE', `${label} is numbered automatically and cannot be written.`),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};

/** The running number in its form: `A-{0000}` and 42 give `A-0042`; a longer number is written in full. */
export function formatAutoNumber(format: string, number: bigint | number): string {
  return format.replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
}
