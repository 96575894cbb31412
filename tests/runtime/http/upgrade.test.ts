import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../../platform/json.ts';
import { loadWaiting } from '../../../platform/store/waiting.ts';
import { writePackages } from '../../support/org.ts';
import { SHOP } from './support/shop.ts';
import { API, openShopServer, type ShopServer } from './support/shop-server.ts';

/* A new version of a package that meets what an admin did, from the deploy that brings it to the decision. */
const UPGRADE = `${API}/formwork/studio/upgrade`;
const CODE = 'objects/Customer__c/fields/Code__c.json';
const ELEMENT = 'field:Customer__c.Code__c';

let shop: ShopServer;
let admin: string;
let seller: string;
beforeAll(async () => {
  shop = await openShopServer();
  admin = await shop.token('admin@shop.example');
  seller = await shop.token('seller@shop.example');
});
afterAll(() => shop.close());

const call = (method: string, body?: unknown, token = admin) =>
  shop.call(token, UPGRADE, { method, ...(body === undefined ? {} : { body }) });

async function bring(label: string, { version = '1.1.0', ...how }: { version?: string; prefer?: 'theirs' } = {}) {
  const manifest = { name: '@test/app', version, formwork: { label: 'Shop' } };
  const folder = await writePackages({
    'package.json': manifest,
    ...SHOP,
    [CODE]: { ...(SHOP[CODE] as JsonObject), label },
  });
  const result = await shop.engine.deployPackages([folder], { by: 'ci@shop.example', note: 'Release 1.1', ...how });
  await rm(folder, { recursive: true });
  return result;
}

/** Decides what waits now, as the page does. */
async function decide(decisions: readonly unknown[], note = '') {
  const { body } = await call('GET');
  return call('POST', { digest: body.upgrade?.digest ?? '', decisions, note });
}

async function rename(label: string) {
  const edits = [{ op: 'set', element: ELEMENT, properties: { label } }];
  const body = { edits, expectedVersion: shop.engine.live().version };
  expect((await shop.call(admin, `${API}/formwork/studio/publish`, { method: 'POST', body })).body.status).toBe(
    'succeeded',
  );
}

const label = () => shop.engine.live().model.objects.get('Customer__c')?.fields.get('Code__c')?.label;

it('waits with its conflicts until an admin decides, and is told with both versions', async () => {
  expect((await call('GET')).body).toEqual({ upgrade: null });
  await rename('Number');
  expect(await bring('Key')).toMatchObject({ status: 'failed' });
  const { body } = await call('GET');
  expect(body.upgrade).toMatchObject({
    by: 'ci@shop.example',
    note: 'Release 1.1',
    packages: [{ name: '@test/app', from: '1.0.0', to: '1.1.0' }],
    result: {
      status: 'failed',
      plan: { conflicts: [{ element: ELEMENT, property: 'label', theirs: 'Key', ours: 'Number' }] },
    },
  });
});

it('is for admins alone, and refuses what is no decision', async () => {
  for (const [method, body] of [['GET'], ['POST', { digest: '', decisions: [] }], ['DELETE']] as const)
    expect((await call(method, body, seller)).status, method).toBe(403);
  expect((await decide([{ element: ELEMENT, choose: 'mine' }])).status).toBe(400);
  expect((await decide([])).body).toMatchObject({
    status: 'failed',
    problems: [{ code: 'CONFLICT' }],
  });
  const late = { element: ELEMENT, property: 'label', choose: 'ours', theirs: 'Other', ours: 'Number' };
  expect((await decide([late])).body.problems).toMatchObject([{ code: 'CONFLICT' }, { code: 'OUTDATED_DECISION' }]);
  expect(label()).toBe('Number');
});

it('comes in as decided, and waits no longer', async () => {
  const decision = { element: ELEMENT, property: 'label', choose: 'theirs', theirs: 'Key', ours: 'Number' };
  const { body } = await decide([decision], 'The word of the trade');
  expect(body).toMatchObject({
    status: 'succeeded',
    plan: { decisions: [{ choose: 'theirs', decidedBy: 'admin@shop.example' }] },
  });
  expect(label()).toBe('Key');
  expect((await call('GET')).body).toEqual({ upgrade: null });
  expect((await decide([])).status).toBe(404);
});

it('comes in only as it was looked at', async () => {
  await rename('Sign');
  await bring('Mark');
  const reviewed = (await call('GET')).body.upgrade;
  await bring('Token');
  const decisions = [{ element: ELEMENT, property: 'label', choose: 'theirs' }];
  expect((await call('POST', { decisions })).status).toBe(400);
  const { body } = await call('POST', { digest: reviewed.digest, decisions });
  expect(body).toMatchObject({
    status: 'failed',
    problems: [{ code: 'UPGRADE_REPLACED' }],
    plan: { conflicts: [{ theirs: 'Token' }] },
  });
  expect(label()).toBe('Sign');
});

it('is replaced by a newer attempt, and can be sent away', async () => {
  await rename('Sign');
  await bring('Mark');
  await bring('Token');
  expect((await call('GET')).body.upgrade.result.plan.conflicts).toMatchObject([{ theirs: 'Token' }]);
  expect((await call('DELETE')).status).toBe(204);
  expect((await call('GET')).body).toEqual({ upgrade: null });
  expect(label()).toBe('Sign');
});

it('is gone by itself where a command line decided it meanwhile', async () => {
  await bring('Token');
  expect((await call('GET')).body.upgrade).not.toBeNull();
  await rename('Token');
  await bring('Token');
  expect((await call('GET')).body).toEqual({ upgrade: null });
});

it('waits no longer once another version came in, whoever brought it', async () => {
  await rename('Sign');
  await bring('Mark', { version: '1.2.0' });
  expect((await call('GET')).body.upgrade.packages).toMatchObject([{ to: '1.2.0' }]);
  expect(await bring('Stamp', { version: '1.3.0', prefer: 'theirs' })).toMatchObject({ status: 'succeeded' });
  expect(await loadWaiting(shop.engine.store)).toBeUndefined();
  expect((await call('GET')).body).toEqual({ upgrade: null });
});

it('is never a downgrade: that is decided where it is deployed', async () => {
  await rename('Sign');
  expect(await bring('Mark', { version: '1.2.0' })).toMatchObject({
    status: 'failed',
    problems: [{ code: 'CONFLICT' }],
  });
  expect((await call('GET')).body).toEqual({ upgrade: null });
  expect((await decide([])).status).toBe(404);
});
