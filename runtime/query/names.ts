import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';

/** The field at the end of a path from an object, as far as its reader may know; undefined where it leads nowhere. */
export function fieldAt(names: Names, object: ObjectDef, path: readonly string[]): FieldDef | undefined {
  const [step = '', ...rest] = path;
  if (rest.length === 0) return names.field(object, step);
  const relationship = names.relationship(object, step);
  return relationship && fieldAt(names, relationship.target, rest);
}

/**
 * The objects and fields that a query may name, whatever their case. What somebody may not see is not in it: a hidden
 * name is an unknown name, with the same error and the same near misses.
 */
export interface Names {
  object(name: string): ObjectDef | undefined;
  field(object: ObjectDef, name: string): FieldDef | undefined;
  /** The lookup of which a path's step such as `Provider__r` speaks, and the object it points to. */
  relationship(object: ObjectDef, name: string): { readonly field: FieldDef; readonly target: ObjectDef } | undefined;
  /** A field of the user's own record, hidden or not: conditions in metadata may compare with it. */
  ownField(name: string): FieldDef | undefined;
  objectNames(): readonly string[];
  fieldNames(object: ObjectDef): readonly string[];
  relationshipNames(object: ObjectDef): readonly string[];
}
