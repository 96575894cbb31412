import { parseCalendarDate, parseInstant } from '../fields/calendar.ts';
import { parseDecimal } from '../fields/decimal.ts';
import type { ValueClass } from '../fields/field-type.ts';
import { shorten } from '../fields/parsed-value.ts';
import type { Json, JsonObject } from '../json.ts';
import { nearMiss } from '../near-miss.ts';
import { type Expression, OPERATORS, type Operand, type Operator } from './expression.ts';
import { LIST_OPERATORS, operatorsOf } from './operators.ts';
import { checkPattern } from './pattern.ts';

/** What a path of a condition stands for. */
export interface FactType {
  readonly valueClass: ValueClass;
  readonly label: string;
  /** Values of a picklist; others can never be equal, so naming one is a mistake. */
  readonly choices?: readonly string[];
}

/** The facts that a condition may speak of where it stands. */
export interface ConditionScope {
  /** Undefined when there is no such fact. */
  typeOf(path: readonly string[]): FactType | undefined;
  /** Nearest path that exists, for messages. */
  nearest(path: readonly string[]): string | undefined;
}

/** One thing wrong with a condition; the pointer is relative to it. */
export interface ConditionProblem {
  readonly code:
    | 'INVALID_CONDITION'
    | 'TOO_MANY_COMPARISONS'
    | 'UNKNOWN_FACT'
    | 'UNKNOWN_OPERATOR'
    | 'WRONG_OPERATOR'
    | 'WRONG_VALUE';
  readonly pointer: string;
  readonly message: string;
  readonly found?: Json;
  readonly expected?: string;
  readonly suggestion?: string;
}

export interface ParsedCondition {
  /** Present when there are no problems. */
  readonly expression?: Expression;
  readonly problems: readonly ConditionProblem[];
}

const DEEPEST = 20;
/** More comparisons are a table of data written as a condition; a lookup or a picklist says it better and is quicker. */
export const MOST_COMPARISONS = 500;
/** Values that one comparison may list. */
export const MOST_VALUES = 1000;

/** A condition as authors write it becomes the one typed tree; all problems come back at once, each at its place. */
export function parseCondition(condition: unknown, scope: ConditionScope): ParsedCondition {
  const problems: ConditionProblem[] = [];
  const count = countComparisons(condition as Json); // anything: what is no condition has none
  if (count > MOST_COMPARISONS) return { problems: [tooManyComparisons(count)] };
  const expression = parseNode(condition as Json, { pointer: '', depth: 0, scope, problems }); // anything: parseNode checks
  return expression && problems.length === 0 ? { expression, problems } : { problems };
}

/** Without recursing: a condition may be deeper than the stack. */
function countComparisons(condition: Json): number {
  let count = 0;
  for (const left = [condition]; left.length > 0; ) {
    const node = left.pop();
    if (!isObject(node)) continue;
    if ('fact' in node) count++;
    for (const terms of [node.all, node.any]) if (Array.isArray(terms)) for (const term of terms) left.push(term);
    if (node.not !== undefined) left.push(node.not);
  }
  return count;
}

function tooManyComparisons(found: number): ConditionProblem {
  const message = `A condition makes at most ${MOST_COMPARISONS} comparisons, this one ${found.toLocaleString('en-US')}. Use "in" with a list, or a lookup or picklist that says the same.`;
  return { code: 'TOO_MANY_COMPARISONS', pointer: '', message, found, expected: `at most ${MOST_COMPARISONS}` };
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
  readonly scope: ConditionScope;
  readonly problems: ConditionProblem[];
}

function parseNode(node: Json, place: Place): Expression | undefined {
  if (!isObject(node))
    return complain(place, 'INVALID_CONDITION', 'A condition is an object.', { found: node, expected: SHAPES });
  if (place.depth > DEEPEST) return complain(place, 'INVALID_CONDITION', `Conditions nest at most ${DEEPEST} deep.`);
  const keys = Object.keys(node);
  const key = keys[0];
  if (keys.length === 1 && (key === 'all' || key === 'any')) return parseTerms(node[key] as Json, key, place); // own key
  if (keys.length === 1 && key === 'not') {
    const term = parseNode(node.not as Json, below(place, 'not')); // own key
    return term && { kind: 'not', term };
  }
  if ('fact' in node) return parseComparison(node, place);
  return complain(place, 'INVALID_CONDITION', 'This is no condition.', { found: keys.join(', '), expected: SHAPES });
}

