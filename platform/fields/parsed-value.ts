import type { ParsedValue, StoredValue } from './field-type.ts';

export const BLANK: ParsedValue = { ok: true, value: null };

export function accept(value: StoredValue): ParsedValue {
  return { ok: true, value };
}

export function refuse(errorCode: string, message: string): ParsedValue {
  return { ok: false, errorCode, message };
}

/** A refusal of a value whose JSON type is wrong altogether. */
export function refuseType(value: unknown, label: string, expected: string): ParsedValue {
  return refuse('INVALID_TYPE_ON_FIELD_IN_RECORD', `${label}: expected ${expected}, found ${describeValue(value)}.`);
}

/** A value in words, short enough for a message. */
function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `"${shorten(value)}"`;
  return String(value);
}

/** The first characters of a text, for messages. */
export function shorten(text: string): string {
  const characters = [...text.slice(0, 80).toWellFormed()];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}…` : characters.join('');
}
