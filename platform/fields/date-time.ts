import { Type } from 'typebox';
import { parseInstant } from './calendar.ts';
import type { FieldType } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';
import { requiredOption } from './text-value.ts';

/** An instant; people see it in their own time zone. */
export const dateTime: FieldType = {
  name: 'DateTime',
  label: 'Date and time',
  description: 'An instant, shown in the time zone of the person who looks.',
  valueClass: 'datetime',
  options: {
    ...requiredOption,
    default: Type.Optional(Type.String({ minLength: 1, description: 'Value of a new record that gives none.' })),
  },
  describeType: 'datetime',
  soapType: 'xsd:dateTime',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'timestamptz',
  parse: (value, _options, label) => {
    if (value === null || value === undefined) return BLANK;
    if (typeof value !== 'string') return refuseType(value, label, EXPECTED);
    const text = value.trim();
    if (text === '') return BLANK;
    const instant = parseInstant(text);
    return instant === undefined
      ? refuse('INVALID_DATE_TIME', `${label}: expected ${EXPECTED}, found "${shorten(text)}".`)
      : accept(instant);
  },
  fromColumn: instantFromColumn,
  /** Salesforce writes UTC as `+0000`. */
  toJson: (value) => instantFromColumn(value)?.replace('Z', '+0000') ?? null,
};

const EXPECTED = 'a date and time with its zone such as 2026-01-31T12:00:00Z';

function instantFromColumn(value: unknown): string | null {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'string') return null;
  return parseInstant(value) ?? new Date(value).toISOString();
}
