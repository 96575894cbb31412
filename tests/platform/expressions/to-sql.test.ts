import fc from 'fast-check';
import { createQueryId, PostgresQueryCompiler, sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../../platform/expressions/evaluate.ts';
import type { Expression, Operand, Operator } from '../../../platform/expressions/expression.ts';
import { operatorsOf } from '../../../platform/expressions/operators.ts';
import { expressionToSql, type SqlScope } from '../../../platform/expressions/to-sql.ts';
import type { StoredValue, ValueClass } from '../../../platform/fields/field-type.ts';
import { openTestPool, uniqueSchema } from '../../support/database.ts';
import { width } from '../../support/width.ts';

/** Two columns of each class, so that facts compare with values and with each other. */
const COLUMNS: Readonly<Record<ValueClass, string>> = {
  text: 'text',
  choice: 'text',
  choices: 'text[]',
  number: 'numeric(18,4)',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  id: 'text collate "C"',
};
const CLASSES = Object.keys(COLUMNS) as ValueClass[];
const NAMES = CLASSES.flatMap((valueClass) => [`${valueClass}1`, `${valueClass}2`]);
const classOf = (name: string) => name.slice(0, -1) as ValueClass;

const TEXTS = [
  'a',
  'A',
  'ab',
  'aB%',
  'b_c',
  'a\\b',
  "O'B",
  'é',
  'É',
  '10',
  '9',
  'a\nb',
  'a\\',
  'a%',
  '%_',
  'a\\\\',
  ' x ',
  '[a]',
  '.',
];
const CHOICES = ['Red', 'red', 'Green', 'Blue "1"', 'x,y', '{z}'];
const values: Readonly<Record<ValueClass, fc.Arbitrary<string | number | boolean>>> = {
  text: fc.constantFrom(...TEXTS),
  choice: fc.constantFrom(...CHOICES),
  choices: fc.constantFrom(...CHOICES, 'Red;Green', 'Green;Red;Blue "1"'),
  number: fc.constantFrom('0', '9', '10', '-1.5', '10.25', '99999999999999'),
  boolean: fc.boolean(),
  date: fc.constantFrom('2026-01-31', '2026-02-01', '1999-12-31'),
  datetime: fc.constantFrom('2026-01-31T00:00:00.000Z', '2026-01-31T12:34:56.789Z', '2026-02-01T00:00:00.000Z'),
  id: fc.constantFrom('001000000000001AAA', '001000000000002AAA', '00100000000000aEAA'),
};

type Record_ = Readonly<Record<string, StoredValue>>;
const stored = (valueClass: ValueClass): fc.Arbitrary<StoredValue> => {
  if (valueClass === 'boolean') return fc.boolean();
  const value: fc.Arbitrary<StoredValue> =
    valueClass === 'choices'
      ? fc.uniqueArray(fc.constantFrom(...CHOICES), { minLength: 1, maxLength: 3 }).map((list) => list.sort())
      : values[valueClass];
  return fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 3, arbitrary: value });
};
const record = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, stored(classOf(name))])),
) as fc.Arbitrary<Record_>;

const LISTS: readonly Operator[] = ['in', 'notIn', 'includes', 'excludes'];
const PATTERNS = ['^a', 'b$', '[a-z]+', '^.{1,2}$', '\\d', '^[^a]', 'a.b', '\\w\\W?'];
const LIKES = ['a%', '%b', '_', '%\\%%', 'A_', '%', 'b\\_c', 'a\\\\b', 'a\\'];

function operand(name: string, operator: Operator): fc.Arbitrary<Operand> {
  const valueClass = classOf(name);
  const literal = (value: fc.Arbitrary<string | number | boolean>) =>
    value.map((one): Operand => ({ kind: 'literal', value: one }));
  if (operator === 'isBlank') return literal(fc.boolean());
  if (operator === 'matches') return literal(fc.constantFrom(...PATTERNS));
  if (LISTS.includes(operator))
    return fc.array(values[valueClass], { maxLength: 3 }).map((list): Operand => ({ kind: 'list', values: list }));
  if (operator === 'like')
    return fc.oneof(
      literal(fc.constantFrom(...LIKES)),
      fc.constant<Operand>({ kind: 'fact', path: [`${valueClass}2`] }),
    );
  const other = fc.constant<Operand>({ kind: 'fact', path: [`${valueClass}2`] });
  return fc.oneof({ weight: 4, arbitrary: literal(values[valueClass]) }, { weight: 1, arbitrary: other });
}

