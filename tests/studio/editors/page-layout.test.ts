import { expect, test } from 'vitest';
import { applyDraft } from '../../../studio/draft/apply.ts';
import { indexElements } from '../../../studio/draft/elements.ts';
import { movePart, newSectionKey, pageLists } from '../../../studio/editors/page/page-layout.ts';
import { DESK } from '../support/elements.ts';

const PAGE = 'page:Request';
const author = { by: 'ada', at: '2026-01-31T12:00:00.000Z' };
const withMore = applyDraft(
  DESK,
  [
    { op: 'set', element: `${PAGE}/sections:more`, properties: { label: 'More', order: 20 } },
    { op: 'set', element: `${PAGE}/sections:more/items:Status__c`, properties: { order: 10 } },
  ],
  author,
);
const elements = indexElements(withMore);
const itemsOf = (map: typeof withMore, section: string) =>
  indexElements(map)
    .items(`${PAGE}/sections:${section}`, 'items')
    .map((item) => item.path.at(-1));

test('every list of the page can be dragged in, each within its group', () => {
  const lists = pageLists(elements, PAGE, (id) => id);
  expect(lists.map(({ id, group }) => `${group} ${id}`)).toEqual([
    'highlights page:Request/highlights',
    'sections page:Request/sections',
    'items page:Request/sections:need/items',
    'items page:Request/sections:more/items',
    'relatedLists page:Request/relatedLists',
  ]);
});

test('a field moves within its section by its number alone', () => {
  const item = `${PAGE}/sections:need/items:Title__c`;
  const move = movePart(elements, { item, list: `${PAGE}/sections:need/items`, index: 1 });
  expect(move).toEqual({ moved: item, edits: [{ op: 'set', element: item, properties: { order: 30 } }] });
});

test('a field moves to another section as an item of that one', () => {
  const item = `${PAGE}/sections:need/items:Title__c`;
  const { moved, edits } = movePart(elements, { item, list: `${PAGE}/sections:more/items`, index: 0 });
  expect(moved).toBe(`${PAGE}/sections:more/items:Title__c`);
  const after = applyDraft(withMore, edits, author);
  expect(itemsOf(after, 'need')).toEqual(['Site__c']);
  expect(itemsOf(after, 'more')).toEqual(['Title__c', 'Status__c']);
});

test('a field that moves away and back is the package item again', () => {
  const item = `${PAGE}/sections:need/items:Title__c`;
  const away = movePart(elements, { item, list: `${PAGE}/sections:more/items`, index: 0 });
  const there = applyDraft(withMore, away.edits, author);
  const back = movePart(indexElements(there), { item: away.moved, list: `${PAGE}/sections:need/items`, index: 0 });
  // The draft is applied as a whole, as the server does.
  const home = applyDraft(withMore, [...away.edits, ...back.edits], author);
  expect(itemsOf(home, 'need')).toEqual(['Title__c', 'Site__c']);
  expect(home.get(item)?.owner).toBe('@acme/desk');
});

test('a new section gets a key that none has', () => {
  expect(newSectionKey(elements, PAGE, 'What next?')).toBe('what_next');
  expect(newSectionKey(elements, PAGE, 'More')).toBe('more_2');
  expect(newSectionKey(elements, PAGE, '…')).toBe('section');
});
