import { findByName } from '../kinds/find.ts';
import type { FieldDef, Model, ObjectDef } from './model.ts';

/** An object by its name, whatever its case. */
export function findObject(model: Pick<Model, 'objects'>, name: string): ObjectDef | undefined {
  return findByName(model.objects, name);
}

/** A field of an object by its name, whatever its case. */
export function findField(object: ObjectDef, name: string): FieldDef | undefined {
  return findByName(object.fields, name);
}

/** The reference field that a path's step such as `Provider__r` or `Owner` follows, whatever its case. */
export function findRelationship(object: ObjectDef, name: string): FieldDef | undefined {
  const wanted = name.toLowerCase();
  for (const field of object.fields.values()) if (field.relationshipName?.toLowerCase() === wanted) return field;
  return undefined;
}
