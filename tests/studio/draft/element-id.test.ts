import { expect, test } from 'vitest';
import { isWithin } from '../../../platform/packages/element-id.ts';
import { addressOf, componentOf, itemId } from '../../../studio/draft/element-id.ts';

test('an item key with a slash and a tilde survives the identity', () => {
  const id = itemId('field:A.B__c', 'values', 'a/b~c');
  expect(id).toBe('field:A.B__c/values:a~1b~0c');
  expect(addressOf(id)).toEqual({ kind: 'field', component: 'A.B__c', path: ['values', 'a/b~c'] });
});

test('an item key with a colon is read whole', () => {
  expect(addressOf('page:P/sections:a:b/items:X').path).toEqual(['sections', 'a:b', 'items', 'X']);
});

test('an identity knows its component and what is within it', () => {
  const id = 'page:P/sections:need/items:Title__c';
  expect(componentOf(id)).toBe('page:P');
  expect(isWithin(id, 'page:P/sections:need')).toBe(true);
  expect(isWithin('page:Pages', 'page:P')).toBe(false);
});
