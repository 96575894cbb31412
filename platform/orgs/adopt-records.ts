import type { PoolClient } from 'pg';
import { columnsOfFields } from '../physical/allocated.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation, Live } from '../physical/physical.ts';
import type { StoredState } from '../store/load-state.ts';

/**
 * Makes copied records those of the new org: its own Organization in the place of the other's, and the system user
 * under its name. Unless it is a production org, no address in it can be reached by mail, of people or of records: what
 * is tried out in a sandbox must not be read as meant.
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
  if (!isProduction) await silenceAddresses(client, physical.schema, was.allocation);
}

/** In one statement for each table; columns of removed fields as well, which can come back. */
async function silenceAddresses(client: PoolClient, schema: string, allocation: Allocation): Promise<void> {
  const addresses = [...columnsOfFields(allocation)].filter(([, , { type }]) => type === 'Email');
  for (const [object, columns] of Map.groupBy(addresses, ([name]) => name)) {
    const table = allocation.objects[object]?.table;
    if (table === undefined) continue;
    const names = columns.map(([, , { column }]) => quoteIdentifier(column));
    const isReal = (name: string) => `${name} not like '%.invalid'`;
    const silenced = names.map(
      (name) => `${name} = case when ${isReal(name)} then ${name} || '.invalid' else ${name} end`,
    );
    await client.query(
      `update ${qualified(schema, table)} set ${silenced.join(', ')} where ${names.map(isReal).join(' or ')}`,
    );
  }
}
