import { createHash } from 'node:crypto';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { SqlConnection } from './sql-connection.ts';

/** Key of the advisory lock of an org: saves hold it shared, what changes the model holds it exclusively. */
function orgLockKey(schema: string): string {
  return lockKey(`formwork:${schema}`);
}

/** Key of the advisory lock that a connection holds while it prepares or finishes a deploy to an org. */
export function prepareLockKey(schema: string): string {
  return lockKey(`formwork prepare:${schema}`);
}

/** Key of the advisory lock of whoever drops what is left of a deleted org. */
export function clearLockKey(schema: string): string {
  return lockKey(`formwork clear:${schema}`);
}

function lockKey(name: string): string {
  return createHash('sha256').update(name).digest().readBigInt64BE().toString();
}

/** Takes the lock of an org until the transaction ends. */
export async function lockOrg(client: SqlConnection, schema: string, mode: 'shared' | 'exclusive'): Promise<void> {
  const take = { shared: 'pg_advisory_xact_lock_shared', exclusive: 'pg_advisory_xact_lock' }[mode];
  await client.query({ text: `select ${take}($1::bigint)`, values: [orgLockKey(schema)] });
}

/**
 * Keeps the model from changing until the transaction ends, and tells which version is live. A save that was prepared
 * with another one starts anew.
 */
export async function holdVersion(client: SqlConnection, schema: string): Promise<number> {
  // Two statements, sent together: the second sees what was committed while the first waited for the lock.
  const [, version] = await Promise.all([lockOrg(client, schema, 'shared'), readVersion(client, schema)]);
  return version;
}

/** Version of the model that is live; 0 before the first deploy. */
export async function readVersion(client: SqlConnection, schema: string): Promise<number> {
  const { rows } = await client.query({ text: `select version from ${quoteIdentifier(schema)}.fw_org` });
  return Number(rows[0]?.version ?? 0);
}

/** How often something dropped was purged: names of tables and columns that were read before are out of date. */
export async function readPurges(client: SqlConnection, schema: string): Promise<number> {
  const { rows } = await client.query({ text: `select purges from ${quoteIdentifier(schema)}.fw_org` });
  return Number(rows[0]?.purges ?? 0);
}
