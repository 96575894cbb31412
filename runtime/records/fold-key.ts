import type { StoredValue } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import { comparable } from './equal-values.ts';
import { isFolded } from './record-sql.ts';

/** A key as unique indexes compare it; undefined for a blank one. */
export function foldKey(key: FieldDef, value: StoredValue): string | undefined {
  const text = comparable(fieldTypes[key.type].valueClass, value);
  if (text === null) return undefined;
  return isFolded(key) ? lower(text) : text;
}

/** Character by character, as PostgreSQL does: JavaScript has another sigma for the end of a word. */
function lower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : Array.from(text, (character) => character.toLowerCase()).join('');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
