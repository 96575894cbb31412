import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { quoteIdentifier } from '../physical/identifier.ts';
import { clearLockKey } from '../store/lock.ts';

/*
 * The tables of a deleted org. To drop a table is to lock it and each of its indexes, and PostgreSQL has room for only so
 * many locks at a time: the schema is put aside at once, under a name that no org can have, and its tables are dropped in
 * batches. What a process that was killed left aside, the next one that deletes an org clears away.
 */

const ASIDE = 'fw_gone_';

/** An object may have a hundred indexes, and a server a few thousand locks. */
const TABLES_AT_A_TIME = 20;

/** Puts the schema of an org aside, inside the caller's transaction; gives its name from now on. */
export async function putAside(client: PoolClient, schema: string): Promise<string> {
  const aside = ASIDE + randomBytes(8).toString('hex');
  await client.query(`alter schema ${quoteIdentifier(schema)} rename to ${quoteIdentifier(aside)}`);
  return aside;
}

/** Drops a schema that was put aside, and what others left that nobody is about. */
export async function clearAway(pool: Pool, aside: string): Promise<void> {
  while (await dropSome(pool, aside, 'wait'));
  const { rows } = await pool.query<{ nspname: string }>('select nspname from pg_namespace where nspname like $1', [
    `${ASIDE.replaceAll('_', '\\_')}%`,
  ]);
  for (const { nspname } of rows) while (await dropSome(pool, nspname, 'leave'));
}

/** Drops the next tables of a schema, or the schema with the last of them; false when there is nothing left to do. */
async function dropSome(pool: Pool, aside: string, others: 'wait' | 'leave'): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const isMore = (await isOurs(client, aside, others)) && (await dropNext(client, aside));
    await client.query('commit');
    return isMore;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function isOurs(client: PoolClient, aside: string, others: 'wait' | 'leave'): Promise<boolean> {
  const key = clearLockKey(aside);
  if (others === 'wait') {
    await client.query('select pg_advisory_xact_lock($1::bigint)', [key]);
    return true;
  }
  const take = 'select pg_try_advisory_xact_lock($1::bigint) as "isOurs"';
  return (await client.query<{ isOurs: boolean }>(take, [key])).rows[0]?.isOurs === true;
}

async function dropNext(client: PoolClient, aside: string): Promise<boolean> {
  const { rows } = await client.query<{ tables: readonly string[] }>(
    `select array(select relname::text from pg_class where relnamespace = n.oid and relkind = 'r' limit $2) as tables
     from pg_namespace n where nspname = $1`,
    [aside, TABLES_AT_A_TIME + 1],
  );
  const [schema] = rows;
  if (schema === undefined) return false;
  if (schema.tables.length <= TABLES_AT_A_TIME) {
    await client.query(`drop schema ${quoteIdentifier(aside)} cascade`);
    return false;
  }
  const tables = schema.tables.slice(0, TABLES_AT_A_TIME);
  const names = tables.map((table) => `${quoteIdentifier(aside)}.${quoteIdentifier(table)}`);
  await client.query(`drop table ${names.join(', ')} cascade`);
  return true;
}
