import { afterAll, describe, expect, it } from 'vitest';
import { qualified, quoteIdentifier } from '../../../platform/physical/identifier.ts';
import { migrate } from '../../../platform/store/migrate.ts';
import { openTestPool, uniqueSchema } from '../../support/database.ts';

const pool = openTestPool();
const schema = uniqueSchema('migrate');
afterAll(async () => {
  await pool.query(`drop schema ${quoteIdentifier(schema)} cascade`);
  await pool.end();
});

describe('the migrations of the metadata tables', () => {
  it('are applied once each when several processes start at the same time', async () => {
    await Promise.all([migrate(pool, schema), migrate(pool, schema), migrate(pool, schema)]);
    const { rows } = await pool.query(`select number, count(*) from ${qualified(schema, 'fw_migration')} group by 1`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ count }) => count === '1')).toBe(true);
  });

  it('change nothing when all are there', async () => {
    const applied = () => pool.query(`select * from ${qualified(schema, 'fw_migration')} order by number`);
    const before = (await applied()).rows;
    await migrate(pool, schema);
    expect((await applied()).rows).toEqual(before);
  });

  it('leave nothing in the way of the connection that is lent next', async () => {
    const { rows } = await pool.query('show search_path');
    expect(rows).toEqual([{ search_path: '"$user", public' }]);
  });
});
