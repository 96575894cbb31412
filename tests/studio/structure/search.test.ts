import { expect, test } from 'vitest';
import { indexElements } from '../../../studio/draft/elements.ts';
import { searchComponents } from '../../../studio/structure/search.ts';
import { DESK } from '../support/elements.ts';

const search = (text: string, limit = 20) =>
  searchComponents(indexElements(DESK), text, limit).map((element) => element.id);

test('labels and API names are found, those that begin so first', () => {
  expect(search('site')).toEqual(['object:Site__c', 'field:Request__c.Site__c', 'page:Site', 'field:Site__c.City__c']);
});

test('all words must be there', () => {
  expect(search('request title')).toEqual(['field:Request__c.Title__c', 'validationRule:Request__c.Title_given']);
});

test('nothing typed finds nothing, and no more than wanted is found', () => {
  expect(search('  ')).toEqual([]);
  expect(search('e', 2)).toHaveLength(2);
});
