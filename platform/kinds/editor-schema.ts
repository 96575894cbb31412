import type { TSchema } from 'typebox';
import { FIELD_TYPE_NAMES, type FieldTypeName } from '../fields/field-type.ts';
import { fieldTypes } from '../fields/registry.ts';
import type { Json, JsonObject } from '../json.ts';
import { conditionSchema } from './condition-schema.ts';
import { CONDITION_GLOBALS, type ConditionPlace } from './condition-scope.ts';
import { fieldSchemaOf } from './field/type-schema.ts';
import { kinds } from './index.ts';
import { type Collection, FIRST_NAME, type Kind, type KindName, MOST_ITEMS } from './kind.ts';
import { FormworkField } from './package/schema.ts';

/**
 * The JSON Schema of a kind's whole files, for editors: its properties with the collections in their places, and the
 * variant `"extends": true`. It refuses nothing that the check accepts, and what the check refuses for its shape.
 */
export function editorSchema(name: KindName): JsonObject {
  if (name === 'package') return manifestSchema();
  const kind = kinds[name];
  const whole = name === 'field' ? fieldVariants(kind) : wholeFile(kind, kind.properties);
  return editorDocument(
    { title: kind.label, description: kind.description },
    kind.isExtendable ? orExtension(kind, whole) : whole,
  );
}

/** A schema as a document of its own, with the conditions that it refers to. */
export function editorDocument(
  about: { readonly title: string; readonly description: string },
  schema: JsonObject,
): JsonObject {
  const text = JSON.stringify(schema);
  const places = (Object.keys(CONDITION_GLOBALS) as ConditionPlace[]).filter((place) => text.includes(refTo(place))); // the keys of a constant
  const definitions = places.map((place) => [definitionOf(place), conditionSchema(place, refTo(place))]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: about.title,
    ...described(about.description),
    ...schema,
    ...(places.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}),
  };
}

/** One of our schemas as editors want it: choices as a list, descriptions as Markdown too, conditions spelt out. */
export function forEditors(schema: TSchema): JsonObject {
  const { description, conditionPlace, anyOf, properties, patternProperties, items, ...rest } = schema as Keywords; // the keywords that our kinds use
  if (conditionPlace !== undefined) return { $ref: refTo(conditionPlace), ...described(description) };
  const constants = anyOf?.map((branch) => (branch as Keywords).const);
  if (anyOf !== undefined && constants?.every((constant) => constant !== undefined)) {
    return { enum: constants, ...described(description), ...choiceWords(anyOf) };
  }
  return {
    ...(rest as JsonObject), // numbers, texts and lists of them: TypeBox's own marks are not enumerable
    ...described(description),
    ...(anyOf ? { anyOf: anyOf.map(forEditors) } : {}),
    ...(properties ? { properties: eachForEditors(properties) } : {}),
    ...(patternProperties ? { patternProperties: eachForEditors(patternProperties) } : {}),
    ...(items ? { items: forEditors(items) } : {}),
  };
}

interface Keywords {
  readonly description?: string;
  readonly conditionPlace?: ConditionPlace;
  readonly const?: Json;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly items?: TSchema;
}

function eachForEditors(schemas: Readonly<Record<string, TSchema>>): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, forEditors(schema)]));
}

function choiceWords(branches: readonly TSchema[]): JsonObject {
  const words = branches.map((branch) => (branch as Keywords).description ?? '');
  return words.some(Boolean) ? { markdownEnumDescriptions: words } : {};
}

function described(description: string | undefined): JsonObject {
  return description === undefined ? {} : { description, markdownDescription: description };
}

function refTo(place: ConditionPlace): string {
  return `#/$defs/${definitionOf(place)}`;
}

function definitionOf(place: ConditionPlace): string {
  return `${place}Condition`;
}

/** The first name, plain properties and collections side by side, as a file has them. */
function wholeFile({ collections }: Pick<Kind, 'collections'>, own: TSchema): JsonObject {
  return withMembers(forEditors(own), { [FIRST_NAME]: NAMED_BEFORE }, collectionProperties(collections, 'whole'));
}

