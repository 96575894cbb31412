import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import type { Json, JsonObject } from '../../../platform/json.ts';
import { fieldSchemaOf } from '../../../platform/kinds/field/type-schema.ts';
import { kinds } from '../../../platform/kinds/index.ts';
import { type Collection, FIRST_NAME, type KindName } from '../../../platform/kinds/kind.ts';
import type { ComponentFile } from '../../../platform/kinds/kind-path.ts';

/** Files of a kind, as its schema allows them: every property, every collection, names of every form. */
export function arbitraryFile(kind: KindName): fc.Arbitrary<JsonObject> {
  const { collections, properties } = kinds[kind];
  const schemas = kind === 'field' ? FIELD_TYPE_NAMES.map(fieldSchemaOf) : [properties];
  const own = fc.oneof(...schemas.map((schema) => fc.tuple(arbitraryValue(schema), firstName)));
  return fc
    .tuple(own, arbitraryCollections(collections))
    .map(([[said, first], held]) => ({ ...(said as JsonObject), ...first, ...held }));
}

/** Files that add to a component of another package; items without properties only lead to others. */
export function arbitraryExtension(kind: KindName): fc.Arbitrary<JsonObject> {
  return arbitraryCollections(kinds[kind].collections, { isExtension: true }).map((held) => ({
    extends: true,
    ...held,
  }));
}

/** Names of components of a kind. */
export function arbitraryComponent(kind: KindName): fc.Arbitrary<ComponentFile> {
  const name = fc.stringMatching(/^[A-Za-z](?:_?[A-Za-z0-9]){0,8}(?:__c)?$/);
  const parts = kinds[kind].path.includes('{object}') ? 2 : 1;
  return fc.array(name, { minLength: parts, maxLength: parts }).map((names) => ({ kind, component: names.join('.') }));
}

/** The same value with the keys of all its objects in another order. */
export function shuffled(value: Json, order: number): Json {
  if (Array.isArray(value)) return value.map((each) => shuffled(each, order));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, Json] => [key, shuffled(each, order)]);
  const cut = entries.length === 0 ? 0 : order % entries.length;
  return Object.fromEntries([...entries.slice(cut), ...entries.slice(0, cut)].reverse());
}

const firstName: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ [FIRST_NAME]: fc.stringMatching(/^[A-Z][a-z]{1,6}$/) }),
);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((each) => !each.includes('\0'));
/** What a text may hold, and what a plain object would put in front of the other keys. */
const key = fc.oneof(text, fc.constantFrom('10', '2', '0', 'constructor', 'toString', 'a/b', 'a~b', 'Ä ö', 'order'));
const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<Json>(null, true, false, 0, -1.5, 1e21, 'text', 'two\nlines', 'quote "', 'back\\slash'),
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(plainKey(key), tie('value'), { maxKeys: 3 }),
  ),
})).value;

interface Shape {
  readonly type?: string;
  readonly const?: Json;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: object;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

function arbitraryValue(schema: TSchema): fc.Arbitrary<Json> {
  const shape = schema as Shape; // the JSON Schema keywords that our kinds use
  if (shape.const !== undefined) return fc.constant(shape.const);
  if (shape.anyOf !== undefined) return fc.oneof(...shape.anyOf.map(arbitraryValue));
  switch (shape.type) {
    case 'string':
      return shape.pattern === undefined ? text : fc.stringMatching(new RegExp(shape.pattern), { size: 'xsmall' });
    case 'integer':
      return fc.integer({ min: shape.minimum ?? -100, max: shape.maximum ?? 100 });
    case 'number':
      // JSON has one zero.
      return fc
        .oneof(fc.integer({ min: -100, max: 100 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 }))
        .map((each) => (each === 0 ? 0 : each));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(shape.items === undefined ? anyJson : arbitraryValue(shape.items), {
        minLength: shape.minItems ?? 0,
        maxLength: 3,
      });
    case 'object':
      return arbitraryObject(shape);
    default:
      return anyJson;
  }
}

function arbitraryObject({ properties, required = [] }: Shape): fc.Arbitrary<Json> {
  // A condition, or values by field: the schema leaves its inside to others.
  if (properties === undefined) return fc.dictionary(plainKey(key), anyJson, { maxKeys: 4 });
  const members = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, arbitraryValue(each)]));
  const requiredKeys = required.filter((name) => Object.hasOwn(properties, name));
  return fc.record(members, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Json>; // its members are JSON
}

function arbitraryCollections(
  collections: Readonly<Record<string, Collection>>,
  options: { readonly isExtension?: boolean } = {},
): fc.Arbitrary<JsonObject> {
  const members = Object.entries(collections).map(([name, collection]) => [
    name,
    fc.dictionary(plainKey(arbitraryKey(collection)), arbitraryItem(collection, options), { maxKeys: 4, minKeys: 1 }),
  ]);
  // Each is an object of items.
  return fc.record(Object.fromEntries(members), {
    requiredKeys: [],
    noNullPrototype: true,
  }) as fc.Arbitrary<JsonObject>;
}

function arbitraryItem(
  { item, collections = {}, isRenamable }: Collection,
  options: { readonly isExtension?: boolean },
): fc.Arbitrary<JsonObject> {
  const isNested = Object.keys(collections).length > 0;
  const passage = options.isExtension && isNested ? [fc.constant<Json>({})] : [];
  const own = fc.oneof(arbitraryValue(item), ...passage);
  const first = isRenamable ? firstName : fc.constant({});
  return fc.tuple(own, first, arbitraryCollections(collections, options)).map(([said, name, held]) => {
    const properties = said as JsonObject; // an item is an object
    return { ...properties, ...(Object.keys(properties).length === 0 ? {} : name), ...held };
  });
}

/** Of keys whose form is left open, those that are hardest to keep in order. */
function arbitraryKey({ key: schema }: Collection): fc.Arbitrary<string> {
  const { pattern } = schema as Shape;
  const isFree = pattern === undefined || new RegExp(pattern).test('Ä/~ 1');
  const own = arbitraryValue(schema).map(String);
  return isFree && (schema as Shape).anyOf === undefined ? fc.oneof(own, key) : own;
}

function plainKey(keys: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return keys.filter((each) => each !== '__proto__' && each !== '' && ![...each].some((letter) => letter < ' '));
}
