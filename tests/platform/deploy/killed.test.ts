import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeployStep } from '../../../platform/deploy/request.ts';
import { openEngine } from '../../../runtime/engine.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { save } from '../../../runtime/records/save.ts';
import { ownTestDatabase, testDatabaseUrl } from '../../support/database.ts';
import { type TestOrg, testOrg } from '../../support/org.ts';
import { width } from '../../support/width.ts';
import { expectNoDrift } from './expect-no-drift.ts';
import { AFTER, BEFORE, LIMITS } from './killed-files.ts';
import { insertRecords, readField } from './order-files.ts';

const PROGRAM = new URL('./deploy-until-step.ts', import.meta.url).pathname;
/** From here on the new version is live, whatever becomes of the process. */
const LIVE: ReadonlySet<DeployStep> = new Set(['committed', 'step finished', 'finished']);
type Path = 'small' | 'big';

/** What happens in a deploy that nobody kills, and how the tables are then: the measure for all that are killed. */
const whole: Record<Path, { steps: readonly DeployStep[]; catalogue: readonly string[] }> = {
  small: { steps: [], catalogue: [] },
  big: { steps: [], catalogue: [] },
};
let org: TestOrg | undefined;
let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  dropDatabase = await ownTestDatabase();
  for (const path of ['small', 'big'] as const) {
    const here = await filledOrg();
    const steps: DeployStep[] = [];
    const onStep = (step: DeployStep) => void steps.push(step);
    expect(await deployAgain(here, path, onStep)).toMatchObject({ status: 'succeeded' });
    whole[path] = { steps, catalogue: await readCatalogue(here) };
    await here.close();
  }
}, 120_000);
afterAll(() => dropDatabase?.());
afterEach(async () => {
  await org?.close();
  org = undefined;
});

describe('a deploy that is killed', () => {
  it.each(['small', 'big'] as const)(
    'again and again, a step further each time, leaves the org wholly before or wholly after: %s tables',
    async (path) => {
      org = await filledOrg();
      for (const step of new Set(whole[path].steps)) {
        await killAt(org, path, { step });
        await expectBeforeOrAfter(org, step, `${path}: ${step}`);
      }
      expect(await deployAgain(org, path)).toMatchObject({ status: 'unchanged' });
      await expectWhole(org, path);
    },
    600_000,
  );

  // Each step of each phase, every index and every batch, in an org of its own.
  it.runIf(width(0, 1) === 1).each(['small', 'big'] as const)(
    'at any step can be repeated, and leaves nothing behind: %s tables',
    async (path) => {
      for (const [index, step] of whole[path].steps.entries()) {
        org = await filledOrg();
        const where = `${path}, step ${index + 1}: ${step}`;
        await killAt(org, path, { step: String(index + 1) });
        await expectBeforeOrAfter(org, step, where);
        const status = LIVE.has(step) ? 'unchanged' : 'succeeded';
        expect(await deployAgain(org, path), where).toMatchObject({ status });
        await expectWhole(org, path);
        await org.close();
        org = undefined;
      }
    },
    900_000,
  );

  it('in the middle of an index build leaves no build behind that would hinder the next', async () => {
    org = await filledOrg();
    const reader = await org.pool.connect();
    try {
      await reader.query('begin isolation level repeatable read; select 1 as one from pg_class limit 1');
      const child = startDeploy(org, 'big', 'none');
      await buildIsWaiting(org);
      await kill(child);
      // The build would go on waiting; PostgreSQL sees that nobody is there any more.
      const again = deployAgain(org, 'big');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await reader.query('rollback');
      expect(await again).toMatchObject({ status: 'succeeded' });
      await expectWhole(org, 'big');
    } finally {
      reader.release();
    }
  }, 60_000);
});

async function filledOrg(): Promise<TestOrg> {
  const made = await testOrg({ files: BEFORE });
  const totals = ['1.50', '2', null].map((Total__c, index) => ({ Name: `Order ${index}`, Total__c, Notes__c: 'kept' }));
  await insertRecords(made.store, made.live, 'Order__c', totals);
  await insertRecords(made.store, made.live, 'Customer__c', [{ Name: 'C' }]);
  return made;
}

