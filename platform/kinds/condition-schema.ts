import { OPERATORS, type Operator } from '../expressions/expression.ts';
import { LIST_OPERATORS, operatorsOf, operatorWords } from '../expressions/operators.ts';
import { MOST_VALUES } from '../expressions/parse-condition.ts';
import type { Json, JsonObject } from '../json.ts';
import { CLOCK, CONDITION_GLOBALS, type ConditionPlace, type GlobalFact, USER_FIELDS } from './condition-scope.ts';

/**
 * JSON Schema of the condition language where it stands: its shapes, operators and globals. What depends on the object
 * (which fields there are, which operators fit their types) is beyond a schema; the check knows it.
 *
 * @param self where the schema itself is to be found, for conditions within conditions
 */
export function conditionSchema(place: ConditionPlace, self: string): JsonObject {
  const terms = { type: 'array', minItems: 1, items: { $ref: self } };
  return {
    type: 'object',
    anyOf: [
      combination('all', { ...terms, description: 'Every one of these must hold.' }),
      combination('any', { ...terms, description: 'One of these must hold.' }),
      combination('not', { $ref: self, description: 'This must not hold.' }),
      comparison(place),
    ],
  };
}

/** A global as conditions write it, and what it stands for. */
export interface GlobalWords {
  readonly written: readonly string[];
  readonly description: string;
}

/** How each global is written; `<Field>` and `<ChildRelationship>` stand for a name. */
export const globalWords: Readonly<Record<GlobalFact, GlobalWords>> = {
  $User: { written: [...USER_FIELDS].map((field) => `$User.${field}`), description: 'Who acts.' },
  $Clock: { written: [...CLOCK.keys()], description: 'The moment, and the day where the person is.' },
  $IsNew: { written: ['$IsNew'], description: 'True while the record is being created.' },
  $Prior: { written: ['$Prior.<Field>'], description: 'What a field held before the save; blank on a new record.' },
  $Count: {
    written: ['$Count.<ChildRelationship>'],
    description: 'How many records point to this one by a relationship.',
  },
};

function combination(key: string, schema: JsonObject): JsonObject {
  return { type: 'object', properties: { [key]: schema }, required: [key], additionalProperties: false };
}

function comparison(place: ConditionPlace): JsonObject {
  const fact = factSchema(place);
  const literal = (...types: readonly string[]) => [{ type: types }, ...(place === 'scenario' ? [RECORD] : [])];
  const factOr = (...types: readonly string[]) => ({ anyOf: [...literal(...types), combination('fact', fact)] });
  return {
    type: 'object',
    properties: {
      fact: { ...fact, description: 'A field of the record, a path to one such as `Account__r.Name`, or a global.' },
      operator: {
        enum: OPERATORS,
        description: 'How the fact and the value compare.',
        markdownEnumDescriptions: OPERATORS.map((each) => `… ${operatorWords[each]} …`),
      },
      value: { description: 'What to compare with: a literal, a list of them, or `{ "fact": … }` for another fact.' },
    },
    required: ['fact', 'operator', 'value'],
    additionalProperties: false,
    allOf: [
      whenOperator(LISTS, {
        type: 'array',
        minItems: 1,
        maxItems: MOST_VALUES,
        items: { anyOf: literal('string', 'number', 'boolean') },
      }),
      whenOperator(['isBlank'], { type: 'boolean' }),
      whenOperator(['matches'], { anyOf: literal('string') }),
      whenOperator(TEXTS, factOr('string')),
      whenOperator(EQUALITY, factOr('string', 'number', 'boolean', 'null')),
      whenOperator(ORDER, factOr('string', 'number', 'boolean')),
    ],
  };
}

const LISTS = OPERATORS.filter((operator) => LIST_OPERATORS.has(operator));
const EQUALITY: readonly Operator[] = ['equal', 'notEqual'];
const ORDER = operatorsOf.number.filter(
  (operator) => !operatorsOf.boolean.includes(operator) && !LISTS.includes(operator),
);
const TEXTS = operatorsOf.choice.filter((operator) => !operatorsOf.number.includes(operator) && operator !== 'matches');

function whenOperator(operators: readonly Operator[], value: JsonObject): JsonObject {
  return {
    if: { properties: { operator: { enum: operators } }, required: ['operator'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword
    then: { properties: { value } },
  };
}

/** A person or record of a scenario, by its name there. */
const RECORD = combination('ref', { type: 'string', description: 'The name of a person or an earlier record.' });

const STEP = '[A-Za-z][A-Za-z0-9_]*';

/** Names that exist are offered as they are; what only has the form of a name is matched. */
function factSchema(place: ConditionPlace): JsonObject {
  const written = CONDITION_GLOBALS[place].flatMap((global) => globalWords[global].written);
  const open = written.filter((name) => name.includes('<')).map((name) => name.replace(/<.*/, ''));
  const patterns = [
    `^${STEP}(?:\\.${STEP}){0,6}$`,
    ...open.map((prefix) => `^${prefix.replaceAll(/[$.]/g, '\\$&')}${STEP}$`),
  ];
  const alternatives: Json[] = [
    { enum: written.filter((name) => !name.includes('<')) },
    ...patterns.map((pattern) => ({ pattern })),
  ];
  return { type: 'string', maxLength: 200, anyOf: alternatives };
}
