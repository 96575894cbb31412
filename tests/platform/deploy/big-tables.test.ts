import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeployHooks, DeployStep } from '../../../platform/deploy/request.ts';
import { ownTestDatabase } from '../../support/database.ts';
import type { Files, TestOrg } from '../../support/org.ts';
import { testOrg } from '../../support/org.ts';
import { expectNoDrift } from './expect-no-drift.ts';
import { field, insertRecords, ORDER_FILES, readField } from './order-files.ts';

/** Every table with a record counts as large, so that a few records show what happens to many. */
const limits = { bigTable: 1, batch: 2 };
const RECORDS = 5;

let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  dropDatabase = await ownTestDatabase();
});
afterAll(() => dropDatabase?.());

let org: TestOrg;
let customers: string[];
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES, hooks: { limits } });
  customers = await insertRecords(org.store, org.live, 'Customer__c', [{ Name: 'C1' }, { Name: 'C2' }]);
  const records = Array.from({ length: RECORDS }, (_, index) => ({ Name: `Order ${index}`, Notes__c: String(index) }));
  await insertRecords(org.store, org.live, 'Order__c', records);
});
afterEach(async () => {
  await expectNoDrift(org);
  await org.close();
});

const FIELDS = 'objects/Order__c/fields';
const values = async (name: string) => readField(org.store, await org.loadLive(), 'Order__c', name);

/** Deploys more fields, and tells the steps that were taken. */
async function add(files: Files, onStep?: DeployHooks['onStep']) {
  const steps: DeployStep[] = [];
  const result = await org.deployFiles(
    { ...ORDER_FILES, ...files },
    {
      hooks: {
        async onStep(step) {
          steps.push(step);
          await onStep?.(step);
        },
      },
    },
  );
  return { result, steps };
}

/** The indexes of orders, whatever they are called. */
async function indexes(): Promise<number[]> {
  const text = 'select indexrelid as id from pg_index where indrelid = $1::regclass order by 1';
  const { rows } = await org.pool.query<{ id: number }>(text, [`"${org.store.schema}"."order__c"`]);
  return rows.map(({ id }) => id);
}

/** Lets time pass by ten seconds whenever somebody looks at the clock. */
function hurry() {
  const now = performance.now.bind(performance);
  let passed = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 10_000 * passed++);
}

