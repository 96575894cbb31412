import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../platform/json.ts';
import { API, openShopServer, type ShopServer } from './support/shop-server.ts';

/* A seller who may change metadata as well, and sees every customer, but no credit and no orders of others. */
let shop: ShopServer;
let admin: string;
let seller: string;
beforeAll(async () => {
  shop = await openShopServer();
  admin = await shop.token('admin@shop.example');
  const rights = [
    { op: 'set', element: 'permissionSet:Seller/system:CustomizeApplication', properties: {} },
    { op: 'set', element: 'permissionSet:Seller/objects:Customer__c', properties: { viewAll: true } },
  ];
  expect((await studio(admin, 'publish', ...rights)).body.status).toBe('succeeded');
  seller = await shop.token('seller@shop.example');
  await shop.insert('Customer__c', [
    { Name: 'Secret customer', Code__c: 'C-1', Credit__c: 7 },
    { Name: 'Other customer', Credit__c: 7 },
  ]);
  const title = { Title__c: 'Secret title' };
  await shop.insert('Order__c', [title, title]);
});
afterAll(() => shop.close());

async function studio(token: string, what: 'check' | 'publish', ...edits: JsonObject[]) {
  const { body } = await shop.call(token, `${API}/formwork/session`);
  const call = { method: 'POST', body: { edits, expectedVersion: body.modelVersion } };
  return shop.call(token, `${API}/formwork/studio/${what}`, call);
}

describe('a problem that records make', () => {
  const TITLE = 'field:Order__c.Title__c';
  const CREDIT = 'field:Customer__c.Credit__c';
  it.each([
    ['another type', TITLE, { type: 'Email' }, 'INCOMPATIBLE_TYPE', '"Secret title"'],
    ['duplicates', TITLE, { unique: true }, 'DUPLICATE_VALUES', '"secret title"'],
    ['duplicates of a field that is hidden', CREDIT, { unique: true }, 'DUPLICATE_VALUES', '"7"'],
  ] as const)('shows values to those alone who may read them: %s', async (_, element, properties, code, value) => {
    for (const what of ['check', 'publish'] as const) {
      const edits = [
        ...(code === 'INCOMPATIBLE_TYPE' ? [{ op: 'unset', element, property: 'length' }] : []),
        { op: 'set', element, properties },
      ];
      const [shown] = (await studio(admin, what, ...edits)).body.problems;
      expect(shown).toMatchObject({ code, message: expect.stringContaining(value) });
      const [hidden] = (await studio(seller, what, ...edits)).body.problems;
      expect(hidden).toMatchObject({ code, found: shown.found });
      expect(hidden.message).not.toMatch(/secret|such as|"7"/i);
    }
  });
});
