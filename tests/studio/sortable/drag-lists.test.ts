import { expect, test } from 'vitest';
import { type DragList, endOf, landingOf, placeWords, targetsOf } from '../../../studio/sortable/drag-lists.ts';

const list = (id: string, group: string, ...items: string[]): DragList => ({
  id,
  group,
  label: `list ${id}`,
  items: items.map((item) => ({ id: item, label: item.toUpperCase() })),
});
const LISTS = [list('one', 'fields', 'a', 'b', 'c'), list('empty', 'fields'), list('others', 'sections', 's', 't')];

test('arrow keys reach every place of the group in reading order, ends of other lists among them', () => {
  expect(targetsOf(LISTS, 'a')).toEqual(['a', 'b', 'c', endOf('empty')]);
  expect(targetsOf(LISTS, 's')).toEqual(['s', 't']);
});

test('an item lands where the other one is', () => {
  expect(landingOf(LISTS, 'a', 'c')).toEqual({ item: 'a', list: 'one', index: 2 });
  expect(landingOf(LISTS, 'c', 'a')).toEqual({ item: 'c', list: 'one', index: 0 });
  expect(landingOf(LISTS, 'a', endOf('one'))).toEqual({ item: 'a', list: 'one', index: 2 });
  expect(landingOf(LISTS, 'a', endOf('empty'))).toEqual({ item: 'a', list: 'empty', index: 0 });
});

test('an item that stays, or would leave its group, lands nowhere', () => {
  expect(landingOf(LISTS, 'a', 'a')).toBeUndefined();
  expect(landingOf(LISTS, 'c', endOf('one'))).toBeUndefined();
  expect(landingOf(LISTS, 'a', 's')).toBeUndefined();
});

test('places are told with how many there are', () => {
  expect(placeWords(LISTS, 'a', 'b')).toBe('position 2 of 3 in list one');
  expect(placeWords(LISTS, 'a', 'a')).toBe('position 1 of 3 in list one');
  expect(placeWords(LISTS, 'a', endOf('empty'))).toBe('position 1 of 1 in list empty');
});
