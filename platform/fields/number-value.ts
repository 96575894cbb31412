import { Type } from 'typebox';
import { decimalDigits, parseDecimal } from './decimal.ts';
import type { FieldOptions, ParsedValue, StoredValue } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';

/** Digits of numbers; what a type leaves out counts as `scale` below. */
export function numberOptions(scale: number) {
  return {
    precision: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 18,
        default: 18,
        description: 'Digits in all, those after the point included.',
      }),
    ),
    scale: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 17, default: scale, description: 'Digits after the decimal point.' }),
    ),
    default: Type.Optional(Type.Number({ description: 'Value of a new record that gives none.' })),
  };
}

/** How many digits a number has is for its field to say: the column takes all. */
export const NUMBER_COLUMN = 'numeric';

/** Checks a number from outside and keeps it as an exact decimal; digits are never dropped in silence. */
export function parseNumber(value: unknown, options: FieldOptions, label: string): ParsedValue {
  const { precision = 18, scale = 0 } = options;
  if (value === null || value === undefined) return BLANK;
  if (typeof value !== 'number' && typeof value !== 'string') return refuseType(value, label, 'a number');
  const text = String(value).trim();
  if (text === '') return BLANK;
  const decimal = parseDecimal(text);
  if (decimal === undefined) return refuseType(shorten(text), label, 'a number such as 1234.5');
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return refuse(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${label}: send numbers of more than 15 digits as text, to keep them exact.`,
    );
  }
  const digits = decimalDigits(decimal);
  if (digits.fraction > scale) {
    return refuse(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${label}: ${shorten(text)} has more than ${scale} digits after the decimal point.`,
    );
  }
  if (digits.whole > precision - scale) {
    return refuse(
      'NUMBER_OUTSIDE_VALID_RANGE',
      `${label}: ${shorten(text)} has more than ${precision - scale} digits before the decimal point.`,
    );
  }
  return accept(decimal);
}

/** numeric arrives from pg as text, `5.50` for `5.5`. */
export function numberFromColumn(value: unknown): StoredValue {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return parseDecimal(String(value)) ?? null;
}

export function numberToJson(value: unknown): number | null {
  const stored = numberFromColumn(value);
  return stored === null ? null : Number(stored);
}
