import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';

/**
 * The objects and fields that a query may name, whatever their case. What somebody may not see is not in it: a hidden
 * name is an unknown name, with the same error and the same near misses.
 */
export interface Names {
  object(name: string): ObjectDef | undefined;
  field(object: ObjectDef, name: string): FieldDef | undefined;
  /** The lookup of which a path's step such as `Provider__r` speaks, and the object it points to. */
  relationship(object: ObjectDef, name: string): { readonly field: FieldDef; readonly target: ObjectDef } | undefined;
  objectNames(): readonly string[];
  fieldNames(object: ObjectDef): readonly string[];
  relationshipNames(object: ObjectDef): readonly string[];
}
