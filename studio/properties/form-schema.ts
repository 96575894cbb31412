import type { RJSFSchema } from '@rjsf/utils';
import type { JsonObject } from '../../platform/json.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import { propertyLabel } from '../draft/words.ts';
import { isPicked } from './pickers.ts';

/** Long texts get a box. Kinds limit lines to 255 characters and texts to more. */
const LINE_LENGTH = 255;

/** The schema as the form draws it: without what is edited elsewhere, every property and alternative with a name. */
export function formSchema(schema: JsonObject, hidden: readonly string[]): RJSFSchema {
  const own = schema as RJSFSchema; // Kinds are declared as JSON Schema.
  const properties = Object.entries(own.properties ?? {})
    .filter(([name]) => !hidden.includes(name))
    // Where a thing stands among others matters least.
    .sort(([a], [b]) => Number(a === 'order') - Number(b === 'order'));
  return {
    ...own,
    properties: Object.fromEntries(properties.map(([name, property]) => [name, named(property, propertyLabel(name))])),
    required: (own.required ?? []).filter((name) => !hidden.includes(name)),
  };
}

/** A form library's uiSchema; its own type is too deep for the compiler to compare. */
export type PropertyUi = { readonly [name: string]: unknown };

/** Which properties need more than the library's own fields. */
export function uiSchemaOf(kind: KindName, path: readonly string[], schema: RJSFSchema, parent = ''): PropertyUi {
  const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const own = typeof property === 'object' ? property : {};
    return [name, propertyUi(kind, path, own, `${parent}${name}`)];
  });
  return Object.fromEntries(entries);
}

type Property = Exclude<NonNullable<RJSFSchema['properties']>[string], boolean>;

function propertyUi(kind: KindName, path: readonly string[], property: Property, name: string): PropertyUi {
  if (isConstant(property)) return { 'ui:widget': 'hidden' };
  if (name === 'sort') return { 'ui:field': 'sort' };
  if (isFree(property)) return { 'ui:field': 'json' };
  if (isCondition(property)) return { 'ui:field': 'condition' };
  if (property.type === 'array') return { 'ui:field': 'list' };
  if (isPicked(kind, path, name)) return { 'ui:widget': 'picker', 'ui:options': { property: name } };
  if (isLiteral(property)) return { 'ui:field': 'literal' };
  if (property.type === 'object') return uiSchemaOf(kind, path, property as RJSFSchema, `${name}.`);
  if (property.anyOf?.every(isObjectSchema)) return { 'ui:field': 'alternatives', 'ui:fieldReplacesAnyOrOneOf': true };
  const isLong = property.type === 'string' && (property.maxLength ?? 0) > LINE_LENGTH;
  return isLong || name === 'errorMessage' ? { 'ui:widget': 'textarea' } : {};
}

/** A condition's shape is not in its schema: an object without properties. */
const isCondition = (property: Property) => property.type === 'object' && property.properties === undefined;

/**
 * Members that the author names, lists of more than texts, and what has such parts; the conditions of scenarios speak
 * of records by name, which the builder does not know.
 */
function isFree(property: Property | boolean): boolean {
  if (typeof property === 'boolean') return false;
  if (property.patternProperties || ('conditionPlace' in property && property.conditionPlace === 'scenario'))
    return true;
  const { items } = property;
  if (property.type === 'array') return typeof items === 'object' && 'type' in items && items.type === 'object';
  return Object.values(property.properties ?? {}).some(isFree);
}

const isObjectSchema = (one: unknown) => typeof one === 'object' && one !== null && 'properties' in one;

const isConstant = (one: unknown) => typeof one === 'object' && one !== null && 'const' in one;

/** Text, number, yes or no: the value that an action sets. */
const isLiteral = (property: Property) =>
  property.anyOf?.some((one) => typeof one === 'object' && one.type === 'number') === true;

function named(property: Property | boolean, title: string): Property | boolean {
  if (typeof property === 'boolean') return property;
  if (property.anyOf?.every(isConstant)) return choice(property, title);
  const alternatives = property.anyOf?.every(isObjectSchema)
    ? { anyOf: property.anyOf.map((one) => alternative(one as Property)) }
    : {};
  return { title, ...property, ...alternatives, ...nested(property) };
}

function alternative(property: Property): Property {
  return { ...property, title: alternativeTitle(property), ...nested(property) };
}

function nested({ properties }: Property): Pick<Property, 'properties'> {
  if (!properties) return {};
  const entries = Object.entries(properties).map(([name, one]) => [name, named(one, propertyLabel(name))]);
  return { properties: Object.fromEntries(entries) };
}

/** Fixed values: TypeBox writes a union of constants, the form library wants their type beside them. */
function choice(property: Property, title: string): Property {
  const constants = (property.anyOf ?? []) as readonly Property[]; // Just checked.
  return {
    title,
    ...(property.description !== undefined && { description: property.description }),
    type: typeof constants[0]?.const as 'string' | 'number' | 'boolean', // Constants are one of these.
    oneOf: constants.map((one) => ({ const: one.const as string, title: choiceWords(String(one.const)) })),
  };
}

/** "ReadWrite" is two words to people. */
const choiceWords = (value: string) => propertyLabel(value);

/** What tells alternatives apart: the constant of their type, else the names of their properties. */
function alternativeTitle({ properties = {} }: Property): string {
  const type = properties.type;
  if (typeof type === 'object' && typeof type.const === 'string') return propertyLabel(type.const);
  const names = Object.keys(properties).map((name) => propertyLabel(name).toLowerCase());
  return propertyLabel(names.join(', '));
}
