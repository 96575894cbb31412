import { expect, test } from 'vitest';
import type { ElementChange } from '../../../platform/deploy/deploy-result.ts';
import { byComponent, rightsWords } from '../../../studio/review/changes.ts';

const change = (
  element: string,
  what: ElementChange['change'],
  properties: ElementChange['properties'] = [],
): ElementChange => ({ element, change: what, label: element, properties });

test('a field that left one section for another is told by where it was', () => {
  const [page] = byComponent([
    {
      ...change('page:P/sections:b/items:F', 'moved', [{ property: 'order', before: 10, after: 20 }]),
      from: 'page:P/sections:a/items:F',
    },
  ]);
  expect(page?.changes).toEqual([
    {
      element: 'page:P/sections:b/items:F',
      what: 'moved',
      from: 'page:P/sections:a/items:F',
      label: 'page:P/sections:b/items:F',
      properties: [],
    },
  ]);
});

test('another number alone is a move, with another label a change', () => {
  const order = { property: 'order', before: 10, after: 20 };
  const label = { property: 'label', before: 'A', after: 'B' };
  const [field] = byComponent([
    change('field:O.F/values:a', 'changed', [order]),
    change('field:O.F/values:b', 'changed', [order, label]),
  ]);
  expect(field?.changes.map(({ what, properties }) => [what, properties])).toEqual([
    ['moved', []],
    ['changed', [label]],
  ]);
});

test('rights are told as what is given and taken', () => {
  const row = 'permissionSet:S/fields:O.F';
  const [set] = byComponent([
    change(row, 'changed', [
      { property: 'edit', before: false, after: true },
      { property: 'read', before: true, after: false },
    ]),
  ]);
  expect(set?.changes.map(rightsWords)).toEqual(['gives edit; takes read']);
});
