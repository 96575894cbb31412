import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../platform/deploy/deploy.ts';
import type { DeployHooks, DeployStep } from '../../platform/deploy/request.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { save } from '../../runtime/records/save.ts';
import { expectNoDrift } from '../platform/deploy/expect-no-drift.ts';
import { field, NOTES, ORDER_FILES } from '../platform/deploy/order-files.ts';
import { ownTestDatabase, testDatabaseUrl } from '../support/database.ts';
import { ENGINE_HOOKS, loadTestPackages, type TestOrg, testOrg } from '../support/org.ts';

let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  dropDatabase = await ownTestDatabase();
});
afterAll(() => dropDatabase?.());

let org: TestOrg;
let worker: Engine;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES });
  worker = await openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 4 });
  expect(await insert('same')).toMatchObject([{ success: true }]);
});
afterEach(async () => {
  await worker.close();
  await expectNoDrift(org);
  await org.close();
});

const UNIQUE = { ...ORDER_FILES, [NOTES]: field('Text', { length: 80, unique: true }) };

function insert(notes: string) {
  const records = [{ values: { Name: 'One', Notes__c: notes } }];
  return worker.write(worker.systemAccess(), (context) =>
    save(context, { operation: 'insert', object: 'Order__c', records, allOrNone: true }),
  );
}

async function deployUnique(onStep?: DeployHooks['onStep']) {
  const packages = await loadTestPackages([], UNIQUE);
  const request = { kind: 'packages', packages, by: 'test', note: '' } as const;
  return deploy(org.store, request, { ...ENGINE_HOOKS, limits: { bigTable: 1 }, ...(onStep ? { onStep } : {}) });
}

/** Deploys, with a record written at a step that the live version allows and the new one does not. */
async function writeAt(at: DeployStep) {
  let outcomes: Awaited<ReturnType<typeof insert>> | undefined;
  const result = await deployUnique(async (step) => {
    if (step === at) outcomes = await insert('SAME');
  });
  return { result, outcomes };
}

describe('a unique index that a deploy has built and not put into effect', () => {
  it.each(['index built', 'prepared'] as const)('refuses nobody: "%s"', async (step) => {
    const { result, outcomes } = await writeAt(step);
    expect(outcomes).toMatchObject([{ success: true }]);
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'DUPLICATE_VALUES' }] });
    expect(result.problems[0]?.message).toContain('Order__c.Notes__c cannot become unique');
    expect(result.problems[0]?.message).toContain('"same"');
  });

  it('refuses nobody while it is being built, and its build is stopped', async () => {
    const reader = await org.pool.connect();
    try {
      // The build waits for whoever may still see what was before; the index is enforced by then.
      await reader.query('begin isolation level repeatable read; select 1 as one from pg_class limit 1');
      const deployed = deployUnique();
      await buildIsWaiting();
      expect(await insert('SAME')).toMatchObject([{ success: true }]);
      expect(await deployed).toMatchObject({ status: 'failed', problems: [{ code: 'DUPLICATE_VALUES' }] });
    } finally {
      await reader.query('rollback');
      reader.release();
    }
  });

  it('left by a process that died refuses nobody either', async () => {
    const { rows } = await org.pool.query(`select * from "${org.store.schema}".fw_preparation`);
    expect(rows).toEqual([]);
    await org.pool.query(
      `create unique index "new$order__c$notes__c$key" on "${org.store.schema}"."order__c" (lower("notes__c"))`,
    );
    expect(await insert('Same')).toMatchObject([{ success: true }]);
  });

  it('refuses, with the reason, once it is live', async () => {
    expect(await deployUnique()).toMatchObject({ status: 'succeeded' });
    const [outcome] = await insert('Same');
    expect(outcome).toMatchObject({ success: false, errors: [{ errorCode: 'DUPLICATE_VALUE', fields: ['Notes__c'] }] });
  });
});

/** The last wait of a build: the index is complete and enforced, and not valid before old snapshots are gone. */
async function buildIsWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await org.pool.query(
      `select i.indisready as ready from pg_index i join pg_class c on c.oid = i.indexrelid
       join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname like 'new$%'`,
      [org.store.schema],
    );
    if (rows[0]?.ready) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
