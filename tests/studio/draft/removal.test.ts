import { expect, test } from 'vitest';
import { findUses } from '../../../platform/layers/uses.ts';
import { indexElements } from '../../../studio/draft/elements.ts';
import { planRemoval } from '../../../studio/draft/removal.ts';
import { DESK } from '../support/elements.ts';

const elements = indexElements(DESK);
const uses = findUses(elements.byId);

test('columns, page items and permissions go with a field, conditions and sort orders hold it', () => {
  const { edits, goesToo, blockers } = planRemoval(uses, 'field:Request__c.Title__c');
  expect(edits.map((edit) => edit.element)).toEqual([
    'listView:Request__c.Open/columns:Title__c',
    'page:Request/sections:need/items:Title__c',
    'page:Site/relatedLists:Requests__r/columns:Title__c',
    'permissionSet:Desk/fields:Request__c.Title__c',
    'field:Request__c.Title__c',
  ]);
  expect(goesToo).toHaveLength(4);
  expect(blockers.map((use) => use.how)).toEqual(['in the condition', 'where the message stands', 'in the sort order']);
});

test('a related list goes with the lookup behind it, its columns within it', () => {
  const { edits, blockers } = planRemoval(uses, 'field:Request__c.Site__c');
  const elementsRemoved = edits.map((edit) => edit.element);
  expect(elementsRemoved).toContain('page:Site/relatedLists:Requests__r');
  expect(elementsRemoved).not.toContain('page:Site/relatedLists:Requests__r/columns:Title__c');
  expect(blockers.map((use) => use.from)).toEqual(['validationRule:Request__c.Title_given']);
});
