import type { StoredValue } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import { comparable } from '../records/equal-values.ts';
import { isFolded } from '../records/record-sql.ts';

/** A key as unique indexes compare it; undefined for a blank one. */
export function foldKey(key: FieldDef, value: StoredValue): string | undefined {
  const text = comparable(fieldTypes[key.type].valueClass, value);
  if (text === null) return undefined;
  return isFolded(key) ? text.toLowerCase() : text;
}
