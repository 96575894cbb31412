import { parseDecimal } from '../../platform/fields/decimal.ts';
import type { StoredValue, ValueClass } from '../../platform/fields/field-type.ts';

/** Whether two values of a field are the same: `3.50` and `3.5` are, lists compare by their items. */
export function equalValues(valueClass: ValueClass, left: StoredValue, right: StoredValue): boolean {
  return left === right || comparable(valueClass, left) === comparable(valueClass, right);
}

/** A text that is the same for the same value, to group and look up by; null for blank. */
export function comparable(valueClass: ValueClass, value: StoredValue): string | null {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if (valueClass === 'number') return parseDecimal(String(value)) ?? String(value);
  if (valueClass === 'datetime') return new Date(String(value)).toISOString();
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}
