import type { PoolClient } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { deleteExpired, describeOrg } from '../../../platform/orgs/describe.ts';
import { createOrg, deleteOrg, listOrgs } from '../../../platform/orgs/orgs.ts';
import { quoteIdentifier } from '../../../platform/physical/identifier.ts';
import { lockOrg } from '../../../platform/store/lock.ts';
import { schemaOfOrg } from '../../../platform/store/org-name.ts';
import { openTestPool, uniqueSchema } from '../../support/database.ts';
import { width } from '../../support/width.ts';

/** Tables with indexes, as an org of many objects has them. */
async function fillWith(schema: string, { tables, indexes }: { tables: number; indexes: number }) {
  for (let table = 0; table < tables; table++) {
    const columns = Array.from({ length: indexes }, (_, index) => `c${index} integer unique`);
    await pool.query(`create table ${quoteIdentifier(schema)}.t${table} (${columns.join(', ')})`);
  }
}

/** Until another connection waits for what this one holds. */
async function untilWaitedFor(holder: PoolClient) {
  const waiting = 'select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';
  await expect.poll(async () => (await holder.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
}

const pool = openTestPool();
afterAll(() => pool.end());

describe('the list of orgs', () => {
  it('tells of each what it is for, what it holds and when it goes', async () => {
    const name = uniqueSchema('told');
    await createOrg(pool, name, { kind: 'scratch', by: 'tester', days: 3 });
    const org = await describeOrg(pool, name);
    expect(org).toMatchObject({ name, kind: 'scratch', version: 0, packages: [], records: 0, createdBy: 'tester' });
    expect(Math.round((Date.parse(org?.expiresAt ?? '') - Date.parse(org?.createdAt ?? '')) / 86_400_000)).toBe(3);
    expect(org?.bytes).toBeGreaterThan(8192);
    await deleteOrg(pool, name);
    expect(await describeOrg(pool, name)).toBeUndefined();
  });

  it('leaves scratch orgs out whose time is over, and nothing else', async () => {
    const [over, fresh, old] = [uniqueSchema('over'), uniqueSchema('fresh'), uniqueSchema('old')];
    await createOrg(pool, over, { kind: 'scratch' });
    await createOrg(pool, fresh, { kind: 'scratch', days: 1 });
    await createOrg(pool, old, { kind: 'training' });
    const long = async (name: string, what: string) =>
      pool.query(`update ${quoteIdentifier(schemaOfOrg(name))}.fw_org set ${what}`);
    await long(over, `expires_at = now() - interval '1 second'`);
    await long(old, `created_at = now() - interval '10 years'`);
    await expect(long(old, `expires_at = now() - interval '1 day'`)).rejects.toThrow('violates check constraint');
    expect(await deleteExpired(pool)).toEqual([over]);
    const left = await listOrgs(pool);
    expect([over, fresh, old].filter((name) => left.includes(name))).toEqual([fresh, old]);
    for (const name of [fresh, old]) await deleteOrg(pool, name);
  });

  it('leaves an org that has taken the name of one whose time was over', async () => {
    const name = uniqueSchema('taken');
    const store = await createOrg(pool, name, { kind: 'scratch' });
    const row = `${quoteIdentifier(store.schema)}.fw_org`;
    await pool.query(`update ${row} set expires_at = now() - interval '1 second'`);
    const { deleting } = await store.transaction(async (holder) => {
      await lockOrg(holder, store.schema, 'exclusive');
      const others = deleteExpired(pool);
      await untilWaitedFor(holder);
      await holder.query(`update ${row} set org_id = 'another', kind = 'production', expires_at = null`);
      return { deleting: others };
    });
    expect(await deleting).not.toContain(name);
    expect(await describeOrg(pool, name)).toMatchObject({ kind: 'production' });
    await deleteOrg(pool, name);
  });

  it.each([0, -1, 1.5, 366])('gives a scratch org no %j days', async (days) => {
    const made = createOrg(pool, uniqueSchema('days'), { kind: 'scratch', days });
    await expect(made).rejects.toThrow('A scratch org lives for 1 to 365 whole days');
  });

  it('lets no other org go by itself', async () => {
    const made = createOrg(pool, uniqueSchema('days'), { kind: 'sandbox', days: 3 });
    await expect(made).rejects.toThrow('Only a scratch org goes by itself');
  });

  it('reads orgs that an older version of the code left', async () => {
    const name = uniqueSchema('older');
    const store = await createOrg(pool, name);
    const columns = ['kind', 'created_by', 'source_name', 'source_org_id', 'source_version', 'expires_at'];
    const drops = columns.map((column) => `drop column ${column} cascade`).join(', ');
    await pool.query(`alter table ${quoteIdentifier(store.schema)}.fw_org ${drops}`);
    expect(await describeOrg(pool, name)).toMatchObject({ name, kind: 'production', createdBy: 'unknown' });
    await deleteOrg(pool, name);
  });
});

describe('an org', () => {
  it('is created, listed and deleted', async () => {
    const name = uniqueSchema('life');
    const store = await createOrg(pool, name);
    expect(await listOrgs(pool)).toContain(name);
    const state = await store.loadState();
    expect(state.orgId).toMatch(/^00D[0-9A-Za-z]{15}$/);
    expect(state.systemUserId).toMatch(/^005[0-9A-Za-z]{15}$/);
    expect(state.version).toBe(0);
    await deleteOrg(pool, name);
    expect(await listOrgs(pool)).not.toContain(name);
  });

  it('is made in well under a second', async () => {
    const name = uniqueSchema('fast');
    const start = performance.now();
    await createOrg(pool, name);
    const elapsed = performance.now() - start;
    await deleteOrg(pool, name);
    expect(elapsed).toBeLessThan(1000);
  });

  it('is not created a second time', async () => {
    const name = uniqueSchema('twice');
    await createOrg(pool, name);
    await expect(createOrg(pool, name)).rejects.toThrow(`There is an org "${name}" already`);
    await deleteOrg(pool, name);
  });

  it('is created once when two create it at the same time', async () => {
    const name = uniqueSchema('race');
    const outcomes = await Promise.allSettled([createOrg(pool, name), createOrg(pool, name)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await deleteOrg(pool, name);
  });

  it('of more tables than one transaction may lock is deleted, with what a killed process left', async () => {
    const name = uniqueSchema('wide');
    const { schema } = await createOrg(pool, name);
    const left = `fw_gone_${name.slice(-16)}`;
    await pool.query(`create schema ${left}; create table ${left}.fw_org (name text)`);
    await fillWith(schema, width({ tables: 50, indexes: 1 }, { tables: 500, indexes: 40 }));
    await deleteOrg(pool, name);
    const { rows } = await pool.query('select nspname from pg_namespace where nspname = any($1)', [[schema, left]]);
    expect(rows).toEqual([]);
  });

  it('that is not there cannot be deleted', async () => {
    await expect(deleteOrg(pool, uniqueSchema('none'))).rejects.toThrow('There is no org "none_');
  });

  it.each(['', 'Demo', '1st', 'a__b', 'a_', 'a-b', 'a"; drop schema public; --', '../x', 'x'.repeat(41), '__proto__'])(
    'cannot be called %j',
    (name) => {
      expect(() => schemaOfOrg(name)).toThrow('Not a name for an org');
    },
  );
});
