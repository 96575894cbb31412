import type { Expression, Operand, Operator } from '../../platform/expressions/expression.ts';
import { soundLike } from '../../platform/expressions/pattern.ts';
import { parseCalendarDate, parseInstant } from '../../platform/fields/calendar.ts';
import { parseDecimal } from '../../platform/fields/decimal.ts';
import type { ValueClass } from '../../platform/fields/field-type.ts';
import { parseRecordId } from '../../platform/fields/record-id.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import { daysOf } from './date-literals.ts';
import { DATE_LITERAL, type Query } from './query.ts';
import { dayIn, firstDayOfWeek, startOfDay } from './time-zone.ts';
import { atPath } from './unknown-names.ts';

/** First segment of the path that stands for a literal lifted out of a plan's condition. */
export const VALUE = '$Value';

/** Whose day it is when a query says TODAY. */
export interface Clock {
  readonly now: Date;
  readonly timeZone: string;
  readonly locale: string;
}

/** The left side of a comparison. */
export interface FilterSubject {
  readonly path: readonly string[];
  readonly valueClass: ValueClass;
  readonly field?: FieldDef;
}

export interface Comparison {
  readonly query: Query;
  readonly clock: Clock;
  /** Puts a literal among the plan's values and answers the path that stands for it. */
  readonly lift: (value: Scalar | readonly Scalar[]) => readonly string[];
}

type Scalar = string | number | boolean;
type Compare = Extract<Expression, { kind: 'compare' }>;

/** Checks one comparison against the type of its subject and lifts its literals. */
export function planComparison(subject: FilterSubject, compare: Compare, comparison: Comparison): Expression {
  checkOperator(subject, compare.operator, comparison.query);
  const { operand, operator } = compare;
  // The form of a pattern is part of the statement, and a blank takes no parameter.
  if (operator === 'isBlank' || operator === 'matches' || isBlank(operand)) return compare;
  if (operand.kind === 'fact')
    return operand.path[0] === DATE_LITERAL ? planDate(subject, compare, operand.path, comparison) : compare;
  const given = operand.kind === 'list' ? operand.values : [operand.value];
  const values = given.flatMap((value) => (value === null ? [] : [literal(subject, value, comparison)]));
  if (subject.valueClass === 'choices') return planChoices(compare, values, comparison);
  if (operator === 'like') return lifted(compare, comparison.lift(soundLike(String(values[0]))));
  return lifted(compare, comparison.lift(operator === 'in' || operator === 'notIn' ? values : (values[0] ?? '')));
}

function isBlank(operand: Operand): boolean {
  if (operand.kind === 'list') return operand.values.every((value) => value === null);
  return operand.kind === 'literal' && (operand.value === null || operand.value === '');
}

/** Each set of choices, written `a;b`, becomes a comparison of its own. */
function planChoices(compare: Compare, values: readonly Scalar[], comparison: Comparison): Expression {
  const terms = values.map((value) => lifted(compare, comparison.lift(String(value).split(';'))));
  return { kind: compare.operator === 'excludes' || compare.operator === 'notEqual' ? 'and' : 'or', terms };
}

function lifted(compare: Compare, path: readonly string[]): Expression {
  return { ...compare, operand: { kind: 'fact', path } };
}

const ORDERING: readonly Operator[] = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const EQUALITY: readonly Operator[] = ['equal', 'notEqual', 'in', 'notIn', 'isBlank'];
const TEXT: readonly Operator[] = ['contains', 'doesNotContain', 'startsWith', 'like', 'matches'];

const OPERATORS_OF: Readonly<Record<ValueClass, readonly Operator[]>> = {
  text: [...EQUALITY, ...ORDERING, ...TEXT],
  choice: [...EQUALITY, ...ORDERING, ...TEXT],
  number: [...EQUALITY, ...ORDERING],
  date: [...EQUALITY, ...ORDERING],
  datetime: [...EQUALITY, ...ORDERING],
  boolean: EQUALITY,
  id: [...EQUALITY, ...ORDERING],
  choices: ['equal', 'notEqual', 'includes', 'excludes', 'isBlank'],
};