const SHAPES = '{ "all": […] }, { "any": […] }, { "not": … } or { "fact": …, "operator": …, "value": … }';

function parseTerms(list: Json, key: 'all' | 'any', place: Place): Expression | undefined {
  const at = below(place, key);
  if (!Array.isArray(list) || list.length === 0) {
    return complain(at, 'INVALID_CONDITION', `"${key}" holds a list of one or more conditions.`, { found: list });
  }
  const terms = list.map((term: Json, index) => parseNode(term, below(at, String(index))));
  if (terms.some((term) => term === undefined)) return undefined;
  return { kind: key === 'all' ? 'and' : 'or', terms: terms.filter((term) => term !== undefined) };
}

function parseComparison(node: JsonObject, place: Place): Expression | undefined {
  const stray = Object.keys(node).filter((key) => key !== 'fact' && key !== 'operator' && key !== 'value');
  for (const key of stray)
    complain(below(place, key), 'INVALID_CONDITION', `A comparison has no "${shorten(key)}".`, {
      expected: 'fact, operator, value',
    });
  const path = parsePath(node.fact);
  if (!path)
    return complain(below(place, 'fact'), 'UNKNOWN_FACT', 'A fact is the path of a field, or a global.', {
      found: node.fact ?? null,
    });
  const type = place.scope.typeOf(path);
  if (!type) return unknownFact(path, below(place, 'fact'));
  const operator = parseOperator(node.operator, type, below(place, 'operator'));
  if (!operator || stray.length > 0) return undefined;
  return parseOperand(node.value, { path, operator, type }, below(place, 'value'));
}

interface LeftSide {
  readonly path: readonly string[];
  readonly operator: Operator;
  readonly type: FactType;
}

function parseOperand(value: Json | undefined, left: LeftSide, place: Place): Expression | undefined {
  const { path, operator, type } = left;
  if (operator === 'isBlank') {
    if (typeof value !== 'boolean')
      return complain(place, 'WRONG_VALUE', '"isBlank" takes true or false.', {
        found: value ?? null,
        expected: 'true or false',
      });
    return { kind: 'compare', path, operator, operand: { kind: 'literal', value } };
  }
  if (value === null && (operator === 'equal' || operator === 'notEqual')) {
    return { kind: 'compare', path, operator: 'isBlank', operand: { kind: 'literal', value: operator === 'equal' } };
  }
  const operand = isObject(value) ? parseFactOperand(value, left, place) : parseLiteralOperand(value, left, place);
  if (operand?.kind === 'literal' && operator === 'matches') {
    const refusal = checkPattern(String(operand.value));
    if (refusal)
      return complain(place, 'WRONG_VALUE', `This pattern cannot be used: ${refusal}.`, { found: operand.value });
  }
  return operand && type && { kind: 'compare', path, operator, operand };
}

function parseFactOperand(value: JsonObject, { operator, type }: LeftSide, place: Place): Operand | undefined {
  const path = Object.keys(value).length === 1 ? parsePath(value.fact) : undefined;
  if (!path)
    return complain(place, 'WRONG_VALUE', 'A value is a literal, or { "fact": … }.', {
      found: Object.keys(value).join(', '),
    });
  const other = place.scope.typeOf(path);
  if (!other) return unknownFact(path, below(place, 'fact'));
  if (operator === 'matches' || LIST_OPERATORS.has(operator)) {
    return complain(place, 'WRONG_VALUE', `"${operator}" takes literal values.`, { found: path.join('.') });
  }
  if (!areComparable(type.valueClass, other.valueClass)) {
    return complain(place, 'WRONG_VALUE', `${type.label} cannot be compared with ${other.label}.`, {
      found: other.valueClass,
      expected: type.valueClass,
    });
  }
  return { kind: 'fact', path };
}

function parseLiteralOperand(value: Json | undefined, { operator, type }: LeftSide, place: Place): Operand | undefined {
  if (!LIST_OPERATORS.has(operator)) {
    const literal = parseLiteral(value, type, operator, place);
    return literal === undefined ? undefined : { kind: 'literal', value: literal };
  }
  if (!Array.isArray(value) || value.length === 0) {
    return complain(place, 'WRONG_VALUE', `"${operator}" takes a list of one or more values.`, {
      found: value ?? null,
    });
  }
  if (value.length > MOST_VALUES) {
    const message = `"${operator}" takes at most ${MOST_VALUES} values; here are ${value.length.toLocaleString('en-US')}.`;
    return complain(place, 'WRONG_VALUE', message, { found: value.length, expected: `at most ${MOST_VALUES} values` });
  }
  const values = value.map((each: Json, index) => parseLiteral(each, type, operator, below(place, String(index))));
  if (values.some((each) => each === undefined)) return undefined;
  return { kind: 'list', values: values.filter((each) => each !== undefined) };
}

