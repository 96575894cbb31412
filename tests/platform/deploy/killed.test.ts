import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeployStep } from '../../../platform/deploy/request.ts';
import { type TestOrg, testOrg } from '../../support/org.ts';
import { insertRecords, ORDER_FILES, readField, UPGRADED_FILES } from './order-files.ts';

const STEPS: readonly DeployStep[] = ['locked', 'tables', 'metadata', 'system records', 'records', 'recorded'];
const PROGRAM = new URL('./deploy-until-step.ts', import.meta.url).pathname;

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg({ files: ORDER_FILES });
  await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Before', Notes__c: 'kept', Code__c: 'OLD' }]);
});
afterAll(() => org.close());

describe('a deploy that is killed in the middle', () => {
  it.each(STEPS)('leaves the old version whole: after "%s"', async (step) => {
    await deployAndKillAt(step);
    const live = await org.loadLive();
    expect(live.version).toBe(1);
    expect(live.model.objects.get('Order__c')?.fields.get('Notes__c')?.label).toBe('Text');
    expect(await readField(org.store, live, 'Order__c', 'Name')).toEqual(['Before']);
    const { rows } = await org.pool.query(
      `select count(*)::integer as count from information_schema.columns
       where table_schema = $1 and (table_name = 'item__c' or column_name = 'extra__c')`,
      [org.store.schema],
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('can be repeated', async () => {
    expect(await org.deployFiles(UPGRADED_FILES)).toMatchObject({
      status: 'succeeded',
      version: 2,
      problems: [],
    });
    const live = await org.loadLive();
    expect(live.model.objects.get('Order__c')?.fields.get('Notes__c')?.label).toBe('Comments');
    expect(await readField(org.store, live, 'Order__c', 'Notes__c')).toEqual(['kept', null]);
    expect(await readField(org.store, live, 'Order__c', 'Name')).toEqual(['Before', 'Shipped']);
  });
});

/** Deploys in a process of its own and kills that, as a crash would, once it reached a step. */
async function deployAndKillAt(step: DeployStep): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, org.name, step], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line === `reached ${step}`) break;
  child.kill('SIGKILL');
  const [code, signal] = await ended;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}
