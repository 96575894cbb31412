import type { FieldTypeName } from '../fields/field-type.ts';
import type { Json } from '../json.ts';
import { childRelationshipName, lastName, objectOfPart, relationshipName } from '../kinds/field-name.ts';
import type { ObjectProperties } from '../kinds/object/schema.ts';
import type { Named, NamedField, ReferenceScope } from '../kinds/reference.ts';
import type { ElementId } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';
import { systemFields } from './system-fields.ts';

/** An element, as far as names in it and to it are looked at. */
export type NamedElement = Named & { readonly id: ElementId };

/** Where names lead over some elements, whether these compile or not. Made in one pass; every question is a look-up. */
export function scopeOf(elements: ReadonlyMap<ElementId, NamedElement>): ReferenceScope {
  const { fields, children, values } = indexFields(elements.values());
  const property = (id: ElementId, name: string) => ownProperty(elements.get(id), name);
  const fieldsOf = memo((object) => {
    const own = fields.get(object) ?? [];
    return fieldIndex([...systemFieldsOf(object, elements.get(`object:${object}`), own), ...own]);
  });
  return {
    property: (kind, component, name) => property(elementId({ kind, component, path: [] }), name),
    propertyOf: (target, name) => property(elementId(target), name),
    field: (object, name) => fieldsOf(object).byName.get(name),
    relationship: (object, step) => fieldsOf(object).byRelationship.get(step),
    child: (object, relationship) => children.get(object)?.get(relationship),
    choice: (object, field, text) => chooseValue(values.get(`${object}.${field}`) ?? [], text),
  };
}

interface FieldIndexes {
  readonly fields: ReadonlyMap<string, readonly NamedField[]>;
  /** By the object pointed to, by the name of the relationship. */
  readonly children: ReadonlyMap<string, ReadonlyMap<string, NamedField>>;
  /** By `Object.Field`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

function indexFields(elements: Iterable<NamedElement>): FieldIndexes {
  const fields = new Map<string, NamedField[]>();
  const children = new Map<string, Map<string, NamedField>>();
  const values = new Map<string, string[]>();
  for (const element of elements) {
    if (element.kind !== 'field') continue;
    const [collection, value = ''] = element.path;
    if (collection === 'values') append(values, element.component, value);
    if (collection !== undefined) continue;
    const field = namedField(element);
    append(fields, field.object, field);
    const said = ownProperty(element, 'childRelationship');
    if (field.references === undefined || typeof said !== 'string') continue;
    const siblings = children.get(field.references) ?? new Map<string, NamedField>();
    children.set(field.references, siblings.set(childRelationshipName(field.name, said), field));
  }
  return { fields, children, values };
}

function namedField(element: NamedElement): NamedField {
  const { component } = element;
  const references = ownProperty(element, 'references');
  return {
    object: objectOfPart(component),
    name: lastName(component),
    type: ownProperty(element, 'type') as FieldTypeName, // a wrong one is told by the check, and leads nowhere here
    ...(typeof references === 'string' ? { references } : {}),
  };
}

/** The fields that every object has. While an object says wrongly how its records are named, by text. */
function systemFieldsOf(name: string, object: NamedElement | undefined, own: readonly NamedField[]): NamedField[] {
  if (object === undefined) return [];
  const nameField = ownProperty(object, 'nameField');
  const isGiven = typeof nameField === 'object' && nameField !== null && 'type' in nameField;
  const properties = { nameField: isGiven ? nameField : { type: 'Text', label: 'Name' } } as unknown; // no more is read
  const isDetail = own.some(({ type }) => type === 'MasterDetail');
  return systemFields(name, properties as ObjectProperties, isDetail);
}

function fieldIndex(fields: readonly NamedField[]) {
  const references = fields.filter((field) => field.references !== undefined && field.name !== 'Id');
  return {
    byName: new Map(fields.map((field) => [field.name, field])),
    byRelationship: new Map(references.map((field) => [relationshipName(field.name), field])),
  };
}

/** The exact value, or the only one that differs in case alone. */
function chooseValue(values: readonly string[], text: string): string {
  if (values.includes(text)) return text;
  const similar = values.filter((value) => value.toLowerCase() === text.toLowerCase());
  return (similar.length === 1 ? similar[0] : undefined) ?? text;
}

function ownProperty(element: NamedElement | undefined, name: string): Json | undefined {
  return element && Object.hasOwn(element.properties, name) ? element.properties[name] : undefined;
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}

function memo<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