const comparison: fc.Arbitrary<Expression> = fc
  .constantFrom(...NAMES)
  .chain((name) =>
    fc
      .constantFrom(...operatorsOf[classOf(name)])
      .chain((operator) =>
        operand(name, operator).map((right) => ({ kind: 'compare', path: [name], operator, operand: right })),
      ),
  );
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    fc.record({ kind: fc.constant('not' as const), term: tie('expression') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('expression'), { maxLength: 3 }),
    }),
  ),
}));

const scope = (text: 'exact' | 'ignoreCase'): SqlScope => ({
  text,
  fact: ([name = '']) => ({ sql: sql`${sql.id(name)}`, valueClass: classOf(name) }),
  placeholder: () => undefined,
  literal: (value) => value,
});

describe('expressionToSql', () => {
  const schema = uniqueSchema('tosql');
  const records = fc.sample(record, { numRuns: 60, seed: 4711 });
  let pool: pg.Pool;

  beforeAll(async () => {
    pool = openTestPool();
    const columns = NAMES.map((name) => `"${name}" ${COLUMNS[classOf(name)]}`).join(', ');
    await pool.query(`create schema ${schema}; create table ${schema}.records (row integer, ${columns})`);
    for (const [row, values] of records.entries()) {
      const places = NAMES.map((_, index) => `$${index + 2}`).join(', ');
      await pool.query(`insert into ${schema}.records values ($1, ${places})`, [
        row,
        ...NAMES.map((name) => values[name]),
      ]);
    }
  });
  afterAll(async () => {
    await pool.query(`drop schema ${schema} cascade`);
    await pool.end();
  });

  it('selects exactly the records for which evaluate holds, and negated exactly the others', async () => {
    const runs = width(500, 6000);
    await fc.assert(
      fc.asyncProperty(expression, fc.constantFrom('exact' as const, 'ignoreCase' as const), async (tree, text) => {
        fc.pre(text === 'exact' || !JSON.stringify(tree).includes('"matches"'));
        const wanted = records.flatMap((values, row) => (holds(tree, values, text) ? [row] : []));
        const others = records.flatMap((values, row) => (holds(tree, values, text) ? [] : [row]));
        expect(await select(tree, text)).toEqual(wanted);
        expect(await select({ kind: 'not', term: tree }, text)).toEqual(others);
      }),
      { numRuns: runs },
    );
  });

  it('leaves a plain comparison bare, so that an index serves', () => {
    const compare = (operator: Operator, value: string) =>
      compiled({ kind: 'compare', path: ['text1'], operator, operand: { kind: 'literal', value } }, 'ignoreCase');
    expect(compare('equal', 'x')).toBe('lower("text1") = lower($1::text)');
    expect(compare('like', 'x%')).toBe('lower("text1") like lower($1::text)');
  });

  function holds(tree: Expression, values: Record_, text: 'exact' | 'ignoreCase'): boolean {
    return evaluate(tree, {
      text,
      fact: ([name = '']) => ({ value: values[name] ?? null, valueClass: classOf(name) }),
    });
  }

  async function select(tree: Expression, text: 'exact' | 'ignoreCase'): Promise<number[]> {
    const query = sql`select row from ${sql.id(schema, 'records')} where ${expressionToSql(tree, scope(text))} order by row`;
    const { sql: statement, parameters } = compile(query);
    return (await pool.query(statement, [...parameters])).rows.map(({ row }) => row);
  }

  function compiled(tree: Expression, text: 'exact' | 'ignoreCase'): string {
    return compile(sql`${expressionToSql(tree, scope(text))}`).sql;
  }

  function compile(query: ReturnType<typeof sql>) {
    return new PostgresQueryCompiler().compileQuery(query.toOperationNode(), createQueryId());
  }
});
