import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { runQuery } from '../../runtime/query/run-query.ts';
import { save } from '../../runtime/records/save.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { type TestOrg, testOrg } from '../support/org.ts';
import { SHOP } from './http/support/shop.ts';

let org: TestOrg;
let one: Engine;
let other: Engine;
beforeAll(async () => {
  org = await testOrg({ files: SHOP });
  [one, other] = (await Promise.all(
    [1, 2].map(() => openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 3 })),
  )) as [Engine, Engine]; // two were opened
});
afterAll(async () => {
  await Promise.all([one?.close(), other?.close()]);
  await org?.close();
});

const relabel = (engine: Engine, label: string) =>
  engine.deploy({
    kind: 'publish',
    edits: [{ op: 'set', element: 'object:Customer__c', properties: { label } }],
    expectedVersion: engine.live().version,
    by: 'test',
    note: '',
  });
const labelOf = (engine: Engine) => engine.live().model.objects.get('Customer__c')?.label;

describe('two engines of one org', () => {
  it('both serve a new model within a second of its deploy', async () => {
    const before = other.live();
    await relabel(one, 'Client');
    expect(labelOf(one)).toBe('Client');
    await expect.poll(() => labelOf(other), { timeout: 1000 }).toBe('Client');
    // Whoever holds the old version keeps it.
    expect(before.model.objects.get('Customer__c')?.label).toBe('Customer');
  });

  it('notice a new model after their ears were cut off, and hear again', async () => {
    const cut = () =>
      org.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
        `formwork listen ${org.name}`.slice(0, 63),
      ]);
    await cut();
    await relabel(one, 'Buyer');
    await expect.poll(() => labelOf(other), { timeout: 2000 }).toBe('Buyer');
    await sleep(300);
    await relabel(one, 'Patron');
    await expect.poll(() => labelOf(other), { timeout: 1000 }).toBe('Patron');
  });

  it('begin a write anew when the model moved in between, once', async () => {
    const access = other.systemAccess();
    await relabel(one, 'Guest');
    let attempts = 0;
    const outcomes = await other.write(access, (context) => {
      attempts += 1;
      const records = [{ values: { Name: 'Moved' } }];
      return save(context, { operation: 'insert', object: 'Customer__c', records, allOrNone: true });
    });
    expect(outcomes[0]?.success).toBe(true);
    expect(attempts).toBeGreaterThanOrEqual(1);
    const query = { object: 'Customer__c', select: [], isCount: true } as const;
    expect((await one.read(one.systemAccess(), (context) => runQuery(context, query))).count).toBe(1);
  });

  it('give up what takes longer than a request may', async () => {
    const hurried = await openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, statementTimeout: 100 });
    await expect(hurried.db.query({ text: 'select pg_sleep(5)' })).rejects.toMatchObject({ code: '57014' });
    await hurried.close();
  });

  it('undo a write whose work throws, and tell the error', async () => {
    const work = one.write(one.systemAccess(), async (context) => {
      const records = [{ values: { Name: 'Undone' } }];
      await save(context, { operation: 'insert', object: 'Customer__c', records, allOrNone: true });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    const query = { object: 'Customer__c', select: [], isCount: true } as const;
    expect((await one.read(one.systemAccess(), (context) => runQuery(context, query))).count).toBe(1);
  });
});
