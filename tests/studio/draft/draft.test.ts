import { expect, test } from 'vitest';
import { addEntry, dropEntry, editsOf, emptyDraft, redo, touchedBy, undo } from '../../../studio/draft/draft.ts';
import { loadDraft, saveDraft } from '../../../studio/draft/storage.ts';
import { DESK } from '../support/elements.ts';

const TITLE = 'field:Request__c.Title__c';
const rename = (label: string, key?: string) => ({
  label: `Rename to ${label}`,
  edits: [{ op: 'set', element: TITLE, properties: { label } }] as const,
  ...(key !== undefined && { key }),
});
const add = (draft: ReturnType<typeof emptyDraft>, label: string, key?: string) =>
  addEntry(draft, rename(label, key), DESK);

test('entries are undone and done again in order', () => {
  const two = add(add(emptyDraft(7), 'A'), 'B');
  const none = undo(undo(two));
  expect(none.entries).toEqual([]);
  expect(undo(none)).toBe(none);
  expect(redo(redo(none)).entries).toEqual(two.entries);
});

test('a new entry forgets what was undone', () => {
  const draft = add(undo(add(add(emptyDraft(7), 'A'), 'B')), 'C');
  expect(draft.entries.map((entry) => entry.label)).toEqual(['Rename to A', 'Rename to C']);
  expect(draft.undone).toEqual([]);
});

test('typing into one field is one entry, until something else was done', () => {
  const typed = add(add(add(emptyDraft(7), 'S', 'label'), 'Su', 'label'), 'Sub', 'label');
  expect(typed.entries).toHaveLength(1);
  const later = add(add(typed, 'Other'), 'Sub!', 'label');
  expect(later.entries).toHaveLength(3);
});

test('typing after an undo and redo begins a new entry', () => {
  const back = redo(undo(add(emptyDraft(7), 'A', 'label')));
  expect(add(back, 'B', 'label').entries).toHaveLength(2);
});

test('an entry remembers what was live where it writes', () => {
  expect(add(emptyDraft(7), 'A').entries[0]?.before).toEqual([{ element: TITLE, property: 'label', value: 'Title' }]);
});

test('one entry can be dropped from the middle', () => {
  const draft = dropEntry(add(add(add(emptyDraft(7), 'A'), 'B'), 'C'), 1);
  expect(editsOf(draft).map((edit) => edit.op === 'set' && edit.properties.label)).toEqual(['A', 'C']);
  expect([...touchedBy(draft)]).toEqual([TITLE]);
});

test('an entry without edits is no entry', () => {
  const draft = emptyDraft(7);
  expect(addEntry(draft, { label: 'Nothing', edits: [] }, DESK)).toBe(draft);
});

test('a kept draft is found again, and what is no draft counts as none', () => {
  const storage = memoryStorage();
  const draft = add(emptyDraft(7), 'A');
  expect(saveDraft(storage, 'k', draft)).toBe(true);
  expect(loadDraft(storage, 'k', 9)).toEqual(draft);
  for (const wrong of ['{', 'null', '{"entries":3}', '{"baseVersion":1,"entries":[{}],"undone":[]}']) {
    storage.setItem('k', wrong);
    expect(loadDraft(storage, 'k', 9)).toEqual(emptyDraft(9));
  }
  saveDraft(storage, 'k', emptyDraft(9));
  expect(storage.getItem('k')).toBeNull();
});

test('a browser without room says so', () => {
  const full = {
    ...memoryStorage(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  expect(saveDraft(full, 'k', add(emptyDraft(7), 'A'))).toBe(false);
});

function memoryStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
