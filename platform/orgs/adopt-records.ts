import type { PoolClient } from 'pg';
import { columnsOfFields } from '../physical/allocated.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import type { StoredState } from '../store/load-state.ts';

/**
 * Makes copied records those of the new org: its own Organization in the place of the other's, and the system user
 * under its name. Unless it is a production org, nobody in it can be reached by mail: what is tried out in a sandbox
 * must not be read as meant.
 */
export async function adoptRecords(
  client: PoolClient,
  { next, was, isProduction }: { readonly next: Live; readonly was: StoredState; readonly isProduction: boolean },
): Promise<void> {
  const { physical } = next;
  const tableOf = (object: string) => qualified(physical.schema, physical.table(object));
  const columnOf = (object: string, field: string) => quoteIdentifier(physical.column(object, field));
  await client.query(`delete from ${tableOf('Organization')} where id = $1`, [was.orgId]);
  for (const [object, , { column, references }] of columnsOfFields(was.allocation)) {
    const table = was.allocation.objects[object]?.table;
    if (references !== 'Organization' || table === undefined) continue;
    const name = quoteIdentifier(column);
    await client.query(`update ${qualified(physical.schema, table)} set ${name} = $2 where ${name} = $1`, [
      was.orgId,
      next.orgId,
    ]);
  }
  const username = `system@${next.org}`;
  await client.query(
    `update ${tableOf('User')} set ${columnOf('User', 'Username')} = $2, ${columnOf('User', 'Email')} = $3 where id = $1`,
    [next.systemUserId, username, `${username}.invalid`],
  );
  if (isProduction) return;
  const email = columnOf('User', 'Email');
  await client.query(
    `update ${tableOf('User')} set ${email} = ${email} || '.invalid' where ${email} is not null and ${email} not like '%.invalid'`,
  );
}
