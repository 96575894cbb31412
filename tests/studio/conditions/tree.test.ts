import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../../platform/expressions/evaluate.ts';
import type { Condition } from '../../../platform/expressions/expression.ts';
import { parseCondition } from '../../../platform/expressions/parse-condition.ts';
import { formatTree, parseTree } from '../../../studio/conditions/tree.ts';

const row = (fact: string, value: boolean): Condition => ({ fact, operator: 'equal', value });

test('groups and rows are read and written as they stand', () => {
  const condition: Condition = { all: [row('A', true), { any: [row('B', true), row('C', false)] }] };
  expect(formatTree(parseTree(condition))).toEqual(condition);
});

test('a negated comparison is a group of none', () => {
  const tree = parseTree({ all: [{ not: row('A', true) }] });
  expect(tree.terms[0]).toMatchObject({ match: 'none', terms: [{ fact: 'A' }] });
  expect(formatTree(tree)).toEqual({ all: [{ not: { any: [row('A', true)] } }] });
});

test('a double negation is none', () => {
  expect(parseTree({ not: { not: { any: [row('A', true)] } } })).toMatchObject({ match: 'any' });
});

test('a row without a field is left out, and nothing at all is no condition', () => {
  const tree = parseTree({ all: [row('A', true)] });
  const unfinished = {
    ...tree,
    terms: [...tree.terms, { id: 'x', fact: '', operator: 'equal' as const, value: null }],
  };
  expect(formatTree(unfinished)).toEqual({ all: [row('A', true)] });
  expect(formatTree({ ...unfinished, terms: unfinished.terms.slice(1) })).toBeUndefined();
  expect(parseTree(undefined)).toMatchObject({ match: 'all', terms: [] });
  expect(parseTree('nonsense')).toMatchObject({ terms: [] });
});

test('any condition means the same after it went through the builder', () => {
  const facts = ['A', 'B', 'C'];
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.record({ fact: fc.constantFrom(...facts), operator: fc.constant('equal' as const), value: fc.boolean() }),
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }));
  const scope = { typeOf: () => ({ valueClass: 'boolean' as const, label: 'A fact' }), nearest: () => undefined };
  const holds = (written: Condition | undefined, values: readonly boolean[]) => {
    const { expression } = parseCondition(written, scope);
    if (!expression) throw new Error('The condition does not parse.');
    const fact = ([name = '']: readonly string[]) => values[facts.indexOf(name)] ?? null;
    return evaluate(expression, { fact: (path) => ({ value: fact(path), valueClass: 'boolean' }) });
  };
  const values = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean());
  fc.assert(
    fc.property(condition, values, (written, known) => {
      expect(holds(formatTree(parseTree(written)), known)).toBe(holds(written, known));
    }),
  );
});
