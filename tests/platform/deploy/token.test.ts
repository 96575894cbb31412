import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../../platform/deploy/deploy.ts';
import type { DeployResult } from '../../../platform/deploy/deploy-result.ts';
import { loadDeploy } from '../../../platform/deploy/history.ts';
import type { PackagesRequest } from '../../../platform/deploy/request.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { ENGINE_HOOKS, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES } from './order-files.ts';

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES });
});
afterEach(() => org.close());

const CHANGED = { ...ORDER_FILES, [NOTES]: field('Text', { length: 80, label: 'Comments' }) };
const notes = async () => (await org.loadLive()).model.objects.get('Order__c')?.fields.get('Notes__c')?.label;

async function check(files = CHANGED, options: Partial<PackagesRequest> = {}): Promise<string> {
  const result = await org.deployFiles(files, { by: 'checker@test', checkOnly: true, forLater: true, ...options });
  expect(result).toMatchObject({ status: 'checked', token: expect.stringMatching(/^fwv_/) });
  return result.token ?? '';
}

/** As `formwork deploy --token` does: with the token and nothing else. */
const apply = (token: string, more: Partial<PackagesRequest> = {}): Promise<DeployResult> =>
  deploy(org.store, { kind: 'packages', packages: [], by: 'boss@test', note: 'Later', token, ...more }, ENGINE_HOOKS);

async function publish(...edits: Edit[]): Promise<string> {
  const { version: expectedVersion } = await org.loadLive();
  const result = await deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'admin@test', note: '' });
  expect(result).toMatchObject({ status: 'succeeded' });
  return result.deploy ?? '';
}

const age = (days: number) =>
  org.pool.query(`update "${org.store.schema}".fw_validated set expires_at = expires_at - interval '${days} days'`);

describe('a checked deploy', () => {
  it('is applied later by its token alone, by whoever has it', async () => {
    const token = await check();
    expect(await notes()).toBe('Text');
    const result = await apply(token);
    expect(result).toMatchObject({ status: 'succeeded', version: 2, problems: [] });
    expect(await notes()).toBe('Comments');
    expect(await loadDeploy(org.store, result.deploy ?? '')).toMatchObject({ by: 'boss@test', note: 'Later' });
  });

  it('is applied after others that changed nothing of it', async () => {
    const token = await check();
    await publish({ op: 'set', element: 'field:Order__c.Total__c', properties: { label: 'Sum' } });
    expect(await apply(token)).toMatchObject({ status: 'succeeded', version: 3 });
    expect(await notes()).toBe('Comments');
  });

  it('is refused after one that did, which is named with what it changed', async () => {
    const token = await check();
    const other = await publish({ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    await publish({ op: 'set', element: 'field:Order__c.Total__c', properties: { label: 'Sum' } });
    const result = await apply(token);
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'TOKEN_OUTDATED' }] });
    expect(result.problems[0]?.message).toContain(`deploy ${other} of admin@test`);
    expect(result.problems[0]?.message).toContain('Field Order__c.Notes__c');
    expect(result.problems[0]?.message).not.toContain('Total__c');
    expect(await notes()).toBe('Remarks');
  });

  it('remembers what else was asked: how conflicts are decided, and what is taken away', async () => {
    await publish({ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    const { 'objects/Order__c/fields/Rush__c.json': _, ...rest } = CHANGED;
    const rush = 'field:Order__c.Rush__c';
    const seen = await org.deployFiles(rest, { checkOnly: true, prefer: 'theirs', destructive: [rush] });
    const confirm = seen.plan.confirmation ?? '';
    const token = await check(rest as typeof CHANGED, { prefer: 'theirs', destructive: [rush] });
    expect(await apply(token)).toMatchObject({ status: 'failed', problems: [{ code: 'CONFIRMATION_NEEDED' }] });
    expect(await apply(token, { confirm })).toMatchObject({ status: 'succeeded' });
    expect(await notes()).toBe('Comments');
    expect((await org.loadLive()).model.objects.get('Order__c')?.fields.has('Rush__c')).toBe(false);
  });

  it('takes away what it said it would, however many records hold it by then', async () => {
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Rush__c: true }]);
    const { 'objects/Order__c/fields/Rush__c.json': _, ...rest } = ORDER_FILES;
    const asked = { destructive: ['field:Order__c.Rush__c'], checkOnly: true, forLater: true } as const;
    const { plan, token = '' } = await org.deployFiles(rest, asked);
    expect(plan.losses).toMatchObject([{ records: 1, recoverableUntil: expect.any(String) }]);
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Two', Rush__c: true }]);
    const result = await apply(token, { confirm: plan.confirmation ?? '' });
    expect(result).toMatchObject({ status: 'succeeded', plan: { losses: [{ records: 2 }] } });
  });

  it('still asks the records when it becomes live', async () => {
    const shorter = { ...ORDER_FILES, [NOTES]: field('Text', { length: 3 }) };
    const token = await check(shorter);
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Notes__c: 'longer' }]);
    expect(await apply(token)).toMatchObject({ status: 'failed', problems: [{ code: 'VALUES_TOO_LONG' }] });
    expect((await org.loadLive()).version).toBe(1);
  });

  it('prepares what a large table needs', async () => {
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One' }]);
    const keyed = { ...ORDER_FILES, 'objects/Order__c/fields/Key__c.json': field('Text', { externalId: true }) };
    const hooks = { ...ENGINE_HOOKS, limits: { bigTable: 1 } };
    const request = { kind: 'packages', packages: [], by: 'boss@test', note: '' } as const;
    const token = await check(keyed as typeof CHANGED, { hooks } as never);
    const steps: string[] = [];
    const onStep = (step: string) => void steps.push(step);
    expect(await deploy(org.store, { ...request, token }, { ...hooks, onStep })).toMatchObject({ status: 'succeeded' });
    expect(steps).toContain('index built');
  });
});

