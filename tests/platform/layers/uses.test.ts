import { expect, test } from 'vitest';
import { findUses, whereUsed } from '../../../platform/layers/uses.ts';
import { DESK } from '../../studio/support/elements.ts';

const uses = findUses(DESK);
const usesOf = (target: string) => whereUsed(uses, target).map((use) => `${use.from} ${use.how}`);

test('a field is found on pages, in views, rules and permission sets', () => {
  expect(usesOf('field:Request__c.Title__c')).toEqual([
    'validationRule:Request__c.Title_given in the condition',
    'validationRule:Request__c.Title_given where the message stands',
    'listView:Request__c.Open in the sort order',
    'listView:Request__c.Open/columns:Title__c a column',
    'page:Request/sections:need/items:Title__c shown on the page',
    'page:Site/relatedLists:Requests__r/columns:Title__c a column of a related list',
    'permissionSet:Desk/fields:Request__c.Title__c access to it',
  ]);
});

test('a field at the end of a path is used, and the lookup on the way too', () => {
  expect(usesOf('field:Site__c.City__c')).toEqual([
    'validationRule:Request__c.Title_given in the condition',
    'listView:Request__c.Open/columns:Site__r.City__c a column',
  ]);
  expect(usesOf('field:Request__c.Site__c')).toContain('listView:Request__c.Open/columns:Site__r.City__c a column');
  expect(usesOf('field:Request__c.Site__c')).toContain('page:Site/relatedLists:Requests__r a related list');
});

test('a picklist value is found in conditions, lists of values and actions', () => {
  expect(usesOf('field:Request__c.Status__c/values:Draft')).toEqual([
    'validationRule:Request__c.Title_given in the condition',
    'action:Request__c.Open a state of the action',
  ]);
  expect(usesOf('field:Request__c.Status__c/values:Open')).toEqual([
    'listView:Request__c.Open in the filter',
    'action:Request__c.Open a state of the action',
  ]);
  expect(usesOf('field:Request__c.Status__c/values:On hold~1waiting')).toEqual([]);
});

test('an object is found where its name stands', () => {
  expect(usesOf('object:Site__c')).toEqual([
    'field:Request__c.Site__c what it points to',
    'page:Site whose records it shows',
  ]);
});