function parseLiteral(
  value: Json | undefined,
  type: FactType,
  operator: Operator,
  place: Place,
): string | number | boolean | undefined {
  const expected = EXPECTED[type.valueClass];
  const parsed =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? literalParsers[type.valueClass](value)
      : undefined;
  if (parsed === undefined) {
    return complain(place, 'WRONG_VALUE', `${type.label} cannot be compared with this value.`, {
      found: value ?? null,
      expected,
    });
  }
  const isWhole = operator === 'equal' || operator === 'notEqual' || LIST_OPERATORS.has(operator);
  const unknown =
    isWhole && type.choices
      ? String(parsed)
          .split(type.valueClass === 'choices' ? ';' : '\0')
          .find((each) => !type.choices?.includes(each))
      : undefined;
  if (unknown !== undefined) {
    const suggestion = nearMiss(unknown, type.choices ?? []);
    return complain(place, 'WRONG_VALUE', `${type.label} has no value "${shorten(unknown)}".`, {
      found: parsed,
      expected: `one of ${(type.choices ?? []).slice(0, 20).join(', ')}`,
      ...(suggestion ? { suggestion } : {}),
    });
  }
  return parsed;
}

type Literal = string | number | boolean;

const asText = (value: Literal) => (typeof value === 'string' ? value : undefined);

const literalParsers: Readonly<Record<ValueClass, (value: Literal) => Literal | undefined>> = {
  text: asText,
  choice: asText,
  choices: asText,
  id: asText,
  number: (value) => (typeof value === 'boolean' ? undefined : parseDecimal(String(value))),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => (typeof value === 'string' ? parseCalendarDate(value) : undefined),
  datetime: (value) => (typeof value === 'string' ? parseInstant(value) : undefined),
};

const EXPECTED: Readonly<Record<ValueClass, string>> = {
  text: 'a text',
  choice: 'a picklist value',
  choices: 'a picklist value',
  id: 'a record id',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-01-31',
  datetime: 'a date and time such as 2026-01-31T12:00:00Z',
};

function parseOperator(value: Json | undefined, type: FactType, place: Place): Operator | undefined {
  const operator = OPERATORS.find((each) => each === value);
  const allowed = operatorsOf[type.valueClass];
  if (!operator) {
    const suggestion = nearMiss(String(value), allowed);
    return complain(place, 'UNKNOWN_OPERATOR', 'There is no such operator.', {
      found: value ?? null,
      expected: `one of ${allowed.join(', ')}`,
      ...(suggestion ? { suggestion } : {}),
    });
  }
  if (!allowed.includes(operator)) {
    return complain(place, 'WRONG_OPERATOR', `"${operator}" does not fit ${type.label}.`, {
      found: operator,
      expected: `one of ${allowed.join(', ')}`,
    });
  }
  return operator;
}

function unknownFact(path: readonly string[], place: Place): undefined {
  const suggestion = place.scope.nearest(path);
  const name = path.join('.');
  return complain(place, 'UNKNOWN_FACT', `There is no field or global "${shorten(name)}" here.`, {
    found: name,
    ...(suggestion ? { suggestion } : {}),
  });
}

function parsePath(value: Json | undefined): readonly string[] | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined;
  const path = value.split('.');
  return path.length <= 7 && path.every((name) => /^\$?[A-Za-z][A-Za-z0-9_]*$/.test(name)) ? path : undefined;
}

/** Texts of all kinds compare with each other, a date with a date; nothing else mixes. */
function areComparable(left: ValueClass, right: ValueClass): boolean {
  const isText = (valueClass: ValueClass) => valueClass === 'text' || valueClass === 'choice';
  return left === right || (isText(left) && isText(right));
}

function complain(
  place: Place,
  code: ConditionProblem['code'],
  message: string,
  more: Partial<ConditionProblem> = {},
): undefined {
  place.problems.push({ code, pointer: place.pointer, message, ...more });
}

function below(place: Place, key: string): Place {
  return {
    ...place,
    depth: place.depth + 1,
    pointer: `${place.pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
