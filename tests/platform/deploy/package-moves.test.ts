import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rollback } from '../../../platform/deploy/deploy.ts';
import { loadInstalled, loadReleased } from '../../../platform/deploy/installed-packages.ts';
import { moveInWords, warnOfRevised } from '../../../platform/deploy/package-moves.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { lockOf } from '../../../platform/packages/lock.ts';
import { ENGINE_HOOKS, type Files, loadTestPackages, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, ORDER_FILES, readField } from './order-files.ts';

const PRIORITY = 'orders/objects/Order__c/fields/Priority__c.json';

/** The package of orders in a version, in a folder of its own; a change of null takes a file out. */
function orders(version: string, changes: Readonly<Record<string, JsonObject | null>> = {}): Files {
  const files = Object.entries(ORDER_FILES).map(([path, value]) => [`orders/${path}`, value] as const);
  const all = { ...Object.fromEntries(files), ...changes };
  return {
    'orders/package.json': { name: '@acme/orders', version, formwork: { label: 'Orders' } },
    ...Object.fromEntries(Object.entries(all).flatMap(([path, value]) => (value === null ? [] : [[path, value]]))),
  };
}

const bills = (range: string, version = '1.0.0'): Files => ({
  'bills/package.json': {
    name: '@acme/bills',
    version,
    dependencies: { '@acme/orders': range },
    formwork: { label: 'Bills' },
  },
});

const V1 = orders('1.0.0');
const V1_1 = orders('1.1.0', { [PRIORITY]: field('Number', { precision: 3, scale: 0 }) as JsonObject });
/** Breaks with 1.1.0: the notes are gone. */
const V2 = orders('2.0.0', {
  [PRIORITY]: field('Number', { precision: 3, scale: 0 }) as JsonObject,
  [`orders/${NOTES}`]: null,
});

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: V1 });
});
afterEach(() => org.close());

async function deployed(files: Files, by = 'test') {
  const result = await org.deployFiles(files, { by });
  expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(result.status).toBe('succeeded');
  return result;
}

const read = async (name: string) => readField(org.store, await org.loadLive(), 'Order__c', name);

describe('a package that moves from version to version', () => {
  it('is told as installed, upgraded, downgraded or revised', async () => {
    const moves = async (files: Files) => (await deployed(files)).plan.packages?.map(moveInWords);
    expect(await moves({ ...V1_1, ...bills('*') })).toEqual([
      'upgrade of @acme/orders 1.0.0 → 1.1.0',
      'install of @acme/bills 1.0.0',
    ]);
    expect(await moves(V1)).toEqual(['downgrade of @acme/orders 1.1.0 → 1.0.0']);
    const { plan } = await deployed(orders('1.0.0', { 'orders/roles/Boss.json': { label: 'Boss' } }));
    expect(plan.packages?.map(moveInWords)).toEqual(['change of @acme/orders 1.0.0, whose version stays']);
    expect(warnOfRevised(plan.packages ?? [])).toEqual([
      expect.objectContaining({
        code: 'VERSION_UNCHANGED',
        severity: 'warning',
        message: expect.stringContaining('@acme/orders 1.0.0 is installed already and says something else'),
      }),
    ]);
    expect((await org.deployFiles(orders('1.0.0', { 'orders/roles/Boss.json': { label: 'Boss' } }))).status).toBe(
      'unchanged',
    );
  });

  it('keeps the data of what an older or a newer version does not declare', async () => {
    await deployed(V1_1);
    await insertRecords(org.store, await org.loadLive(), 'Order__c', [
      { Name: 'First', Notes__c: 'handle with care', Priority__c: 7 },
    ]);
    const up = await deployed(V2);
    expect(up.problems).toEqual([
      expect.objectContaining({ code: 'ELEMENT_KEPT', element: 'field:Order__c.Notes__c' }),
    ]);
    expect(await read('Notes__c')).toEqual(['handle with care']);

    const down = await deployed(V1);
    expect(down.plan.packages?.map(moveInWords)).toEqual(['downgrade of @acme/orders 2.0.0 → 1.0.0']);
    expect(down.problems).toEqual([
      expect.objectContaining({ code: 'ELEMENT_KEPT', element: 'field:Order__c.Priority__c' }),
    ]);
    expect(await read('Priority__c')).toEqual(['7']);

    await deployed(V2);
    expect([await read('Notes__c'), await read('Priority__c')]).toEqual([['handle with care'], ['7']]);
    expect((await org.store.loadLive())?.model.packages.get('@acme/orders')?.version).toBe('2.0.0');
  });

  it('is rolled back to the version before, as a downgrade', async () => {
    const { deploy = '' } = await deployed(V1_1);
    const back = await rollback(org.store, deploy, { by: 'test', note: '', hooks: ENGINE_HOOKS });
    expect(back.plan.packages?.map(moveInWords)).toEqual(['downgrade of @acme/orders 1.1.0 → 1.0.0']);
  });

  it('is refused where a package that stays does not take its version', async () => {
    await deployed({ ...V1_1, ...bills('^1.1.0') });
    for (const [files, version] of [
      [V2, '2.0.0'],
      [V1, '1.0.0'],
    ] as const) {
      const result = await org.deployFiles(files);
      expect(result.status).toBe('failed');
      expect(result.problems).toContainEqual(
        expect.objectContaining({
          code: 'WRONG_PACKAGE_VERSION',
          message: `@acme/bills 1.0.0 needs @acme/orders ^1.1.0, and the org would have ${version}. Deploy a version of @acme/bills that goes with it, too.`,
        }),
      );
    }
    await deployed({ ...V2, ...bills('^2.0.0', '2.0.0') });
  });
});

describe('what an org has installed', () => {
  it('is listed with who brought each version, and when', async () => {
    await deployed({ ...V1_1, ...bills('*') }, 'ann');
    await deployed(V2, 'bob');
    const listed = (await loadInstalled(org.store)).slice(1);
    expect(listed.map(({ name, version, by }) => ({ name, version, by }))).toEqual([
      { name: '@acme/orders', version: '2.0.0', by: 'bob' },
      { name: '@acme/bills', version: '1.0.0', by: 'ann' },
    ]);
    expect(listed[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('is locked as it was shipped, whatever the org keeps of older versions', async () => {
    await deployed(V1_1);
    await deployed(V2);
    const released = await loadReleased(org.store);
    expect(released.find(({ name }) => name === '@acme/orders')?.elements.has('field:Order__c.Notes__c')).toBe(false);
    expect(lockOf(released)).toEqual(lockOf(await loadTestPackages([], V2)));
  });
});
