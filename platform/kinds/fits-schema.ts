import type { TSchema } from 'typebox';
import type { Json, JsonObject } from '../json.ts';

/**
 * Whether a value surely fits a schema. Nearly all do, and are told so without a pointer being written or a finding
 * made; of the others, and of schemas with other keywords than these, `checkSchema` says what is wrong, if anything.
 */
export function fitsSchema(schema: TSchema, value: Json): boolean {
  let fits = known.get(schema);
  if (fits === undefined) {
    fits = compileFit(schema as Keywords); // the JSON Schema keywords that our kinds use
    known.set(schema, fits);
  }
  return fits(value);
}

type Fits = (value: Json) => boolean;

/** Pure results, forgotten with the schema. */
const known = new WeakMap<TSchema, Fits>();

interface Keywords {
  readonly type?: string;
  readonly anyOf?: readonly TSchema[];
  readonly const?: Json;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Keywords that this file knows, and those that say nothing about the value. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['type', 'anyOf', 'const', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'description', 'title', 'default', 'examples'],
]);

function compileFit(schema: Keywords): Fits {
  const { type, anyOf } = schema;
  if (!Object.keys(schema).every((name) => KNOWN.has(name) || name.startsWith('~'))) return () => false;
  if ('const' in schema) return (value) => value === schema.const;
  if (anyOf !== undefined) return (value) => anyOf.some((each) => fitsSchema(each, value));
  if (type === 'object') return fitsObject(schema);
  if (type === 'array') return fitsArray(schema);
  if (type === 'string') return fitsText(schema);
  if (type === 'number' || type === 'integer') return fitsNumber(schema);
  if (type === 'boolean') return (value) => typeof value === 'boolean';
  return () => false;
}

function fitsObject({ properties = {}, required = [], additionalProperties }: Keywords): Fits {
  const schemas = new Map(Object.entries(properties));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const object = value as JsonObject; // neither null nor a list
    for (const name of required) if (!Object.hasOwn(object, name)) return false;
    for (const [name, member] of Object.entries(object)) {
      const schema = schemas.get(name);
      if (schema === undefined ? additionalProperties === false : !fitsSchema(schema, member)) return false;
    }
    return true;
  };
}

function fitsArray({ items, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Keywords): Fits {
  return (value) =>
    Array.isArray(value) &&
    value.length >= minItems &&
    value.length <= maxItems &&
    (items === undefined || value.every((item: Json) => fitsSchema(items, item)));
}

/** Characters as people count them are never more than code units, so these are enough for an upper bound alone. */
function fitsText({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: Keywords): Fits {
  if (minLength > 1) return () => false;
  const matches = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  return (value) =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (matches === undefined || matches.test(value));
}

function fitsNumber({ type, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Keywords): Fits {
  return (value) =>
    typeof value === 'number' &&
    (type === 'integer' ? Number.isInteger(value) : Number.isFinite(value)) &&
    value >= minimum &&
    value <= maximum;
}
