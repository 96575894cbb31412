import { afterAll, describe, expect, it } from 'vitest';
import { createOrg, deleteOrg, listOrgs } from '../../../platform/orgs/orgs.ts';
import { schemaOfOrg } from '../../../platform/store/org-name.ts';
import { openTestPool, uniqueSchema } from '../../support/database.ts';

const pool = openTestPool();
afterAll(() => pool.end());

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
