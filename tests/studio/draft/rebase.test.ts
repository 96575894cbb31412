import { expect, test } from 'vitest';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { applyDraft } from '../../../studio/draft/apply.ts';
import { addEntry, type Draft, emptyDraft } from '../../../studio/draft/draft.ts';
import { findOverlaps, rebaseDraft } from '../../../studio/draft/rebase.ts';
import { DESK } from '../support/elements.ts';

const TITLE = 'field:Request__c.Title__c';
const draftOf = (...edits: Edit[][]): Draft =>
  edits.reduce((draft, own) => addEntry(draft, { label: 'An edit', edits: own }, DESK), emptyDraft(7));
const published = (...edits: Edit[]) => applyDraft(DESK, edits, { by: 'bob', at: '2026-01-31T12:00:00.000Z' });
const set = (element: string, properties: Record<string, string | number>): Edit => ({
  op: 'set',
  element,
  properties,
});

test('changes of other properties do not overlap', () => {
  const now = published(set(TITLE, { help: 'Short' }));
  expect(findOverlaps(draftOf([set(TITLE, { label: 'Subject' })]), now)).toEqual([]);
});

test('the same property changed by someone else overlaps, with before and now', () => {
  const now = published(set(TITLE, { label: 'Topic' }));
  expect(findOverlaps(draftOf([], [set(TITLE, { label: 'Subject' })]), now)).toEqual([
    { kind: 'changed', entry: 0, element: TITLE, property: 'label', before: 'Title', now: 'Topic' },
  ]);
});

test('an element that is gone is told, and so is the parent of a new item', () => {
  const now = published({ op: 'remove', element: 'page:Request/sections:need' });
  const draft = draftOf(
    [set('page:Request/sections:need', { label: 'Why' })],
    [set('page:Request/sections:need/items:Status__c', { order: 30 })],
  );
  expect(findOverlaps(draft, now)).toEqual([
    { kind: 'gone', entry: 0, element: 'page:Request/sections:need' },
    { kind: 'gone', entry: 1, element: 'page:Request/sections:need/items:Status__c' },
  ]);
});

test('what the draft adds itself is not gone', () => {
  const draft = draftOf(
    [set('page:Request/sections:new', { label: 'New', order: 30 })],
    [set('page:Request/sections:new/items:Title__c', { order: 10 })],
  );
  expect(findOverlaps(draft, published())).toEqual([]);
});

test('a rebased draft overlaps no longer and keeps its entries', () => {
  const now = published(set(TITLE, { label: 'Topic' }));
  const rebased = rebaseDraft(draftOf([set(TITLE, { label: 'Subject' })]), 9, now);
  expect(rebased.baseVersion).toBe(9);
  expect(rebased.entries[0]?.edits).toEqual([set(TITLE, { label: 'Subject' })]);
  expect(findOverlaps(rebased, now)).toEqual([]);
});
