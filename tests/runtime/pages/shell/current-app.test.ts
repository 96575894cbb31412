import { expect, test } from 'vitest';
import { appOf, objectOf } from '../../../../runtime/pages/shell/current-app.ts';

const app = (name: string, ...objects: string[]) => ({
  name,
  label: name,
  description: '',
  tabs: objects.map((object) => ({ object, label: object, listView: 'All' })),
});
const apps = [app('Desk', 'Request__c', 'Account'), app('Directory', 'Account', 'Contact')];

test('the app last chosen shows, unless the page’s object is only in another', () => {
  expect(appOf(apps, 'Directory', undefined)?.name).toBe('Directory');
  expect(appOf(apps, 'Directory', 'Account')?.name).toBe('Directory');
  expect(appOf(apps, 'Desk', 'Contact')?.name).toBe('Directory');
  expect(appOf(apps, 'Desk', 'Task')?.name).toBe('Desk');
  expect(appOf(apps, null, undefined)?.name).toBe('Desk');
  expect(appOf(apps, 'Gone', 'Contact')?.name).toBe('Directory');
  expect(appOf([], 'Desk', 'Account')).toBeUndefined();
});

test('an address tells its object', () => {
  expect(objectOf('/o/Account/list')).toBe('Account');
  expect(objectOf('/r/Request__c/001/view')).toBe('Request__c');
  expect(objectOf('/home')).toBeUndefined();
});
