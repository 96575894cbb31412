import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../../platform/deploy/deploy.ts';
import type { PackagesRequest } from '../../../platform/deploy/request.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, ORDER_FILES, object, readField } from './order-files.ts';

/** Two packages: orders, and deliveries that hang on them. */
const FILES: Files = {
  'orders/package.json': { name: '@test/orders', version: '1.0.0', formwork: { label: 'Orders' } },
  ...Object.fromEntries(Object.entries(ORDER_FILES).map(([path, value]) => [`orders/${path}`, value])),
  'deliveries/package.json': {
    name: '@test/deliveries',
    version: '1.0.0',
    formwork: { label: 'Deliveries' },
    dependencies: { '@test/orders': '^1.0.0' },
  },
  'deliveries/objects/Delivery__c/object.json': object('Delivery'),
  'deliveries/objects/Delivery__c/fields/Carrier__c.json': field('Text'),
  'deliveries/objects/Order__c/fields/Delivered__c.json': field('Date'),
};

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: FILES });
});
afterEach(() => org.close());

async function publish(...edits: readonly Edit[]) {
  const { version: expectedVersion } = await org.loadLive();
  const result = await deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'ann@test', note: '' });
  expect(result).toMatchObject({ status: 'succeeded' });
}

async function uninstall(names: readonly string[], prefer?: 'ours' | 'theirs') {
  const who = { by: 'bob@test', note: '', ...(prefer ? { prefer } : {}) };
  const request: PackagesRequest = { ...who, kind: 'packages', packages: [], uninstall: names };
  const { plan } = await deploy(org.store, { ...request, checkOnly: true });
  return deploy(org.store, { ...request, ...(plan.confirmation ? { confirm: plan.confirmation } : {}) });
}

const CARRIER: Edit = { op: 'set', element: 'field:Delivery__c.Carrier__c', properties: { label: 'Shipper' } };
const WEIGHT: Edit = { op: 'set', element: 'field:Delivery__c.Weight__c', properties: field('Number') };

describe('uninstalling a package', () => {
  it('takes all that it owns along, and nothing else', async () => {
    expect(await uninstall(['@test/deliveries'])).toMatchObject({ status: 'succeeded', problems: [] });
    const { model } = await org.loadLive();
    expect(model.packages.has('@test/deliveries')).toBe(false);
    expect(model.objects.has('Delivery__c')).toBe(false);
    expect(model.objects.get('Order__c')?.fields.has('Delivered__c')).toBe(false);
    expect(model.objects.get('Order__c')?.fields.has('Notes__c')).toBe(true);
  });

  it('is not undone by the next start, only by a person', async () => {
    await uninstall(['@test/deliveries']);
    expect((await org.deployFiles(FILES, { trigger: 'start' })).status).toBe('unchanged');
    expect((await org.deployFiles(FILES)).status).toBe('succeeded');
    expect((await org.loadLive()).model.objects.has('Delivery__c')).toBe(true);
  });

  it('asks what happens to what admins made of it', async () => {
    await publish(CARRIER, WEIGHT);
    const result = await uninstall(['@test/deliveries']);
    expect(result.plan.conflicts).toMatchObject([{ element: 'object:Delivery__c', by: 'ann@test' }]);
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'CONFLICT' }] });
    expect((await org.loadLive()).model.objects.has('Delivery__c')).toBe(true);
  });

  it('lets the org take over what hangs together with its changes, records included', async () => {
    await publish(CARRIER, WEIGHT);
    const live = await org.loadLive();
    await insertRecords(org.store, live, 'Delivery__c', [{ Name: 'First', Carrier__c: 'Post' }]);
    expect(await uninstall(['@test/deliveries'], 'ours')).toMatchObject({ status: 'succeeded' });
    const now = await org.loadLive();
    const fields = now.model.objects.get('Delivery__c')?.fields;
    expect([fields?.get('Carrier__c')?.label, fields?.has('Weight__c')]).toEqual(['Shipper', true]);
    expect(now.model.objects.get('Order__c')?.fields.has('Delivered__c')).toBe(false);
    expect(await readField(org.store, now, 'Delivery__c', 'Carrier__c')).toEqual(['Post']);
    expect(now.model.origins.get('object:Delivery__c')?.label).toMatchObject({ layer: 'org', by: 'bob@test' });
  });

  it('lets it take over what that names as well, in turn, and tells so', async () => {
    const notes: Edit = { op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Remarks' } };
    await publish(notes);
    const result = await uninstall(['@test/orders', '@test/deliveries'], 'ours');
    expect(result).toMatchObject({
      status: 'succeeded',
      problems: [{ code: 'TAKEN_OVER', element: 'object:Customer__c' }],
    });
    expect(result.problems[0]?.message).toContain('Object Customer__c becomes the org');
    expect(result.problems[0]?.message).toContain('Field Order__c.Customer__c');
    const { model } = await org.loadLive();
    expect(model.objects.get('Order__c')?.fields.get('Customer__c')?.references).toBe('Customer__c');
    expect(model.objects.has('Delivery__c')).toBe(false);
  });

  it('or takes that along, too', async () => {
    await publish(CARRIER, WEIGHT);
    expect(await uninstall(['@test/deliveries'], 'theirs')).toMatchObject({ status: 'succeeded' });
    expect((await org.loadLive()).model.objects.has('Delivery__c')).toBe(false);
    const { added, changed } = await org.store.loadOrgLayer();
    expect([added.size, changed.size]).toEqual([0, 0]);
  });

  it.each([
    [['@test/orders'], 'PACKAGE_NEEDED', 'needed by @test/deliveries'],
    [['@test/order'], 'UNKNOWN_PACKAGE', 'No package @test/order is installed'],
    [['@formwork/system'], 'PACKAGE_NEEDED', "the engine's own"],
  ])('refuses %j: %s', async (names, code, message) => {
    const { status, problems } = await uninstall(names);
    expect(status).toBe('failed');
    expect(problems.find((problem) => problem.code === code)?.message).toContain(message);
    expect((await org.loadLive()).version).toBe(1);
  });

  it('goes for several that need each other at once', async () => {
    expect(await uninstall(['@test/orders', '@test/deliveries'])).toMatchObject({ status: 'succeeded' });
    expect([...(await org.loadLive()).model.packages.keys()]).toEqual(['@formwork/system']);
  });
});
