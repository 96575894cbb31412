import { expect, test } from 'vitest';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { applyDraft } from '../../../studio/draft/apply.ts';
import { DESK } from '../support/elements.ts';

const author = { by: 'ada', at: '2026-01-31T12:00:00.000Z' };
const apply = (...edits: Edit[]) => applyDraft(DESK, edits, author);
const TITLE = 'field:Request__c.Title__c';

test('a set changes its properties alone and keeps the package value beneath', () => {
  const title = apply({ op: 'set', element: TITLE, properties: { label: 'Subject' } }).get(TITLE);
  expect(title?.properties).toEqual({ label: 'Subject', type: 'Text', length: 100, order: 20 });
  expect(title?.origins.label).toEqual({ layer: 'org', ...author, package: '@acme/desk', packageValue: 'Title' });
  expect(title?.origins.length).toEqual({ layer: 'package', package: '@acme/desk' });
  expect(DESK.get(TITLE)?.properties.label).toBe('Title');
});

test('a set with a new identity adds an element of the org', () => {
  const id = 'field:Request__c.Priority__c';
  const added = apply({ op: 'set', element: id, properties: { label: 'Priority', type: 'Text', order: 5 } }).get(id);
  expect(added).toMatchObject({ kind: 'field', component: 'Request__c.Priority__c', path: [], owner: 'org' });
  expect(added?.origins.label).toEqual({ layer: 'org', ...author });
});

test('a reset brings the package value back, and takes away what the package does not say', () => {
  const changed = apply(
    { op: 'set', element: TITLE, properties: { label: 'Subject', help: 'Short' } },
    { op: 'set', element: TITLE, properties: { label: 'Topic' } },
    { op: 'reset', element: TITLE },
  );
  expect(changed.get(TITLE)).toEqual(DESK.get(TITLE));
});

test('a reset of one property leaves the others', () => {
  const title = apply(
    { op: 'set', element: TITLE, properties: { label: 'Subject', help: 'Short' } },
    { op: 'reset', element: TITLE, property: 'label' },
  ).get(TITLE);
  expect(title?.properties).toMatchObject({ label: 'Title', help: 'Short' });
});

test('an unset property can be reset too', () => {
  const unset: Edit = { op: 'unset', element: TITLE, property: 'length' };
  expect(apply(unset).get(TITLE)?.properties).not.toHaveProperty('length');
  expect(apply(unset, { op: 'reset', element: TITLE, property: 'length' }).get(TITLE)).toEqual(DESK.get(TITLE));
});

test('a remove takes the items too, and only them', () => {
  const left = apply({ op: 'remove', element: 'page:Request/sections:need' });
  expect([...left.keys()].filter((id) => id.startsWith('page:'))).toEqual([
    'page:Request',
    'page:Site',
    'page:Site/relatedLists:Requests__r',
    'page:Site/relatedLists:Requests__r/columns:Title__c',
  ]);
});

test('taking an object out takes its fields, rules and views along', () => {
  const left = apply({ op: 'remove', element: 'object:Request__c' });
  expect([...left.keys()].filter((id) => id.includes('Request__c.') && !id.startsWith('permissionSet'))).toEqual([]);
});

test('an item that was taken out and put back is the package item again', () => {
  const id = 'page:Request/sections:need/items:Title__c';
  const back = apply(
    { op: 'remove', element: 'page:Request/sections:need' },
    { op: 'set', element: 'page:Request/sections:need', properties: { label: 'Why' } },
  );
  expect(back.get(id)).toEqual(DESK.get(id));
  expect(back.get('page:Request/sections:need')).toMatchObject({ owner: '@acme/desk', properties: { label: 'Why' } });
});

test('what only the org says is not reset', () => {
  const id = 'page:Request/sections:new';
  const edits: Edit[] = [{ op: 'set', element: id, properties: { label: 'New', order: 1 } }];
  expect(apply(...edits, { op: 'reset', element: id }).has(id)).toBe(true);
});
