import type { TSchema } from 'typebox';
import type { Json } from '../../platform/json.ts';
import { ApiName, FieldPath, RelationshipName } from '../../platform/kinds/kind.ts';
import type { PropertyDoc } from './doc.ts';

/** The properties of an object schema as people read them: type, whether required, default, allowed values, meaning. */
export function propertyDocs(schema: TSchema, idPrefix = ''): PropertyDoc[] {
  const { properties = {}, required = [] } = schema as Keywords; // the keywords that our schemas use
  return Object.entries(properties).map(([name, property]) =>
    propertyDoc(name, property, { isRequired: required.includes(name), idPrefix }),
  );
}

/** What may stand where a schema holds, in words: "text of 1 to 255 characters". */
export function typeWords(schema: TSchema): string {
  const { anyOf, const: constant, conditionPlace, type } = schema as Keywords; // the keywords that our schemas use
  if (conditionPlace !== undefined) return 'a [condition](conditions)';
  if (constant !== undefined) return literal(constant);
  if (anyOf !== undefined) return unionWords(anyOf);
  const words: Readonly<Record<string, (keywords: Keywords) => string>> = {
    string: textWords,
    number: numberWords,
    integer: numberWords,
    boolean: () => '`true` or `false`',
    null: () => '`null`',
    array: listWords,
    object: ({ patternProperties = {} }) =>
      Object.keys(patternProperties).length > 0 ? 'an object of any keys' : 'an object',
  };
  return words[type ?? '']?.(schema as Keywords) ?? 'any value';
}

interface Keywords {
  readonly type?: string;
  readonly const?: Json;
  readonly anyOf?: readonly TSchema[];
  readonly conditionPlace?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

function propertyDoc(
  name: string,
  schema: TSchema,
  { isRequired, idPrefix }: { readonly isRequired: boolean; readonly idPrefix: string },
): PropertyDoc {
  const { description = '', default: fallback, anyOf = [] } = schema as Keywords;
  const id = `${idPrefix}${name}`;
  const choices = anyOf.flatMap((branch) => {
    const { const: constant, description: words } = branch as Keywords;
    return constant === undefined || words === undefined ? [] : [{ value: String(constant), description: words }];
  });
  const shapes = shapesOf(schema, `${id}.`);
  return {
    id,
    name,
    type:
      fallback === undefined ? typeWords(schema) : `${typeWords(schema)}; ${literal(fallback)} where nothing is said`,
    isRequired,
    description,
    ...(choices.length > 0 ? { choices } : {}),
    ...(shapes.length > 0 ? { shapes } : {}),
  };
}

/** The object that a property holds, or lists; of several shapes each, told apart by what it always says. */
function shapesOf(schema: TSchema, idPrefix: string): NonNullable<PropertyDoc['shapes']> {
  const { properties, items, anyOf } = schema as Keywords;
  if (items !== undefined) return shapesOf(items, idPrefix);
  if (properties !== undefined) return [{ properties: propertyDocs(schema, idPrefix) }];
  const objects = (anyOf ?? []).filter((branch) => (branch as Keywords).properties !== undefined);
  return objects.map((branch, index) => ({
    title: index === 0 ? 'Either' : 'Or',
    properties: propertyDocs(branch, `${idPrefix}${index + 1}.`),
  }));
}

function unionWords(branches: readonly TSchema[]): string {
  if (branches.every((branch) => (branch as Keywords).type === 'object')) return 'an object of one of these shapes';
  const words = [...new Set(branches.map(typeWords))];
  const isChoice = branches.every((branch) => (branch as Keywords).const !== undefined);
  return isChoice ? `one of ${words.join(', ')}` : words.join(', or ');
}

/** What our named texts are called; nobody reads regular expressions to learn what a name is. */
const NAMED_TEXTS: ReadonlyMap<string | undefined, string> = new Map(
  (
    [
      [ApiName(''), 'an API name'],
      [RelationshipName(''), 'the name of a relationship'],
      [FieldPath(''), 'a field, or a path to one such as `Account__r.Name`'],
    ] as const
  ).map(([schema, words]) => [(schema as Keywords).pattern, words]),
);

function textWords({ pattern, minLength = 0, maxLength }: Keywords): string {
  const named = pattern === undefined ? undefined : NAMED_TEXTS.get(pattern);
  if (named !== undefined) return named;
  if (maxLength === 1) return 'one character';
  const most = maxLength?.toLocaleString('en-US');
  if (most === undefined) return 'text';
  return minLength > 0 ? `text of ${minLength} to ${most} characters` : `text of up to ${most} characters`;
}

function numberWords({ type, minimum, maximum }: Keywords): string {
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  if (minimum === undefined || maximum === undefined) return noun;
  return `${noun} from ${minimum.toLocaleString('en-US')} to ${maximum.toLocaleString('en-US')}`;
}

function listWords({ items, minItems, maxItems, uniqueItems }: Keywords): string {
  const each = items === undefined ? 'anything' : typeWords(items);
  const least = minItems === undefined ? undefined : `at least ${minItems}`;
  const most = maxItems === undefined ? undefined : `at most ${maxItems.toLocaleString('en-US')}`;
  const count = [least, most, uniqueItems ? 'each once' : undefined].filter(Boolean).join(', ');
  return `a list, each item ${each}${count ? ` (${count})` : ''}`;
}

function literal(value: Json): string {
  return `\`${JSON.stringify(value)}\``;
}
