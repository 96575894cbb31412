import { type RawBuilder, sql } from 'kysely';
import type { ValueClass } from '../fields/field-type.ts';
import type { Expression, Operand, Operator } from './expression.ts';
import { postgresPattern, soundLike } from './pattern.ts';

/** A piece of SQL. */
export type Sql = RawBuilder<unknown>;

/** A fact as SQL, and how its values compare. */
export interface SqlFact {
  readonly sql: Sql;
  readonly valueClass: ValueClass;
}

/** What the paths of a condition stand for in the statement that it becomes part of. */
export interface SqlScope {
  /** Text compared as it is written, or without case. */
  readonly text: 'exact' | 'ignoreCase';
  /** A column, a subselect or a typed parameter. Throws for a path that has no SQL. */
  fact(path: readonly string[]): SqlFact;
  /** What to send for a path that is known before the statement runs (a lifted literal); undefined for any other. */
  placeholder(path: readonly string[]): unknown;
  /** What to send for a literal. */
  literal(value: Literal | readonly Literal[]): unknown;
}

type Literal = string | number | boolean;

/**
 * SQL that is true for exactly the records for which `evaluate` is. It is written in negation normal form: a
 * comparison that is not negated stays bare, so that it can use an index (NULL counts as false there); a negated one
 * becomes `is not true`.
 */
export function expressionToSql(expression: Expression, scope: SqlScope): Sql {
  return toSql(expression, scope, 'holds');
}

/** The SQL types that a placeholder of a class is cast to. */
export const SQL_TYPES: Readonly<Record<ValueClass, { readonly one: Sql; readonly many: Sql }>> = {
  text: { one: sql`text`, many: sql`text[]` },
  choice: { one: sql`text`, many: sql`text[]` },
  choices: { one: sql`text`, many: sql`text[]` },
  id: { one: sql`text`, many: sql`text[]` },
  number: { one: sql`numeric`, many: sql`numeric[]` },
  boolean: { one: sql`boolean`, many: sql`boolean[]` },
  date: { one: sql`date`, many: sql`date[]` },
  datetime: { one: sql`timestamptz`, many: sql`timestamptz[]` },
};

type Polarity = 'holds' | 'fails';
type Comparison = Extract<Expression, { kind: 'compare' }>;

const TRUE = sql`true`;
const FALSE = sql`false`;

function toSql(expression: Expression, scope: SqlScope, polarity: Polarity): Sql {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const terms = expression.terms.map((term) => toSql(term, scope, polarity));
      return (expression.kind === 'and') === (polarity === 'holds') ? allOf(terms) : anyOf(terms);
    }
    case 'not':
      return toSql(expression.term, scope, polarity === 'holds' ? 'fails' : 'holds');
    case 'compare':
      return comparisonToSql(expression, scope, polarity);
  }
}

/** All terms hold; true when there are none. */
export function allOf(terms: readonly Sql[]): Sql {
  if (terms.length === 1 && terms[0]) return terms[0];
  return terms.length === 0 ? TRUE : sql`(${sql.join(terms, sql` and `)})`;
}

/** One of the terms holds; false when there are none. */
export function anyOf(terms: readonly Sql[]): Sql {
  if (terms.length === 1 && terms[0]) return terms[0];
  return terms.length === 0 ? FALSE : sql`(${sql.join(terms, sql` or `)})`;
}

function comparisonToSql(comparison: Comparison, scope: SqlScope, polarity: Polarity): Sql {
  const left = scope.fact(comparison.path);
  if (comparison.operator === 'isBlank') return blankToSql(left, comparison.operand, polarity);
  const right = rightSide(comparison, left.valueClass, scope);
  const compile = COMPILERS[comparison.operator];
  const holds = right === undefined ? FALSE : compile({ left, right, text: scope.text });
  return polarity === 'holds' ? holds : sql`(${holds}) is not true`;
}

/** `isBlank` true or false; a list without entries is blank too. */
function blankToSql(left: SqlFact, operand: Operand, polarity: Polarity): Sql {
  const isWanted = (operand.kind !== 'literal' || operand.value !== false) === (polarity === 'holds');
  return isWanted ? sql`${left.sql} is null` : sql`${left.sql} is not null`;
}

/** Undefined for a blank, with which nothing compares. */
function rightSide({ operator, operand }: Comparison, valueClass: ValueClass, scope: SqlScope): Right | undefined {
  if (operand.kind === 'fact') return factSide({ operator, path: operand.path }, valueClass, scope);
  const values = (operand.kind === 'list' ? operand.values : [operand.value]).filter((value) => value !== null);
  if (values.length === 0 || (operand.kind === 'literal' && values[0] === '')) return undefined;
  const types = SQL_TYPES[valueClass];
  const cast = (value: unknown, type: Sql) => sql`${value}::${type}`;
  return {
    one: cast(scope.literal(sendable(operator, values[0] ?? '')), types.one),
    many: cast(scope.literal(values), types.many),
    sets: values.map((value) => cast(scope.literal(String(value).split(';')), types.many)),
  };
}

