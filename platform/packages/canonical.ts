import type { TSchema } from 'typebox';
import { FIELD_TYPE_NAMES } from '../fields/field-type.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { fieldSchemaOf } from '../kinds/field/type-schema.ts';
import { kinds } from '../kinds/index.ts';
import { type Collection, FIRST_NAME, type KindName } from '../kinds/kind.ts';
import { componentOfFile } from '../kinds/kind-path.ts';
import { FormworkField, packageKind } from '../kinds/package/schema.ts';
import { type Items, sorted } from '../kinds/sorted.ts';

/**
 * What a file of a package says, in the one form in which Formwork writes it: properties as their schema has them, then
 * collections, their items by `order` and key; two spaces, one value a line. It depends on what is said alone, so that a
 * difference between two files is one of meaning. Undefined where no kind has files at this path.
 */
export function canonicalText(path: string, value: JsonObject): string | undefined {
  if (path === packageKind.path) return textOf(manifest(value));
  const place = componentOfFile(path);
  return place && componentText(place.kind, value);
}

/** The canonical text of a component's file. */
export function componentText(kind: KindName, value: JsonObject): string {
  return textOf(withCollections(value, propertiesOf(kind, value), kinds[kind].collections));
}

/** JSON whose objects keep the order that they were given, whatever their keys: a plain object puts numbers first. */
type Written = string | number | boolean | null | readonly Written[] | ReadonlyMap<string, Written>;

function propertiesOf(kind: KindName, { type }: JsonObject): TSchema {
  const name = kind === 'field' ? FIELD_TYPE_NAMES.find((each) => each === type) : undefined;
  return name === undefined ? kinds[kind].properties : fieldSchemaOf(name);
}

/** A component or an item: what it was called first, then what it says, then what it holds. */
function withCollections(
  value: JsonObject,
  schema: TSchema,
  collections: Readonly<Record<string, Collection>>,
): Written {
  const properties = Object.keys(value).filter((name) => !Object.hasOwn(collections, name));
  const own = inOrder(properties, ['extends', FIRST_NAME, ...knownNames(schema)]);
  const held = Object.entries(collections).flatMap(([name, collection]): [string, Written][] =>
    value[name] === undefined ? [] : [[name, itemsOf(value[name], collection)]],
  );
  return new Map([
    ...own.map((name): [string, Written] => [name, ordered(value[name], memberOf(schema, name))]),
    ...held,
  ]);
}

function itemsOf(items: Json, { item, collections = {} }: Collection): Written {
  if (!isItems(items)) return ordered(items);
  return new Map(sorted(items).map(([key, each]) => [key, withCollections(each, item, collections)]));
}

/** Inside a property, keys stand as its schema names them; what a schema does not name stands by name. */
function ordered(value: Json | undefined, schema?: TSchema): Written {
  if (isList(value)) return value.map((each) => ordered(each, itemOf(schema)));
  if (!isJsonObject(value)) return value ?? null;
  const names = inOrder(Object.keys(value), knownNames(schema));
  return new Map(names.map((name) => [name, ordered(value[name], memberOf(schema, name))]));
}

/** npm's own fields are npm's to order; the dependencies stand as npm itself sorts them. */
function manifest(value: JsonObject): Written {
  const { name, version, dependencies, formwork, ...npm } = value;
  const said: [string, Written | undefined][] = [
    ['name', name === undefined ? undefined : ordered(name)],
    ['version', version === undefined ? undefined : ordered(version)],
    ...Object.entries(npm).map(([key, each]): [string, Written] => [key, asItIs(each)]),
    ['dependencies', dependencies === undefined ? undefined : ordered(dependencies)],
    ['formwork', formwork === undefined ? undefined : ordered(formwork, FormworkField)],
  ];
  return new Map(said.flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])));
}

function asItIs(value: Json): Written {
  if (isList(value)) return value.map(asItIs);
  return isJsonObject(value) ? new Map(Object.entries(value).map(([key, each]) => [key, asItIs(each)])) : value;
}

function inOrder(names: readonly string[], known: readonly string[]): string[] {
  const places = new Map(known.map((name, index) => [name, index]));
  const placeOf = (name: string) => places.get(name) ?? known.length;
  return [...names].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

/** The JSON Schema keywords by which our schemas nest. */
interface Shape {
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema;
}

/** A property that may have several shapes knows the names of each, in turn. */
function branchesOf(schema: TSchema | undefined): readonly Shape[] {
  const shape = (schema ?? {}) as Shape; // the keywords above, of a schema of ours
  return shape.anyOf === undefined ? [shape] : shape.anyOf.flatMap(branchesOf);
}

function knownNames(schema: TSchema | undefined): string[] {
  return [...new Set(branchesOf(schema).flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function memberOf(schema: TSchema | undefined, name: string): TSchema | undefined {
  for (const { properties } of branchesOf(schema))
    if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return undefined;
}

function itemOf(schema: TSchema | undefined): TSchema | undefined {
  return branchesOf(schema).find(({ items }) => items !== undefined)?.items;
}

function textOf(value: Written): string {
  return `${json(value, '\n')}\n`;
}

/** As `JSON.stringify` indents it, for objects that keep their order. */
function json(value: Written, line: string): string {
  if (value instanceof Map) {
    const members = [...value].map(([key, each]) => `${JSON.stringify(key)}: ${json(each, `${line}  `)}`);
    return enclosed('{}', members, line);
  }
  if (isWrittenList(value))
    return enclosed(
      '[]',
      value.map((each) => json(each, `${line}  `)),
      line,
    );
  return JSON.stringify(value);
}

function enclosed([open = '', close = '']: string, members: readonly string[], line: string): string {
  if (members.length === 0) return open + close;
  return `${open}${line}  ${members.join(`,${line}  `)}${line}${close}`;
}

function isWrittenList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isItems(value: Json): value is Items<JsonObject> {
  return isJsonObject(value) && Object.values(value).every(isJsonObject);
}
