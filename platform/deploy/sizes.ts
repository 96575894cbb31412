import type { ClientBase, Pool } from 'pg';
import { qualified } from '../physical/identifier.ts';

/** About how many records the tables of an org hold. */
export interface Sizes {
  rows(table: string): number;
  isBig(table: string): boolean;
}

/**
 * Counts the records of tables: by PostgreSQL's own estimate where that is large, else really, up to the number from
 * which a table is big, and wholly where the estimate of a big one is missing or old.
 */
export async function loadSizes(
  db: Pick<ClientBase | Pool, 'query'>,
  schema: string,
  { tables, bigTable }: { readonly tables: Iterable<string>; readonly bigTable: number },
): Promise<Sizes> {
  const names = [...new Set(tables)];
  const { rows } = await db.query<{ name: string; estimate: number }>(
    `select c.relname as name, c.reltuples::float8 as estimate from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'r' and c.relname = any($2)`,
    [schema, names],
  );
  const counts = new Map<string, number>();
  for (const { name, estimate } of rows)
    counts.set(name, estimate >= bigTable ? estimate : await countRows(db, qualified(schema, name), bigTable));
  const rowsOf = (table: string) => counts.get(table) ?? 0;
  return { rows: rowsOf, isBig: (table) => rowsOf(table) >= bigTable };
}

async function countRows(db: Pick<ClientBase | Pool, 'query'>, table: string, enough: number): Promise<number> {
  const limited = `(select from ${table} limit ${Math.trunc(enough)}) few_rows`;
  const few = await count(db, limited);
  return few < enough ? few : count(db, table);
}

async function count(db: Pick<ClientBase | Pool, 'query'>, from: string): Promise<number> {
  const { rows } = await db.query<{ count: string }>(`select count(*) as count from ${from}`);
  return Number(rows[0]?.count ?? 0);
}
