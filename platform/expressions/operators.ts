import type { ValueClass } from '../fields/field-type.ts';
import type { Operator } from './expression.ts';

const EQUALITY = ['equal', 'notEqual', 'in', 'notIn', 'isBlank'] as const;
const ORDER = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const;
const TEXT = ['contains', 'doesNotContain', 'startsWith', 'like', 'matches'] as const;

/** The operators that make sense for each class of values; all others are refused when a condition is checked. */
export const operatorsOf: Readonly<Record<ValueClass, readonly Operator[]>> = {
  text: [...EQUALITY, ...ORDER, ...TEXT],
  number: [...EQUALITY, ...ORDER],
  boolean: ['equal', 'notEqual', 'isBlank'],
  date: [...EQUALITY, ...ORDER],
  datetime: [...EQUALITY, ...ORDER],
  choice: [...EQUALITY, ...TEXT],
  choices: ['equal', 'notEqual', 'includes', 'excludes', 'isBlank'],
  id: EQUALITY,
};

/** How an operator reads in a sentence: "Status is Draft". */
export const operatorWords: Readonly<Record<Operator, string>> = {
  equal: 'is',
  notEqual: 'is not',
  lessThan: 'is less than',
  lessThanInclusive: 'is at most',
  greaterThan: 'is greater than',
  greaterThanInclusive: 'is at least',
  in: 'is one of',
  notIn: 'is none of',
  contains: 'contains',
  doesNotContain: 'does not contain',
  startsWith: 'starts with',
  like: 'is like',
  includes: 'includes',
  excludes: 'excludes',
  isBlank: 'is blank',
  matches: 'matches',
};

/** Operators whose right side is a list. */
export const LIST_OPERATORS: ReadonlySet<Operator> = new Set(['in', 'notIn', 'includes', 'excludes']);