describe('a token', () => {
  it('is good for one deploy', async () => {
    const token = await check();
    const { deploy: id } = await apply(token);
    const again = await apply(token);
    expect(again).toMatchObject({ status: 'failed', problems: [{ code: 'TOKEN_USED' }] });
    expect(again.problems[0]?.message).toContain(id);
  });

  it('is spent once where two come with it at the same time', async () => {
    const token = await check();
    const results = await Promise.all([apply(token), apply(token)]);
    expect(results.map(({ status }) => status).filter((status) => status === 'succeeded')).toHaveLength(1);
    expect((await org.loadLive()).version).toBe(2);
  });

  it('expires after ten days, and is forgotten a month later', async () => {
    const token = await check();
    await age(9.9);
    const { rows } = await org.pool.query(`select expires_at > now() as good from "${org.store.schema}".fw_validated`);
    expect(rows).toEqual([{ good: true }]);
    await age(0.2);
    expect(await apply(token)).toMatchObject({ status: 'failed', problems: [{ code: 'TOKEN_EXPIRED' }] });
    await age(30);
    await check();
    expect(await apply(token)).toMatchObject({ status: 'failed', problems: [{ code: 'UNKNOWN_TOKEN' }] });
  });

  it.each(['', 'fwv_', 'x', `fwv_${'A'.repeat(32)}`, "fwv_'; drop schema public; --"])(
    'that was made by hand is refused: %j',
    async (token) => {
      const result = await apply(token);
      expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'UNKNOWN_TOKEN' }] });
    },
  );

  it('of other packages is refused', async () => {
    const token = await check();
    const result = await org.deployFiles(ORDER_FILES, { token });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'TOKEN_OF_OTHER_PACKAGES' }] });
    expect(await org.deployFiles(CHANGED, { token })).toMatchObject({ status: 'succeeded' });
  });

  it('is kept as a digest only, and only where it was asked for', async () => {
    const token = await check();
    await org.deployFiles(CHANGED, { checkOnly: true });
    const { rows } = await org.pool.query(`select * from "${org.store.schema}".fw_validated`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
