import { expect, test } from 'vitest';
import { nameProblem, suggestName } from '../../../studio/draft/api-name.ts';

test('a name is made from the words of a label', () => {
  expect(suggestName('Date of visit', '__c')).toBe('Date_Of_Visit__c');
  expect(suggestName('  Größe (m²) ', '__c')).toBe('Groe_M2__c');
  expect(suggestName('2nd opinion', '')).toBe('nd_Opinion');
  expect(suggestName('…', '__c')).toBe('');
  expect(suggestName('x'.repeat(60), '__c')).toHaveLength(43);
});

test('a name that the platform refuses is told before', () => {
  expect(nameProblem('Date__c', [])).toBeUndefined();
  expect(nameProblem('', [])).toMatch(/Give it/);
  expect(nameProblem('a__b', [])).toMatch(/begins with a letter/);
  expect(nameProblem('date__C', ['Date__c'])).toMatch(/begins with a letter/);
  expect(nameProblem('DATE__c', ['Date__c'])).toBe('There is Date__c already.');
  expect(nameProblem('x'.repeat(44), [])).toMatch(/at most 43/);
});
