import { type TObject, type TProperties, type TSchema, Type } from 'typebox';
import type { ConditionPlace } from './condition-scope.ts';

/** The metadata kinds; each is one folder of this directory and one line of `index.ts`. */
export const KIND_NAMES = [
  'package',
  'object',
  'field',
  'validationRule',
  'action',
  'listView',
  'page',
  'app',
  'permissionSet',
  'role',
  'sharingRule',
  'data',
  'scenario',
] as const;
export type KindName = (typeof KIND_NAMES)[number];

/** A collection of a component whose items are elements of their own, keyed by id, sorted by `order` then id. */
export interface Collection {
  /** What one item is called, e.g. "picklist value". */
  readonly itemLabel: string;
  /** What its items are for, in one sentence. */
  readonly description: string;
  /** What an item's key names: a free API name, or something that must exist elsewhere. */
  readonly key: TSchema;
  readonly item: TObject;
  /** Where an item has a name of its own: it may be renamed, and then says as `id` the name that it had first. */
  readonly isRenamable?: true;
  /** As many as one component may have; MOST_ITEMS where nothing is said. */
  readonly maxItems?: number;
  readonly collections?: Readonly<Record<string, Collection>>;
}

/** Items of one collection, where the kind does not say otherwise: what a person can still look through. */
export const MOST_ITEMS = 500;
/** Columns of a list: more than any screen holds; a wider look at records is an export. */
export const MOST_COLUMNS = 50;

/** One kind of metadata: where its files lie, what they may say, what an admin sees. */
export interface Kind {
  readonly name: KindName;
  readonly label: string;
  readonly pluralLabel: string;
  readonly description: string;
  /** Path in a package, e.g. `objects/{object}/fields/{name}.json`; `{name}` becomes the component's name. */
  readonly path: string;
  /** Properties of the component itself. */
  readonly properties: TObject;
  readonly collections: Readonly<Record<string, Collection>>;
  /** True where a dependent package may add items to the collections with a file that says `"extends": true`. */
  readonly isExtendable: boolean;
}

/** What a renamed component or item says first in its file: the name that it had first, by which it is the same still. */
export const FIRST_NAME = 'id';

/** API names: a letter, then letters, digits and single underscores; custom objects and fields end in `__c`. */
export const ApiName = (description: string) =>
  Type.String({ pattern: '^[A-Za-z](?:_?[A-Za-z0-9])*(?:__c)?$', maxLength: 43, description });

/** Names by which a parent reaches its children: `Contacts`, and `Requests__r` where the field is a custom one. */
export const RelationshipName = (description: string) =>
  Type.String({ pattern: '^[A-Za-z](?:_?[A-Za-z0-9])*(?:__r)?$', maxLength: 43, description });

/** A path to a field: up to five relationships, then the field: `Status__c`, `Provider__r.Name`. */
export const FieldPath = (description: string) =>
  Type.String({
    pattern: '^(?:[A-Za-z][A-Za-z0-9_]*\\.){0,5}[A-Za-z][A-Za-z0-9_]*$',
    maxLength: 200,
    description,
  });

export const Label = (description: string) => Type.String({ minLength: 1, maxLength: 255, description });
export const Text = (description: string) => Type.String({ maxLength: 4000, description });
export const Order = Type.Number({ description: 'Sort key; equal ones sort by name.' });
/** Any text on one line, `Yes/No` included: identities write `/` and `~` as JSON pointers do. */
export const ItemKey = (description: string) =>
  Type.String({ minLength: 1, maxLength: 255, pattern: '^[^\\u0000-\\u001f]+$', description });

/**
 * A condition; its inner shape is checked by platform/expressions, which gives better messages than a schema can. The
 * place says of which globals it may speak.
 */
export const ConditionSchema = (description: string, conditionPlace: ConditionPlace) =>
  Type.Unsafe<import('../expressions/expression.ts').Condition>({ type: 'object', description, conditionPlace });

/** A literal, or `{ "fact": … }` for the value of a field or global at that moment. */
export const ValueOrFact = (description: string) =>
  Type.Union(
    [
      Type.Object(
        {
          value: Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
            description: 'A fixed value; null empties the field.',
          }),
          order: Type.Optional(Order),
        },
        { additionalProperties: false },
      ),
      Type.Object(
        {
          fact: Type.String({
            minLength: 1,
            description: 'A field of the record, a path to one, or a global: `$User.Id`, `$Now`, `$Today`.',
          }),
          order: Type.Optional(Order),
        },
        { additionalProperties: false },
      ),
    ],
    { description },
  );

/** An object schema that refuses what it does not know. */
export function closed<P extends TProperties>(
  properties: P,
  options: { readonly description?: string } = {},
): TObject<P> {
  return Type.Object(properties, { ...options, additionalProperties: false }) as TObject<P>;
}
