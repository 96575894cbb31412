import type { JsonObject } from '../../json.ts';
import { memberName, memberValue } from '../record-names.ts';
import type { KindReferences, Named, Names } from '../reference.ts';
import { textOf, textOfComponent } from '../reference-properties.ts';

/** Shipped records name their object, the field that finds them, and their fields; these name values and other records. */
export const dataReferences: KindReferences = {
  properties: (element, names) =>
    element.path.length === 0 ? dataProperties(element, names) : recordValues(element, names),
  propertyName: ({ component, path }, name, names) => {
    if (path.length === 0) return name;
    return memberName(textOfComponent('data', component, 'object', names), { name, how: VALUE }, names);
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
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, memberValue(object, { name, how: VALUE, value }, names)]),
  );
}
