import { expect, test } from 'vitest';
import { isOffPath, pathSteps } from '../../../../runtime/pages/record/status-path.ts';
import { field } from '../support.ts';

const steps = ['Draft', 'Review', 'Done'].map((value) => ({ value, label: value }));
const status = field('Status__c', 'Picklist', {
  values: [{ value: 'Rejected', label: 'Was rejected', isActive: true }],
});

test('steps before the current one are done, those after it to come', () => {
  const path = { field: 'Status__c', steps, current: 'Review' };
  expect(pathSteps(path, status).map(({ state }) => state)).toEqual(['done', 'current', 'ahead']);
  expect(isOffPath(path)).toBe(false);
});

test('a status outside the steps stands after them, and none of them claims to be done', () => {
  const path = { field: 'Status__c', steps, current: 'Rejected' };
  expect(pathSteps(path, status)).toEqual([
    { value: 'Draft', label: 'Draft', state: 'left' },
    { value: 'Review', label: 'Review', state: 'left' },
    { value: 'Done', label: 'Done', state: 'left' },
    { value: 'Rejected', label: 'Was rejected', state: 'current' },
  ]);
  expect(isOffPath(path)).toBe(true);
});

test('without a status everything is to come', () => {
  const path = { field: 'Status__c', steps, current: null };
  expect(pathSteps(path, undefined).map(({ state }) => state)).toEqual(['ahead', 'ahead', 'ahead']);
});
