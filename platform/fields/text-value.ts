import { Type } from 'typebox';
import type { ParsedValue } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';

/** Options that every kind of one-line text may take. */
export const requiredOption = { required: Type.Optional(flag('A record cannot be saved without it.')) };
export const uniqueOptions = {
  unique: Type.Optional(flag('No two records have the same value.')),
  externalId: Type.Optional(flag('Records can be found and upserted by it; implies an index.')),
};
export const textDefault = {
  default: Type.Optional(Type.String({ minLength: 1, description: 'Value of a new record that gives none.' })),
};

/** Checks text from outside: well-formed, without NUL, no longer than the column says; one-line text is trimmed. */
export function parseText(
  value: unknown,
  label: string,
  { length, isTrimmed }: { length: number; isTrimmed: boolean },
): ParsedValue {
  if (value === null || value === undefined) return BLANK;
  if (typeof value !== 'string') return refuseType(value, label, 'text');
  if (!value.isWellFormed()) return refuse('INVALID_TEXT', `${label}: the text holds half of a character pair.`);
  if (value.includes('\u0000')) return refuse('INVALID_TEXT', `${label}: the text holds a NUL character.`);
  const trimmed = value.trim();
  if (trimmed === '') return BLANK;
  const text = isTrimmed ? trimmed : value;
  if (text.length > length && [...text].length > length) {
    return refuse('STRING_TOO_LONG', `${label}: data value too large: ${shorten(text)} (max length=${length})`);
  }
  return accept(text);
}

/** Text as pg returns it. */
export function textFromColumn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function flag(description: string) {
  return Type.Boolean({ description });
}