function withMembers(schema: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  if (Object.keys(before).length + Object.keys(after).length === 0) return schema;
  return { ...schema, properties: { ...before, ...(schema.properties as JsonObject), ...after } }; // what has a name or collections is an object
}

const NAMED_BEFORE: JsonObject = {
  type: 'string',
  minLength: 1,
  ...described('The name that this had first, where it was renamed since: it is the same still, and keeps its data.'),
};

function orExtension(kind: Kind, whole: JsonObject): JsonObject {
  return {
    type: 'object',
    properties: { extends: EXTENDS },
    if: { required: ['extends'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: {
      properties: { extends: EXTENDS, ...collectionProperties(kind.collections, 'extension') },
      additionalProperties: false,
    },
    else: whole,
  };
}

const EXTENDS: JsonObject = {
  const: true,
  ...described('The file only adds items to a component of another package, on which its own package depends.'),
};

type Variant = 'whole' | 'extension';

function collectionProperties(collections: Readonly<Record<string, Collection>>, variant: Variant): JsonObject {
  return Object.fromEntries(
    Object.entries(collections).map(([name, collection]) => [name, collectionSchema(collection, variant)]),
  );
}

function collectionSchema(collection: Collection, variant: Variant): JsonObject {
  const { description, key, item, isRenamable, maxItems = MOST_ITEMS, collections = {} } = collection;
  const before = isRenamable ? { [FIRST_NAME]: NAMED_BEFORE } : {};
  const full = withMembers(forEditors(item), before, collectionProperties(collections, variant));
  const isNested = Object.keys(collections).length > 0;
  return {
    type: 'object',
    ...described(description),
    propertyNames: forEditors(key),
    maxProperties: maxItems,
    // In an extension, an item without properties of its own only leads to items deeper down.
    additionalProperties: isNested && variant === 'extension' ? { anyOf: [full, passThrough(collections)] } : full,
  };
}

function passThrough(collections: Readonly<Record<string, Collection>>): JsonObject {
  return { type: 'object', properties: collectionProperties(collections, 'extension'), additionalProperties: false };
}

/** What a field may say depends on its type: each is a variant of its own, so that an editor offers just that. */
function fieldVariants({ collections }: Kind): JsonObject {
  const type: JsonObject = {
    enum: FIELD_TYPE_NAMES,
    ...described('Type of the values.'),
    markdownEnumDescriptions: FIELD_TYPE_NAMES.map((name) => fieldTypes[name].description),
  };
  const variants = FIELD_TYPE_NAMES.map((name) => ({
    if: { properties: { type: { const: name } }, required: ['type'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: fieldVariant(name, type, collections),
  }));
  return { type: 'object', properties: { type }, required: ['label', 'type', 'order'], allOf: variants };
}

function fieldVariant(name: FieldTypeName, type: JsonObject, collections: Kind['collections']): JsonObject {
  const { valueClass } = fieldTypes[name];
  const hasValues = valueClass === 'choice' || valueClass === 'choices';
  const schema = wholeFile({ collections: hasValues ? collections : {} }, fieldSchemaOf(name));
  return { ...schema, properties: { ...(schema.properties as JsonObject), type } }; // an object schema
}

/** npm's part of package.json is npm's to judge: ours are the name, the version and `formwork`. */
function manifestSchema(): JsonObject {
  return editorDocument(
    { title: 'Metadata package', description: kinds.package.description },
    {
      type: 'object',
      properties: {
        name: {
          type: 'string',
          maxLength: 214,
          pattern: '^(?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*$',
          ...described('Name of the package, as npm has them: `@acme/orders`.'),
        },
        version: {
          type: 'string',
          pattern: '^[v=\\s]*\\d+\\.\\d+\\.\\d+',
          ...described('Semantic version of the package: `1.0.0`.'),
        },
        dependencies: {
          type: 'object',
          ...described('The packages whose components it names or adds to, each with a range of versions.'),
        },
        formwork: forEditors(FormworkField),
      },
      required: ['name', 'version', 'formwork'],
    },
  );
}
