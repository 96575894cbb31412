import { Type } from 'typebox';
import { parseCalendarDate } from './calendar.ts';
import type { FieldType } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';
import { requiredOption } from './text-value.ts';

/** A calendar day, without a time and without a zone. */
export const date: FieldType = {
  name: 'Date',
  label: 'Date',
  description: 'A calendar day.',
  valueClass: 'date',
  options: {
    ...requiredOption,
    default: Type.Optional(Type.String({ minLength: 1, description: 'Value of a new record that gives none.' })),
  },
  describeType: 'date',
  soapType: 'xsd:date',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'date',
  parse: (value, _options, label) => {
    if (value === null || value === undefined) return BLANK;
    if (typeof value !== 'string') return refuseType(value, label, 'a date such as 2026-01-31');
    const text = value.trim();
    if (text === '') return BLANK;
    const day = parseCalendarDate(text);
    if (day !== undefined) return accept(day);
    return refuse('INVALID_DATE', `${label}: expected a date such as 2026-01-31, found "${shorten(text)}".`);
  },
  fromColumn: dateFromColumn,
  toJson: dateFromColumn,
};

/** pg returns a date as its text, or as local midnight where its parser was left alone. */
function dateFromColumn(value: unknown): string | null {
  if (typeof value === 'string') return value.slice(0, 10);
  if (!(value instanceof Date)) return null;
  const parts = [value.getFullYear(), value.getMonth() + 1, value.getDate()];
  return parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-');
}
