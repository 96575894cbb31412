import type { Json, JsonObject } from '../json.ts';
import { relationshipName } from './field-name.ts';
import type { KindName } from './kind.ts';
import type { Names } from './reference.ts';

interface Member {
  readonly name: string;
  /** What the field is there, as in "a value of a record". */
  readonly how: string;
}

/** The values of a record by field or relationship, with all that they name. */
export function recordNames(object: string, { record, how }: { record: Json | undefined; how: string }, names: Names) {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return record;
  return Object.fromEntries(
    Object.entries(record as JsonObject) // neither a list nor null
      .map(([name, value]) => [
        memberName(object, { name, how }, names),
        memberValue(object, { name, how, value }, names),
      ]),
  );
}

/** The name of a member: a field, or the relationship by which a reference field is followed. */
export function memberName(object: string, { name, how }: Member, names: Names): string {
  const lookup = names.scope.relationship(object, name);
  if (lookup === undefined) return names.field(object, name, how);
  return relationshipName(names.field(object, lookup.name, how));
}

/** The value of a member: a picklist value, or another record by an external id. */
export function memberValue(
  object: string,
  { name, how, value }: Member & { readonly value: Json },
  names: Names,
): Json {
  const target = names.scope.relationship(object, name)?.references;
  return target === undefined ? names.choice(object, name, value, how) : recordName(target, { value, how }, names);
}

/** Records that stand for metadata, by the field that holds the name of the component. */
const STANDS_FOR: ReadonlyMap<string, { readonly field: string; readonly kind: KindName }> = new Map([
  ['PermissionSet', { field: 'Name', kind: 'permissionSet' }],
  ['UserRole', { field: 'DeveloperName', kind: 'role' }],
]);

/** Another record is named by an external id: `{ "Code__c": "NE" }`. */
function recordName(
  object: string,
  { value, how }: { readonly value: Json; readonly how: string },
  names: Names,
): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const standsFor = STANDS_FOR.get(object);
  const rename = (field: string, id: Json): Json =>
    standsFor?.field === field ? names.component(standsFor.kind, id, how) : id;
  return Object.fromEntries(
    Object.entries(value as JsonObject) // neither a list nor null
      .map(([field, id]) => [names.field(object, field, how), rename(field, id)]),
  );
}
