import { describe, expect, it } from 'vitest';
import { type ConditionScope, type FactType, parseCondition } from '../../../platform/expressions/parse-condition.ts';
import type { Json } from '../../../platform/json.ts';
import { nearMiss } from '../../../platform/near-miss.ts';

const FACTS: Readonly<Record<string, FactType>> = {
  Name: { valueClass: 'text', label: 'Name' },
  Total__c: { valueClass: 'number', label: 'Total' },
  Due__c: { valueClass: 'date', label: 'Due' },
  Sent__c: { valueClass: 'datetime', label: 'Sent' },
  Paid__c: { valueClass: 'boolean', label: 'Paid' },
  Status__c: { valueClass: 'choice', label: 'Status', choices: ['Draft', 'Sent'] },
  Tags__c: { valueClass: 'choices', label: 'Tags', choices: ['a', 'b'] },
  OwnerId: { valueClass: 'id', label: 'Owner' },
  '$User.Id': { valueClass: 'id', label: 'you' },
  $Today: { valueClass: 'date', label: 'today' },
};
const SCOPE: ConditionScope = {
  typeOf: (path) => (Object.hasOwn(FACTS, path.join('.')) ? FACTS[path.join('.')] : undefined),
  nearest: (path) => nearMiss(path.join('.'), Object.keys(FACTS)),
};

describe('a sound condition', () => {
  it.each<[Json, unknown]>([
    [
      { fact: 'Total__c', operator: 'lessThan', value: '10.50' },
      { kind: 'compare', path: ['Total__c'], operator: 'lessThan', operand: { kind: 'literal', value: '10.5' } },
    ],
    [
      { fact: 'Status__c', operator: 'equal', value: null },
      { kind: 'compare', path: ['Status__c'], operator: 'isBlank', operand: { kind: 'literal', value: true } },
    ],
    [
      { fact: 'OwnerId', operator: 'notEqual', value: { fact: '$User.Id' } },
      { kind: 'compare', path: ['OwnerId'], operator: 'notEqual', operand: { kind: 'fact', path: ['$User', 'Id'] } },
    ],
    [
      { fact: 'Tags__c', operator: 'includes', value: ['a', 'b'] },
      { kind: 'compare', path: ['Tags__c'], operator: 'includes', operand: { kind: 'list', values: ['a', 'b'] } },
    ],
    [
      { not: { all: [{ fact: 'Paid__c', operator: 'equal', value: true }] } },
      {
        kind: 'not',
        term: {
          kind: 'and',
          terms: [{ kind: 'compare', path: ['Paid__c'], operator: 'equal', operand: { kind: 'literal', value: true } }],
        },
      },
    ],
  ])('%j becomes the typed tree', (condition, expression) => {
    expect(parseCondition(condition, SCOPE)).toEqual({ expression, problems: [] });
  });
});

describe('a wrong condition', () => {
  it.each<[Json, string, string]>([
    [null, '', 'INVALID_CONDITION'],
    [{}, '', 'INVALID_CONDITION'],
    [{ all: [] }, '/all', 'INVALID_CONDITION'],
    [{ all: [], any: [] }, '', 'INVALID_CONDITION'],
    [{ any: [{ fact: 'Name', operator: 'isBlank', value: true }, 3] }, '/any/1', 'INVALID_CONDITION'],
    [{ fact: 'Nmae', operator: 'isBlank', value: true }, '/fact', 'UNKNOWN_FACT'],
    [{ fact: 'constructor', operator: 'isBlank', value: true }, '/fact', 'UNKNOWN_FACT'],
    [{ fact: "Name'; --", operator: 'isBlank', value: true }, '/fact', 'UNKNOWN_FACT'],
    [{ fact: 'Name', operator: 'equals', value: 'x' }, '/operator', 'UNKNOWN_OPERATOR'],
    [{ fact: 'Paid__c', operator: 'lessThan', value: true }, '/operator', 'WRONG_OPERATOR'],
    [{ fact: 'Paid__c', operator: 'equal', value: 'true' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Total__c', operator: 'equal', value: 'ten' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Due__c', operator: 'equal', value: '2026-02-30' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Due__c', operator: 'lessThan', value: { fact: 'Sent__c' } }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Status__c', operator: 'in', value: ['Draft', 'Snet'] }, '/value/1', 'WRONG_VALUE'],
    [{ fact: 'Status__c', operator: 'in', value: 'Draft' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Name', operator: 'matches', value: '(a+)+' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Name', operator: 'isBlank', value: 'yes' }, '/value', 'WRONG_VALUE'],
    [{ fact: 'Name', operator: 'equal', value: 'x', path: '$.x' }, '/path', 'INVALID_CONDITION'],
  ])('%j is told at %s as %s', (condition, pointer, code) => {
    const { expression, problems } = parseCondition(condition, SCOPE);
    expect(expression).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ pointer, code })]);
  });

  it('gets all its problems at once, with near misses', () => {
    const { problems } = parseCondition(
      {
        all: [
          { fact: 'Nmae', operator: 'isBlank', value: true },
          { fact: 'Status__c', operator: 'equal', value: 'Drat' },
        ],
      },
      SCOPE,
    );
    expect(problems.map(({ suggestion }) => suggestion)).toEqual(['Name', 'Draft']);
  });

  it('may not nest without end', () => {
    let condition: Json = { fact: 'Name', operator: 'isBlank', value: true };
    for (let depth = 0; depth < 5000; depth++) condition = { not: condition };
    expect(parseCondition(condition, SCOPE).problems).toHaveLength(1);
  });
});