describe('a deploy that changes a large table', () => {
  it('builds indexes beside the work of others, and only puts them into effect in its transaction', async () => {
    const { result, steps } = await add({
      [`${FIELDS}/Key__c.json`]: field('Text', { externalId: true }),
      [`${FIELDS}/Once__c.json`]: field('Text', { unique: true }),
      [`${FIELDS}/Plain__c.json`]: field('Text'),
      [`${FIELDS}/Other__c.json`]: field('Lookup', { references: 'Customer__c', childRelationship: 'Others' }),
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(steps.filter((step) => step === 'index built')).toHaveLength(3);
    // The plain column waits for the commit.
    expect(steps.filter((step) => step === 'column added')).toHaveLength(3);
    expect(steps.slice(steps.indexOf('prepared'))).toEqual([
      ...['prepared', 'locked', 'tables', 'metadata', 'system records', 'records', 'recorded', 'committed'],
      ...['step finished', 'finished'],
    ]);
    expect(result.plan.work?.map(({ phase, words, lock }) => [phase, words, lock])).toMatchSnapshot();
  });

  it('numbers records in batches, and in the commit those that came meanwhile', async () => {
    let batches = 0;
    const { result } = await add(
      { [`${FIELDS}/Number__c.json`]: field('AutoNumber', { format: 'N-{00}' }) },
      async (step) => {
        if (step === 'batch filled') batches++;
        if (step === 'prepared') await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Late' }]);
      },
    );
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(batches).toBe(3);
    expect(await values('Number__c')).toEqual(['N-01', 'N-02', 'N-03', 'N-04', 'N-05', 'N-06']);
  });

  it('converts a field in batches, and again what was written meanwhile', async () => {
    const { result } = await add(
      { [`${FIELDS}/Notes__c.json`]: field('Number', { precision: 5, scale: 1 }) },
      async (step) => {
        if (step !== 'prepared') return;
        await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Late', Notes__c: '77.5' }]);
        await org.pool.query(`update "${org.store.schema}"."order__c" set notes__c = '99' where notes__c = '1'`);
      },
    );
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await values('Notes__c')).toEqual(['0', '99', '2', '3', '4', '77.5']);
  });

  it('is refused where a value came meanwhile that cannot be converted, and leaves nothing behind', async () => {
    const { result } = await add({ [`${FIELDS}/Notes__c.json`]: field('Number') }, async (step) => {
      if (step === 'prepared') await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Late', Notes__c: 'x' }]);
    });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'INCOMPATIBLE_TYPE', found: 1 }] });
    expect(result.problems[0]?.message).toContain('such as "x" (Late)');
  });

  it('is refused where values are there twice, names them, and leaves nothing behind', async () => {
    let isWritten = false;
    const { result } = await add(
      { [`${FIELDS}/Notes__c.json`]: field('Text', { length: 80, unique: true }) },
      async () => {
        if (isWritten) return;
        isWritten = true;
        await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Late', Notes__c: '3' }]);
      },
    );
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'DUPLICATE_VALUES', found: 1 }] });
    expect(result.problems[0]?.message).toContain('Order__c.Notes__c cannot become unique');
    expect(result.problems[0]?.message).toContain('"3"');
  });

  it('validates the references of a column that comes back after it is live, blank where they lead nowhere', async () => {
    await org.pool.query(`update "${org.store.schema}"."order__c" set customer__c = $1`, [customers[0]]);
    const { [`${FIELDS}/Customer__c.json`]: lookup, ...rest } = ORDER_FILES as Files;
    const removed = 'field:Order__c.Customer__c';
    const check = await org.deployFiles(rest, { destructive: [removed], checkOnly: true });
    await org.deployFiles(rest, { destructive: [removed], confirm: check.plan.confirmation ?? '' });
    await org.pool.query(`delete from "${org.store.schema}"."customer__c" where id = $1`, [customers[0]]);
    const { result } = await add({ [`${FIELDS}/Customer__c.json`]: lookup ?? null });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await values('Customer__c')).toEqual(Array(RECORDS).fill(null));
  });

  it('drops an index that nobody needs after the commit, and a unique one with it', async () => {
    await add({
      [`${FIELDS}/Key__c.json`]: field('Text', { externalId: true }),
      [`${FIELDS}/Once__c.json`]: field('Text', { unique: true }),
    });
    const { result } = await add({
      [`${FIELDS}/Key__c.json`]: field('Text'),
      [`${FIELDS}/Once__c.json`]: field('Text'),
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(result.plan.work?.map(({ phase, words }) => [phase, words])).toEqual([
      ['commit', 'Drop index order__c$once__c$key of order__c'],
      ['finish', 'Drop index order__c$key__c$ix of order__c'],
    ]);
  });

  it('keeps what it prepared when its tables stay in use, for another try', async () => {
    const files = {
      [`${FIELDS}/Notes__c.json`]: field('Text', { length: 80, unique: true }),
      [`${FIELDS}/Plain__c.json`]: field('Text'),
    };
    const before = await indexes();
    const reader = await org.pool.connect();
    const first = await add(files, async (step) => {
      if (step !== 'prepared') return;
      await reader.query(`begin; lock table "${org.store.schema}"."order__c" in access share mode`);
      hurry();
    });
    vi.restoreAllMocks();
    expect(first.result).toMatchObject({ status: 'failed', problems: [{ code: 'ORG_BUSY' }] });
    const made = await indexes();
    await reader.query('rollback');
    reader.release();
    expect((await add(files)).result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(made.length).toBeGreaterThan(before.length);
    expect(await indexes()).toEqual(made);
  });

  it('answers while others keep from being done what follows it, which the next deploy does', async () => {
    await add({ [`${FIELDS}/Key__c.json`]: field('Text', { externalId: true }) });
    const files = { [`${FIELDS}/Key__c.json`]: field('Text') };
    const reader = await org.pool.connect();
    const { result } = await add(files, async (step) => {
      if (step === 'recorded') await reader.query(`begin; select from "${org.store.schema}"."order__c"`);
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [{ code: 'FINISH_PENDING' }] });
    await reader.query('rollback');
    reader.release();
    expect((await add(files)).result).toMatchObject({ status: 'unchanged', problems: [] });
  });
});