/** The version that is live is the old one or the new one, with all its values, and people work by it. */
async function expectBeforeOrAfter(here: TestOrg, step: DeployStep, where: string): Promise<void> {
  const isLive = LIVE.has(step);
  expect((await here.loadLive()).version, where).toBe(isLive ? 2 : 1);
  const totals = await readField(here.store, await here.loadLive(), 'Order__c', 'Total__c');
  expect(totals.slice(0, 3), where).toEqual(isLive ? ['1.5', '2', null] : ['1.50', '2', null]);
  await work(here, isLive);
}

function deployAgain(here: TestOrg, path: Path, onStep: (step: DeployStep) => void = () => {}) {
  const limits = path === 'big' ? LIMITS : {};
  return here.deployFiles(AFTER, { hooks: { limits, onStep } });
}

/** Deploys in a process of its own and kills that, as a crash would, once it reached a step, by its name or number. */
async function killAt(here: TestOrg, path: Path, { step }: { readonly step: string }): Promise<void> {
  const child = startDeploy(here, path, step);
  const lines = createInterface({ input: child.stdout ?? process.stdin }); // it is a pipe
  for await (const line of lines) if (line.startsWith('reached ')) break;
  await kill(child);
}

function startDeploy(here: TestOrg, path: Path, step: string): ChildProcess {
  return spawn(process.execPath, [PROGRAM, here.name, path, step], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  const [code, signal] = await ended;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

/** Users read and write as if nothing had happened: by the rules of the version that is live, and no other. */
async function work(here: TestOrg, isLive: boolean): Promise<void> {
  const engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: here.name, maxConnections: 3 });
  try {
    const access = engine.systemAccess();
    const values = isLive ? { Needed__c: 'y' } : { Notes__c: 'kept' };
    const records = [{ values: { Name: 'Written after', ...values } }];
    const [outcome] = await engine.write(access, (context) =>
      save(context, { operation: 'insert', object: 'Order__c', records, allOrNone: true }),
    );
    expect(outcome?.errors).toEqual([]);
    const query = { object: 'Order__c', select: [['Name'], ['Total__c']], text: 'ignoreCase' } as const;
    const { rows } = await engine.read(access, (context) => runQuery(context, query));
    expect(rows.map((row) => row.Name)).toContain('Written after');
  } finally {
    await engine.close();
  }
}

async function expectWhole(here: TestOrg, path: Path): Promise<void> {
  await expectNoDrift(here);
  expect(await readCatalogue(here)).toEqual(whole[path].catalogue);
  const live = await here.loadLive();
  expect(live.version).toBe(2);
  const totals = await readField(here.store, live, 'Order__c', 'Total__c');
  expect(totals.slice(0, 3)).toEqual(['1.5', '2', null]);
  const numbers = await readField(here.store, live, 'Order__c', 'Number__c');
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).not.toContain(null);
}

/** Everything of the org's schema in PostgreSQL's own words, without the schema's name. */
async function readCatalogue({ pool, store }: TestOrg): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select replace(line, $1, 'ORG') as line from (
       select format('%s.%s %s %s', table_name, column_name, data_type, column_default) as line
         from information_schema.columns where table_schema = $1
       union all select indexdef from pg_indexes where schemaname = $1
       union all select format('%s %s %s', conname, pg_get_constraintdef(c.oid), convalidated)
         from pg_constraint c join pg_namespace n on n.oid = c.connamespace where n.nspname = $1
       union all select format('%s %s', relname, relkind) from pg_class c
         join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1
       union all select format('function %s', proname) from pg_proc p
         join pg_namespace n on n.oid = p.pronamespace where n.nspname = $1) lines order by 1`,
    [store.schema],
  );
  return rows.map(({ line }) => line);
}

async function buildIsWaiting({ pool, store }: TestOrg): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query(
      `select from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = $1 and c.relname like 'new$%' and i.indisready and not i.indisvalid`,
      [store.schema],
    );
    if (rowCount !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
