import type { Json, JsonObject } from '../../json.ts';
import { relationshipName } from '../field-name.ts';
import type { KindName } from '../kind.ts';
import type { KindReferences, Named, Names } from '../reference.ts';
import { textOf, textOfComponent } from '../reference-properties.ts';

/** Shipped records name their object, the field that finds them, and their fields; these name values and other records. */
export const dataReferences: KindReferences = {
  properties: (element, names) =>
    element.path.length === 0 ? dataProperties(element, names) : recordValues(element, names),
  propertyName: ({ component, path }, name, names) => {
    if (path.length === 0) return name;
    const object = textOfComponent('data', component, 'object', names);
    const lookup = names.scope.relationship(object, name);
    if (lookup === undefined) return names.field(object, name, VALUE);
    return relationshipName(names.field(object, lookup.name, VALUE));
  },
};

const VALUE = 'a value of a record';

function dataProperties(element: Named, names: Names) {
  const { properties } = element;
  return {
    object: names.component('object', properties.object, 'the records'),
    key: names.field(textOf(element, 'object', names), properties.key, 'the key of the records'),
  };
}

function recordValues({ component, properties }: Named, names: Names): JsonObject {
  const object = textOfComponent('data', component, 'object', names);
  const rename = (name: string, value: Json): Json => {
    const target = names.scope.relationship(object, name)?.references;
    return target === undefined ? names.choice(object, name, value, VALUE) : recordName(target, value, names);
  };
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, rename(name, value)]));
}

/** Records that stand for metadata, by the field that holds the name of the component. */
const STANDS_FOR: ReadonlyMap<string, { readonly field: string; readonly kind: KindName }> = new Map([
  ['PermissionSet', { field: 'Name', kind: 'permissionSet' }],
  ['UserRole', { field: 'DeveloperName', kind: 'role' }],
]);

/** Another record is named by an external id: `{ "Code__c": "NE" }`. */
function recordName(object: string, value: Json, names: Names): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const standsFor = STANDS_FOR.get(object);
  const rename = (field: string, id: Json): Json =>
    standsFor?.field === field ? names.component(standsFor.kind, id, VALUE) : id;
  return Object.fromEntries(
    Object.entries(value as JsonObject) // neither a list nor null
      .map(([field, id]) => [names.field(object, field, VALUE), rename(field, id)]),
  );
}
