import { compareDecimals, parseDecimal } from '../fields/decimal.ts';
import type { StoredValue, ValueClass } from '../fields/field-type.ts';
import type { Expression, Operand, Operator } from './expression.ts';
import { compilePattern, isLike } from './pattern.ts';

/** A fact with the class that decides how it is compared. */
export interface Fact {
  readonly value: StoredValue;
  readonly valueClass: ValueClass;
}

/** What the paths of an expression stand for at this moment. */
export interface FactScope {
  readonly text?: 'exact' | 'ignoreCase';
  /** Throws for a path that the expression's check would have refused. */
  fact(path: readonly string[]): Fact;
}

/**
 * Whether an expression holds: the reference semantics, which SQL and json-rules-engine follow. Comparisons are
 * two-valued: a blank compared is false, and `not` of it true.
 */
export function evaluate(expression: Expression, scope: FactScope): boolean {
  switch (expression.kind) {
    case 'and':
      return expression.terms.every((term) => evaluate(term, scope));
    case 'or':
      return expression.terms.some((term) => evaluate(term, scope));
    case 'not':
      return !evaluate(expression.term, scope);
    case 'compare': {
      const { value, valueClass } = scope.fact(expression.path);
      return compareFact(
        { operator: expression.operator, left: value, valueClass, text: scope.text },
        resolve(expression.operand, scope),
      );
    }
  }
}

/** One comparison on resolved values. */
export interface Comparison {
  readonly operator: Operator;
  readonly left: StoredValue;
  readonly valueClass: ValueClass;
  readonly text?: 'exact' | 'ignoreCase' | undefined;
}

/** Applies an operator; `right` is one value or, for list operators, the values of the list. */
export function compareFact({ operator, left, valueClass, text }: Comparison, right: StoredValue): boolean {
  if (operator === 'isBlank') return isBlank(left) === (right !== false);
  if (isBlank(left) || isBlank(right)) return false;
  const [own, list] = [listOf(left), listOf(right)];
  if (!isFolded(valueClass, text)) return comparators[operator](own, list, valueClass);
  return comparators[operator](own.map(fold), list.map(fold), valueClass);
}

/** Blank: nothing, an empty text, an empty list. */
export function isBlank(value: StoredValue | undefined): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

type Scalar = string | number | boolean;
type Comparator = (left: readonly Scalar[], right: readonly Scalar[], valueClass: ValueClass) => boolean;

const comparators: Readonly<Record<Exclude<Operator, 'isBlank'>, Comparator>> = {
  equal: (left, right, valueClass) => isSame(left, right, valueClass),
  notEqual: (left, right, valueClass) => !isSame(left, right, valueClass),
  lessThan: (left, right, valueClass) => order(left[0], right[0], valueClass) < 0,
  lessThanInclusive: (left, right, valueClass) => order(left[0], right[0], valueClass) <= 0,
  greaterThan: (left, right, valueClass) => order(left[0], right[0], valueClass) > 0,
  greaterThanInclusive: (left, right, valueClass) => order(left[0], right[0], valueClass) >= 0,
  in: (left, right, valueClass) => right.some((each) => order(left[0], each, valueClass) === 0),
  notIn: (left, right, valueClass) => !right.some((each) => order(left[0], each, valueClass) === 0),
  contains: (left, right) => String(left[0]).includes(String(right[0])),
  doesNotContain: (left, right) => !String(left[0]).includes(String(right[0])),
  startsWith: (left, right) => String(left[0]).startsWith(String(right[0])),
  like: (left, right) => isLike(String(left[0]), String(right[0])),
  includes: (left, right) =>
    right.some((each) =>
      String(each)
        .split(';')
        .every((value) => left.includes(value)),
    ),
  excludes: (left, right) =>
    !right.some((each) =>
      String(each)
        .split(';')
        .every((value) => left.includes(value)),
    ),
  matches: (left, right) => compilePattern(String(right[0])).test(String(left[0])),
};

function resolve(operand: Operand, scope: FactScope): StoredValue {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'list':
      return operand.values.filter((value) => value !== null).map(String);
    case 'fact':
      return scope.fact(operand.path).value;
  }
}

function listOf(value: StoredValue): readonly Scalar[] {
  if (Array.isArray(value)) return value;
  return [value as Scalar]; // blanks and lists are gone here
}

function isFolded(valueClass: ValueClass, text: Comparison['text']): boolean {
  return text === 'ignoreCase' && (valueClass === 'text' || valueClass === 'choice' || valueClass === 'choices');
}

function fold(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function isSame(left: readonly Scalar[], right: readonly Scalar[], valueClass: ValueClass): boolean {
  if (valueClass !== 'choices') return order(left[0], right[0], valueClass) === 0;
  const wanted = right.flatMap((each) => String(each).split(';'));
  return new Set(left).size === new Set(wanted).size && wanted.every((each) => left.includes(each));
}

/** Negative, zero, positive; NaN (so that no comparison holds) where a value is not of its class. */
function order(left: Scalar | undefined, right: Scalar | undefined, valueClass: ValueClass): number {
  if (left === undefined || right === undefined) return Number.NaN;
  if (valueClass === 'number') {
    const [a, b] = [parseDecimal(String(left)), parseDecimal(String(right))];
    return a === undefined || b === undefined ? Number.NaN : compareDecimals(a, b);
  }
  if (valueClass === 'datetime') return Math.sign(Date.parse(String(left)) - Date.parse(String(right)));
  const [a, b] = [String(left), String(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
