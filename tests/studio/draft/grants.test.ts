import { expect, test } from 'vitest';
import { newElement } from '../../../studio/draft/elements.ts';
import { grantEdits } from '../../../studio/draft/grants.ts';
import { DESK } from '../support/elements.ts';

const ROW = 'permissionSet:Desk/fields:Request__c.Status__c';
const PACKAGED = 'permissionSet:Desk/fields:Request__c.Title__c';

test('whoever may edit may read', () => {
  expect(grantEdits(ROW, undefined, 'edit', 'give')).toEqual([
    { op: 'set', element: ROW, properties: { edit: true, read: true } },
  ]);
});

test('who may no longer read may no longer edit', () => {
  expect(grantEdits(PACKAGED, DESK.get(PACKAGED), 'read', 'take')).toEqual([
    { op: 'set', element: PACKAGED, properties: { read: false, edit: false } },
  ]);
});

test('a row of the org that gives nothing any more goes', () => {
  const row = newElement(ROW, { read: true });
  expect(grantEdits(ROW, row, 'read', 'take')).toEqual([{ op: 'remove', element: ROW }]);
});

test('what is given already is not given again', () => {
  expect(grantEdits(PACKAGED, DESK.get(PACKAGED), 'edit', 'give')).toEqual([]);
});
