import type { PoolClient } from 'pg';
import type { Model } from '../layers/model.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation } from '../physical/physical.ts';
import { schemaChangeSql } from '../physical/schema-sql.ts';
import { SYSTEM_COLUMNS, VERSION_COLUMN } from '../physical/system-columns.ts';
import { wantedForeignKeys, wantedIndexes } from '../physical/wanted.ts';

/**
 * Metadata tables by whether a clone gets what they hold, in the order in which they are filled. Its own are who it is,
 * its migrations, its history, what waits to be decided, is prepared or left to finish, how long removed columns are
 * kept, and its sessions: nobody who is signed in to one org is signed in to another.
 */
export const CARRIED_TABLES = ['fw_metadata', 'fw_object', 'fw_column'] as const;
export const OWN_TABLES = [
  ...['fw_org', 'fw_migration', 'fw_session', 'fw_deploy', 'fw_dropped', 'fw_waiting'],
  ...['fw_preparation', 'fw_prepared', 'fw_finish', 'fw_validated'],
];

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly tables: readonly string[];
}

/** The record tables of an org, those of removed objects included. */
export async function listTables(client: PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from ${quoteIdentifier(schema)}.fw_object order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Keeps tables as they are until the transaction ends; everybody goes on reading and writing them. */
export async function lockTables(client: PoolClient, schema: string, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  await client.query(`lock table ${tables.map((table) => qualified(schema, table)).join(', ')} in access share mode`);
}

/** Fills the metadata tables of `to`, which its migrations made. */
export async function copyMetadata(client: PoolClient, from: string, to: string): Promise<void> {
  const columns = await columnsOf(client, to);
  for (const table of CARRIED_TABLES) await copyRows(client, { from, to, table, columns: columns.get(table) ?? [] });
}

/** Makes every sequence; `withNumbers` has them go on where the others stand. Record ids always go on. */
export async function copySequences(
  client: PoolClient,
  { from, to, withNumbers }: Copy & { readonly withNumbers: boolean },
): Promise<void> {
  const { rows } = await client.query<{ name: string; start: string; min: string; last: string | null }>(
    `select sequencename as name, start_value::text as start, min_value::text as min, last_value::text as last
     from pg_sequences where schemaname = $1`,
    [from],
  );
  for (const { name, start, min, last } of rows) {
    const sequence = qualified(to, name);
    await client.query(`create sequence if not exists ${sequence} minvalue ${min} start with ${start}`);
    if (last !== null && (withNumbers || name === 'fw_id_block'))
      await client.query('select setval($1::regclass, $2)', [sequence, last]);
  }
}

/**
 * Makes the tables with every column that the others have, of removed fields as well: a field that comes back finds its
 * column. With `onProgress` their records come along, before any index is there.
 */
export async function copyTables(
  client: PoolClient,
  { from, to, tables, onProgress }: Copy & { readonly onProgress?: (done: number, total: number) => void },
): Promise<void> {
  const like = (table: string) =>
    `create table ${qualified(to, table)} (like ${qualified(from, table)} including defaults including constraints including storage)`;
  if (tables.length > 0) await client.query(tables.map(like).join(';\n'));
  await dropUnknownColumns(client, to);
  if (!onProgress) return;
  const [columns, estimate] = [await columnsOf(client, to), await estimateRecords(client, from)];
  let done = 0;
  for (const table of tables) {
    done += await copyRows(client, { from, to, table, columns: columns.get(table) ?? [] });
    onProgress(done, Math.max(done, estimate));
  }
}

/** Columns that a deploy of the other org prepares are no part of what is cloned. */
async function dropUnknownColumns(client: PoolClient, schema: string): Promise<void> {
  const own = [...Object.values(SYSTEM_COLUMNS), VERSION_COLUMN].map(({ column }) => column);
  const { rows } = await client.query<{ table: string; column: string }>(
    `select o.table_name as table, a.attname as column from ${qualified(schema, 'fw_object')} o
     join pg_class c on c.relname = o.table_name and c.relnamespace = $1::regnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where a.attname <> all ($2) and not exists (
       select from ${qualified(schema, 'fw_column')} f where f.table_name = o.table_name and f.column_name = a.attname)`,
    [quoteIdentifier(schema), own],
  );
  for (const { table, column } of rows)
    await client.query(`alter table ${qualified(schema, table)} drop column ${quoteIdentifier(column)}`);
}

/** Keys, indexes and references, built at once over what was loaded, and PostgreSQL's statistics of it. */
export async function finishTables(
  client: PoolClient,
  { to, tables, model, allocation }: Copy & { readonly model: Model; readonly allocation: Allocation },
): Promise<void> {
  const changes = [...wantedIndexes(model, allocation).values(), ...wantedForeignKeys(model, allocation).values()];
  const statements = [
    ...tables.map((table) => `alter table ${qualified(to, table)} add primary key (id)`),
    ...changes.map((change) => schemaChangeSql(change, { schema: to })),
    ...tables.map((table) => `analyze ${qualified(to, table)}`),
  ];
  for (const statement of statements) await client.query(statement);
}

async function copyRows(
  client: PoolClient,
  { from, to, table, columns }: { from: string; to: string; table: string; columns: readonly string[] },
): Promise<number> {
  const names = columns.map(quoteIdentifier).join(', ');
  const { rowCount } = await client.query(
    `insert into ${qualified(to, table)} (${names}) select ${names} from ${qualified(from, table)}`,
  );
  return rowCount ?? 0;
}

/** By name: the order of columns may differ from one org to another. */
async function columnsOf(client: PoolClient, schema: string): Promise<Map<string, string[]>> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' group by 1`,
    [quoteIdentifier(schema)],
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

async function estimateRecords(client: PoolClient, schema: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `select coalesce(sum(greatest(s.n_live_tup, c.reltuples, 0)), 0)::bigint::text as count
     from pg_stat_all_tables s join pg_class c on c.oid = s.relid where s.schemaname = $1 and s.relname not like 'fw\\_%'`,
    [schema],
  );
  return Number(rows[0]?.count ?? 0);
}
