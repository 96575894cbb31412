import type { TObject, TProperties } from 'typebox';
import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../fields/field-type.ts';
import { fieldTypes } from '../../fields/registry.ts';
import { closed } from '../kind.ts';
import { fieldKind } from './schema.ts';

const { label, type, order, description, help, onlyActions } = fieldKind.properties.properties;

/** What every field may say, whatever its type. */
const COMMON = { label, type, order, description, help, onlyActions } as TProperties; // all are there: schema.ts declares them

const schemas = new Map<FieldTypeName, TObject>(
  FIELD_TYPE_NAMES.map((name) => [name, closed({ ...COMMON, ...fieldTypes[name].options })]),
);

/** What a field of one type may say. */
export function fieldSchemaOf(name: FieldTypeName): TObject {
  return schemas.get(name) ?? fieldKind.properties;
}
