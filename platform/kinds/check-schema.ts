import type { TSchema } from 'typebox';
import { Errors } from 'typebox/value';
import { shorten } from '../fields/parsed-value.ts';
import type { Json, JsonObject } from '../json.ts';
import { nearMiss } from '../near-miss.ts';
import type { Finding } from './finding.ts';
import { fitsSchema } from './fits-schema.ts';

/**
 * Every way in which a value departs from a schema. Walks objects, lists and unions itself, so that each fault gets
 * its own pointer and near miss; leaves are TypeBox's to judge. No code is compiled: this runs in the browser, too.
 */
export function checkSchema(schema: TSchema, value: Json, pointer = ''): Finding[] {
  if (fitsSchema(schema, value)) return [];
  const shape = schema as Shape; // the JSON Schema keywords that our kinds use
  if (shape.anyOf !== undefined) return checkUnion(shape.anyOf, value, pointer);
  if (shape.type === 'object') return checkObject(shape, value, pointer);
  if (shape.type === 'array') return checkArray(shape, value, pointer);
  return checkLeaf(schema, value, pointer);
}

interface Shape {
  readonly type?: string;
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: TSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly const?: Json;
  readonly description?: string;
}

function checkObject(shape: Shape, value: Json, pointer: string): Finding[] {
  if (!isObject(value)) return [wrongType(value, pointer, 'an object')];
  const known = shape.properties ?? {};
  const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => missingProperty(name, known[name], pointer)),
    ...Object.entries(value).flatMap(([name, member]) => {
      const at = pointer + step(name);
      const schema = Object.hasOwn(known, name) ? known[name] : undefined;
      if (schema !== undefined) return checkSchema(schema, member, at);
      return shape.additionalProperties === false ? [unknownProperty(name, Object.keys(known), at)] : [];
    }),
  ];
}

function checkArray(shape: Shape, value: Json, pointer: string): Finding[] {
  if (!Array.isArray(value)) return [wrongType(value, pointer, 'a list')];
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items, uniqueItems } = shape;
  const findings =
    items === undefined ? [] : value.flatMap((item, index) => checkSchema(items, item, `${pointer}/${index}`));
  if (value.length < minItems) findings.push(wrongCount(value, pointer, `at least ${minItems}`));
  if (value.length > maxItems) findings.push(wrongCount(value, pointer, `at most ${maxItems}`));
  if (uniqueItems) findings.push(...repeatedItems(value, pointer));
  return findings;
}

/** Of several shapes, the one that the value comes closest to is taken as meant. */
function checkUnion(branches: readonly TSchema[], value: Json, pointer: string): Finding[] {
  const literals = branches.map((branch) => (branch as Shape).const); // undefined where a branch is no literal
  if (literals.every((literal) => literal !== undefined)) return checkLiterals(literals, value, pointer);
  const results = branches.map((branch) => ({ branch, findings: checkSchema(branch, value, pointer) }));
  if (results.some(({ findings }) => findings.length === 0)) return [];
  const objects = results.filter(({ branch }) => (branch as Shape).type === 'object');
  if (!isObject(value) || objects.length === 0) {
    const expected = branches.map((branch) => describeType(branch as Shape)).join(' or ');
    return [wrongType(value, pointer, expected)];
  }
  const [closest] = objects.sort((a, b) => distance(a, pointer) - distance(b, pointer));
  return closest?.findings ?? [];
}

/** A branch whose own literals fit (its discriminator) is closer than any other. */
function distance({ branch, findings }: { branch: TSchema; findings: readonly Finding[] }, pointer: string): number {
  const properties = Object.entries((branch as Shape).properties ?? {});
  const literals = properties
    .filter(([, schema]) => (schema as Shape).const !== undefined)
    .map(([name]) => pointer + step(name));
  const isOther = findings.some((finding) => literals.includes(finding.pointer));
  return findings.length + (isOther ? 1000 : 0);
}

function checkLiterals(literals: readonly Json[], value: Json, pointer: string): Finding[] {
  if (literals.includes(value)) return [];
  const names = literals.map(String);
  const suggestion = typeof value === 'string' ? nearMiss(value, names) : undefined;
  return [
    {
      code: 'INVALID_VALUE',
      pointer,
      message: `${show(value)} is not one of ${names.join(', ')}.`,
      found: value,
      expected: `one of ${names.join(', ')}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  ];
}

function checkLeaf(schema: TSchema, value: Json, pointer: string): Finding[] {
  const [error] = Errors(schema, value);
  if (error === undefined) return [];
  if (error.keyword === 'type') return [wrongType(value, pointer, describeType(schema as Shape))];
  const { description } = schema as Shape;
  const hint = description === undefined ? '' : ` ${description}`;
  const expected = 'pattern' in error.params ? `text like ${error.params.pattern}` : error.message;
  return [
    {
      code: 'INVALID_VALUE',
      pointer,
      message: `${show(value)} cannot stand here: ${error.message}.${hint}`,
      found: value,
      expected,
    },
  ];
}

function missingProperty(name: string, schema: TSchema | undefined, pointer: string): Finding {
  const { description } = (schema ?? {}) as Shape;
  const hint = description === undefined ? '' : ` ${description}`;
  return {
    code: 'MISSING_PROPERTY',
    pointer,
    message: `The property "${name}" is missing.${hint}`,
    expected: `a property "${name}"`,
  };
}

function unknownProperty(name: string, known: readonly string[], pointer: string): Finding {
  const suggestion = nearMiss(name, known);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  return {
    code: 'UNKNOWN_PROPERTY',
    pointer,
    message: `There is no property "${shorten(name)}" here.${hint}`,
    found: name,
    expected: known.length === 0 ? 'no properties' : `one of ${known.join(', ')}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function wrongType(value: Json, pointer: string, expected: string): Finding {
  return {
    code: 'WRONG_TYPE',
    pointer,
    message: `Expected ${expected}, found ${show(value)}.`,
    found: value,
    expected,
  };
}

function wrongCount(value: readonly Json[], pointer: string, expected: string): Finding {
  const message = `Expected ${expected} items, found ${value.length}.`;
  return { code: 'WRONG_COUNT', pointer, message, found: value.length, expected: `${expected} items` };
}

function repeatedItems(value: readonly Json[], pointer: string): Finding[] {
  const seen = new Set<string>();
  return value.flatMap((item, index) => {
    const text = JSON.stringify(item);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [
      {
        code: 'DUPLICATE_ITEM',
        pointer: `${pointer}/${index}`,
        message: `${show(item)} stands here twice; keep one.`,
        found: item,
      },
    ];
  });
}

function describeType({ type, const: literal }: Shape): string {
  if (literal !== undefined) return show(literal);
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    null: 'null',
    object: 'an object',
    array: 'a list',
  };
  return words[type ?? ''] ?? 'another value';
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function step(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
