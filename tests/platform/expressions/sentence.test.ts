import { expect, it } from 'vitest';
import type { Condition } from '../../../platform/expressions/expression.ts';
import { conditionSentence } from '../../../platform/expressions/sentence.ts';

const LABELS: Readonly<Record<string, string>> = {
  Status__c: 'Status',
  OwnerId: 'Owner',
  '$User.Id': 'you',
  Total__c: 'Total',
};

it.each<[Condition, string]>([
  [{ fact: 'Status__c', operator: 'equal', value: 'New' }, 'Status is New'],
  [{ fact: 'Status__c', operator: 'isBlank', value: false }, 'Status is not blank'],
  [{ fact: 'Status__c', operator: 'in', value: ['New', 'Sent'] }, 'Status is one of New, Sent'],
  [
    {
      all: [
        { fact: 'OwnerId', operator: 'equal', value: { fact: '$User.Id' } },
        {
          any: [
            { fact: 'Total__c', operator: 'greaterThan', value: 5 },
            { not: { fact: 'Status__c', operator: 'equal', value: 'New' } },
          ],
        },
      ],
    },
    'Owner is you and (Total is greater than 5 or not (Status is New))',
  ],
])('%j reads as a sentence', (condition, sentence) => {
  expect(conditionSentence(condition, { label: (fact) => LABELS[fact] ?? fact })).toBe(sentence);
});