function checkOperator(subject: FilterSubject, operator: Operator, query: Query): void {
  if (OPERATORS_OF[subject.valueClass].includes(operator)) return;
  throw atPath(
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid operator on ${typeName(subject)} field: ${operator} cannot be used with ${subject.path.join('.')}`,
    query,
    subject.path,
  );
}

/** Salesforce's name of the type, which its messages use. */
function typeName(subject: FilterSubject): string {
  const names: Readonly<Record<ValueClass, string>> = {
    text: 'string',
    choice: 'string',
    choices: 'multipicklist',
    number: 'double',
    boolean: 'boolean',
    date: 'date',
    datetime: 'dateTime',
    id: 'id',
  };
  const isReference = subject.field !== undefined && subject.field.name !== 'Id' && subject.valueClass === 'id';
  return isReference ? 'reference' : names[subject.valueClass];
}

type Parse = (value: Scalar) => Scalar | undefined;
const asText: Parse = (value) => (typeof value === 'string' && isStorable(value) ? value : undefined);

const PARSERS: Readonly<Record<ValueClass, Parse>> = {
  text: asText,
  choice: asText,
  choices: asText,
  number: (value) => (typeof value === 'boolean' ? undefined : parseDecimal(String(value))),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => (typeof value === 'string' ? parseCalendarDate(value) : undefined),
  datetime: (value) => (typeof value === 'string' ? parseInstant(value) : undefined),
  id: (value) => (typeof value === 'string' ? parseRecordId(value) : undefined),
};

/** PostgreSQL's text holds neither NUL nor half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

function literal(subject: FilterSubject, value: Scalar, comparison: Comparison): Scalar {
  const isQuoted = typeof value === 'string';
  const isQuotable = ['text', 'choice', 'choices', 'id'].includes(subject.valueClass);
  const isSoqlType = comparison.query.soql === undefined || isQuoted === isQuotable;
  const parsed = isSoqlType ? PARSERS[subject.valueClass](value) : undefined;
  if (parsed !== undefined) return parsed;
  if (subject.valueClass === 'id' && isQuoted)
    throw atPath('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${value}`, comparison.query, subject.path);
  throw wrongType(subject, comparison.query);
}

function wrongType(subject: FilterSubject, query: Query) {
  const isQuotable = ['text', 'choice', 'choices', 'id'].includes(subject.valueClass);
  const quotes = isQuotable ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  const message = `value of filter criterion for field '${subject.path.at(-1)}' must be of type ${typeName(subject)} and ${quotes}`;
  return atPath('INVALID_FIELD', message, query, subject.path);
}

/** A SOQL date: a day on a date field, an instant on a date-time field, or a stretch of days on either. */
function planDate(
  subject: FilterSubject,
  compare: Compare,
  path: readonly string[],
  comparison: Comparison,
): Expression {
  const [, name = '', count = '0'] = path;
  if (subject.valueClass !== 'date' && subject.valueClass !== 'datetime') throw wrongType(subject, comparison.query);
  if (/^\d/.test(name)) {
    const parsed = PARSERS[subject.valueClass](name);
    if (parsed === undefined) throw wrongType(subject, comparison.query);
    return lifted(compare, comparison.lift(parsed));
  }
  const { clock } = comparison;
  const days = daysOf(name, Number(count), dayIn(clock.now, clock.timeZone), firstDayOfWeek(clock.locale));
  const edge = (day: string) => (subject.valueClass === 'date' ? day : startOfDay(day, clock.timeZone));
  const against = (operator: Operator, day: string) => lifted({ ...compare, operator }, comparison.lift(edge(day)));
  switch (compare.operator) {
    case 'lessThan':
      return against('lessThan', days.start);
    case 'lessThanInclusive':
      return against('lessThan', days.end);
    case 'greaterThan':
      return against('greaterThanInclusive', days.end);
    case 'greaterThanInclusive':
      return against('greaterThanInclusive', days.start);
    default:
      return {
        kind: 'and',
        terms: [against('greaterThanInclusive', days.start), against('lessThan', days.end)],
      };
  }
}
