import { findField, findObject } from '../../platform/layers/find.ts';
import type { FieldDef, Model, ObjectDef } from '../../platform/layers/model.ts';
import type { Names } from '../query/names.ts';
import type { Permissions } from './principal.ts';

/** The names of the model that somebody with these permissions may know of. */
export function visibleNames(model: Model, permissions: Permissions): Names {
  const byPermissions = known.get(model) ?? new WeakMap<Permissions, Names>();
  known.set(model, byPermissions);
  const names = byPermissions.get(permissions) ?? collectNames(model, permissions);
  byPermissions.set(permissions, names);
  return names;
}

/** Pure results, forgotten with what they were made from. */
const known = new WeakMap<Model, WeakMap<Permissions, Names>>();

function collectNames(model: Model, permissions: Permissions): Names {
  const visible = [...model.objects.values()].filter((object) => permissions.objects.get(object.name)?.read === true);
  const objects = byLowerCase(visible, (object) => object.name);
  const fields = new Map<string, ReadonlyMap<string, FieldDef>>();
  const relationships = new Map<string, ReadonlyMap<string, FieldDef>>();
  const fieldsOf = (object: ObjectDef) =>
    remember(fields, object.name, () =>
      byLowerCase(
        [...object.fields.values()].filter((field) => permissions.readableFields.has(`${object.name}.${field.name}`)),
        (field) => field.name,
      ),
    );
  const relationshipsOf = (object: ObjectDef) =>
    remember(relationships, object.name, () =>
      byLowerCase(
        [...fieldsOf(object).values()].filter(
          (field) => field.references && objects.has(field.references.toLowerCase()),
        ),
        (field) => field.relationshipName ?? '',
      ),
    );
  return {
    object: (name) => objects.get(name.toLowerCase()),
    field: (object, name) => fieldsOf(object).get(name.toLowerCase()),
    relationship: (object, name) => {
      const field = relationshipsOf(object).get(name.toLowerCase());
      const target = objects.get(field?.references?.toLowerCase() ?? '');
      return field && target ? { field, target } : undefined;
    },
    ownField: (name) => {
      const user = findObject(model, 'User');
      return user && findField(user, name);
    },
    objectNames: () => visible.map((object) => object.name),
    fieldNames: (object) => [...fieldsOf(object).values()].map((field) => field.name),
    relationshipNames: (object) => [...relationshipsOf(object).values()].map((field) => field.relationshipName ?? ''),
  };
}

function byLowerCase<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.flatMap((item) => (nameOf(item) === '' ? [] : [[nameOf(item).toLowerCase(), item] as const])));
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