function sendable(operator: Operator, value: Literal): Literal {
  if (operator === 'matches') return postgresPattern(String(value));
  return operator === 'like' ? soundLike(String(value)) : value;
}

function factSide(
  { operator, path }: { readonly operator: Operator; readonly path: readonly string[] },
  valueClass: ValueClass,
  scope: SqlScope,
): Right {
  const types = SQL_TYPES[valueClass];
  const placeholder = scope.placeholder(path);
  if (placeholder !== undefined) {
    const many = sql`${placeholder}::${types.many}`;
    return { one: sql`${placeholder}::${types.one}`, many, sets: [many] };
  }
  const value = scope.fact(path).sql;
  const fact = operator === 'like' ? soundLikeSql(value) : value;
  return { one: fact, many: sql`array[${fact}]`, sets: [fact] };
}

/** What `soundLike` does, for a pattern that stands in a column. */
function soundLikeSql(pattern: Sql): Sql {
  return sql`regexp_replace(${pattern}, '(^|[^\\\\])((\\\\\\\\)*)\\\\$', '\\1\\2\\\\\\\\')`;
}

/** The right side in the form that its operator takes: one value, a list, or several sets of choices. */
interface Right {
  readonly one: Sql;
  readonly many: Sql;
  readonly sets: readonly Sql[];
}

interface Sides {
  readonly left: SqlFact;
  readonly right: Right;
  readonly text: SqlScope['text'];
}

type Compile = (sides: Sides) => Sql;

const equal: Compile = (sides) =>
  sides.left.valueClass === 'choices'
    ? isSameSet(sides)
    : sql`${fold(sides.left.sql, sides)} = ${fold(sides.right.one, sides)}`;
const isIn: Compile = (sides) => sql`${fold(sides.left.sql, sides)} = any(${foldMany(sides.right.many, sides)})`;
const contains: Compile = (sides) => sql`strpos(${fold(sides.left.sql, sides)}, ${fold(sides.right.one, sides)}) > 0`;
/** All choices of one of the sets are there. */
const includes: Compile = (sides) =>
  anyOf(sides.right.sets.map((set) => sql`${foldMany(sides.left.sql, sides)} @> ${foldMany(set, sides)}`));
const isSameSet: Compile = (sides) => {
  const left = foldMany(sides.left.sql, sides);
  return allOf(
    sides.right.sets.map((set) => sql`${left} @> ${foldMany(set, sides)} and ${left} <@ ${foldMany(set, sides)}`),
  );
};

const COMPILERS: Readonly<Record<Exclude<Operator, 'isBlank'>, Compile>> = {
  equal,
  notEqual: (sides) => sql`not (${equal(sides)})`,
  lessThan: (sides) => sql`${ordered(sides.left.sql, sides)} < ${fold(sides.right.one, sides)}`,
  lessThanInclusive: (sides) => sql`${ordered(sides.left.sql, sides)} <= ${fold(sides.right.one, sides)}`,
  greaterThan: (sides) => sql`${ordered(sides.left.sql, sides)} > ${fold(sides.right.one, sides)}`,
  greaterThanInclusive: (sides) => sql`${ordered(sides.left.sql, sides)} >= ${fold(sides.right.one, sides)}`,
  in: isIn,
  notIn: (sides) => sql`not (${isIn(sides)})`,
  contains,
  doesNotContain: (sides) => sql`not (${contains(sides)})`,
  // Written as LIKE, the form for which an index on the folded text serves.
  startsWith: (sides) => sql`${fold(sides.left.sql, sides)} like ${prefixPattern(fold(sides.right.one, sides))}`,
  like: (sides) => sql`${fold(sides.left.sql, sides)} like ${fold(sides.right.one, sides)}`,
  includes,
  excludes: (sides) => sql`not (${includes(sides)})`,
  matches: (sides) => sql`${sides.left.sql} collate "C" ~ ${sides.right.one}`,
};

function isText(sides: Sides): boolean {
  return ['text', 'choice', 'choices'].includes(sides.left.valueClass);
}

function fold(value: Sql, sides: Sides): Sql {
  return isText(sides) && sides.text === 'ignoreCase' ? sql`lower(${value})` : value;
}

/** A blank list stays blank: nothing compares with it. */
function foldMany(values: Sql, sides: Sides): Sql {
  if (!isText(sides) || sides.text === 'exact') return values;
  if (sides.left.valueClass === 'choices') return sql`lower(${values}::text)::text[]`;
  return sql`array(select lower(one) from unnest(${values}) as one)`;
}

/** Text is ordered by its characters' codes, as the evaluator does, whatever the database's locale. */
function ordered(value: Sql, sides: Sides): Sql {
  return isText(sides) ? sql`${fold(value, sides)} collate "C"` : value;
}

function prefixPattern(prefix: Sql): Sql {
  return sql`(replace(replace(replace(${prefix}, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%')`;
}
