import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, type Fact } from '../../../platform/expressions/evaluate.ts';
import { type Expression, OPERATORS } from '../../../platform/expressions/expression.ts';
import { operatorsOf } from '../../../platform/expressions/operators.ts';
import type { StoredValue, ValueClass } from '../../../platform/fields/field-type.ts';
import { compileRules, newEngine } from '../../../runtime/rules/rule-engine.ts';
import { width } from '../../support/width.ts';

/** Facts of the generated conditions: one of each class, and a second to compare it with. */
const CLASSES = ['text', 'number', 'boolean', 'date', 'datetime', 'choice', 'choices', 'id'] as const;

const text = fc.constantFrom('', 'a', 'A', 'ab', 'a;b', '9', '10', '%', 'ä', '__proto__');
const valuesOf: Readonly<Record<ValueClass, fc.Arbitrary<StoredValue>>> = {
  text,
  number: fc.constantFrom('9', '10', '-0.5', '0', '9.00', '123456789012345678'),
  boolean: fc.boolean(),
  date: fc.constantFrom('2026-01-31', '2025-12-31'),
  datetime: fc.constantFrom('2026-01-31T12:00:00.000Z', '2026-01-31T13:00:00.000+01:00'),
  choice: fc.constantFrom('Draft', 'draft', 'Sent'),
  choices: fc.constantFrom<StoredValue>(['a'], ['a', 'b'], []),
  id: fc.constantFrom('001000000000001AAA', '001000000000002AAA'),
};
const blankOr = (values: fc.Arbitrary<StoredValue>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: values });

const record = fc
  .tuple(...CLASSES.map((valueClass) => fc.tuple(blankOr(valuesOf[valueClass]), blankOr(valuesOf[valueClass]))))
  .map((pairs) => {
    const facts = new Map<string, Fact>();
    for (const [index, [one, other]] of pairs.entries()) {
      const valueClass = CLASSES[index] ?? 'text';
      facts.set(`One__r.${valueClass}`, { value: one, valueClass });
      facts.set(`Other__r.${valueClass}`, { value: other, valueClass });
    }
    return facts;
  });

/** A value as a condition writes it: a set of choices is joined by semicolons. */
const literalOf = (valueClass: ValueClass) =>
  valuesOf[valueClass].map((value) =>
    Array.isArray(value) ? value.join(';') : (value as string | number | boolean | null),
  );

const comparison: fc.Arbitrary<Expression> = fc.constantFrom(...CLASSES).chain((valueClass) =>
  fc.constantFrom(...operatorsOf[valueClass]).chain((operator): fc.Arbitrary<Expression> => {
    const path = ['One__r', valueClass];
    const compare = (operand: fc.Arbitrary<Extract<Expression, { kind: 'compare' }>['operand']>) =>
      operand.map((each) => ({ kind: 'compare' as const, path, operator, operand: each }));
    if (operator === 'isBlank') return compare(fc.boolean().map((value) => ({ kind: 'literal', value })));
    if (operator === 'matches')
      return compare(fc.constantFrom('^[0-9]{1,2}$', 'a').map((value) => ({ kind: 'literal', value })));
    const literal = literalOf(valueClass);
    if (['in', 'notIn', 'includes', 'excludes'].includes(operator)) {
      return compare(
        fc.array(fc.oneof(literal, fc.constant(null)), { maxLength: 3 }).map((values) => ({ kind: 'list', values })),
      );
    }
    return compare(
      fc.oneof(
        fc.oneof(literal, fc.constant(null)).map((value) => ({ kind: 'literal' as const, value })),
        fc.constant({ kind: 'fact' as const, path: ['Other__r', valueClass] }),
      ),
    );
  }),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    comparison,
    fc.record({ kind: fc.constant('and' as const), terms: fc.array(tie('expression'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('or' as const), terms: fc.array(tie('expression'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), term: tie('expression') }),
  ),
}));

describe('Rules run by json-rules-engine', () => {
  test('mean exactly what the reference evaluator means, blanks and empty lists included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(expression, { minLength: 1, maxLength: 3 }),
        fc.array(record, { maxLength: 8 }),
        async (expressions, records) => {
          const run = compileRules(expressions.map((each, index) => ({ key: String(index), expression: each })));
          const held = await run(records.map((facts) => (name) => facts.get(name) ?? fault(name)));
          const expected = records.map((facts) => {
            const scope = { fact: (path: readonly string[]) => facts.get(path.join('.')) ?? fault(path.join('.')) };
            return new Set(expressions.flatMap((each, index) => (evaluate(each, scope) ? [String(index)] : [])));
          });
          expect(held).toEqual(expected);
        },
      ),
      { numRuns: width(500, 6000) },
    );
  });

  test('know no operator but ours', () => {
    const engine = newEngine() as unknown as {
      operators: { operators: Map<string, unknown>; decorators: Map<string, unknown> };
    };
    expect([...engine.operators.operators.keys()].sort()).toEqual([...OPERATORS].sort());
    expect([...engine.operators.decorators.keys()]).toEqual([]);
  });

  test('run whole for every record when several saves run them at once', async () => {
    const refuse: Expression = {
      kind: 'compare',
      path: ['A'],
      operator: 'equal',
      operand: { kind: 'literal', value: 'x' },
    };
    const run = compileRules([
      { key: 'error', expression: refuse },
      { key: 'second', expression: refuse },
    ]);
    const source = (): Fact => ({ value: 'x', valueClass: 'text' });
    const runs = await Promise.all(Array.from({ length: 20 }, () => run([source, source, source])));
    for (const held of runs) expect(held).toEqual([0, 1, 2].map(() => new Set(['error', 'second'])));
  });

  test('fail aloud on a fact that is not there, and go on working afterwards', async () => {
    const run = compileRules([
      {
        key: 'a',
        expression: { kind: 'compare', path: ['A'], operator: 'isBlank', operand: { kind: 'literal', value: true } },
      },
    ]);
    await expect(run([() => fault('A')])).rejects.toThrow('no fact A');
    expect(await run([() => ({ value: null, valueClass: 'text' })])).toEqual([new Set(['a'])]);
  });
});

function fault(name: string): never {
  throw new Error(`no fact ${name}`);
}
