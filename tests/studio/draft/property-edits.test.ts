import { expect, test } from 'vitest';
import { applyDraft } from '../../../studio/draft/apply.ts';
import { newElement, type StudioElement } from '../../../studio/draft/elements.ts';
import { propertyEdits } from '../../../studio/draft/property-edits.ts';
import { DESK } from '../support/elements.ts';

const TITLE = 'field:Request__c.Title__c';
const title = DESK.get(TITLE) as StudioElement; // DESK has it.
const author = { by: 'ada', at: '2026-01-31T12:00:00.000Z' };

test('a new value is set, the same one is no edit', () => {
  expect(propertyEdits(title, 'label', 'Subject')).toEqual([
    { op: 'set', element: TITLE, properties: { label: 'Subject' } },
  ]);
  expect(propertyEdits(title, 'label', 'Title')).toEqual([]);
});

test('going back to what the package says is a reset', () => {
  const changed = applyDraft(DESK, propertyEdits(title, 'label', 'Subject'), author).get(TITLE) as StudioElement;
  expect(propertyEdits(changed, 'label', 'Title')).toEqual([{ op: 'reset', element: TITLE, property: 'label' }]);
});

test('nothing typed is nothing said', () => {
  expect(propertyEdits(title, 'help', '')).toEqual([]);
  expect(propertyEdits(title, 'label', '')).toEqual([{ op: 'unset', element: TITLE, property: 'label' }]);
  expect(propertyEdits(title, 'required', false)).toEqual([]);
});

test('an unticked box says no where the package says yes', () => {
  const draft = DESK.get('field:Request__c.Status__c/values:Draft') as StudioElement; // DESK has it.
  expect(propertyEdits(draft, 'default', false)).toEqual([
    { op: 'set', element: draft.id, properties: { default: false } },
  ]);
});

test('what the org added has no package to go back to', () => {
  const own = newElement(TITLE, { label: 'Title' });
  expect(propertyEdits(own, 'label', undefined)).toEqual([{ op: 'unset', element: TITLE, property: 'label' }]);
});
