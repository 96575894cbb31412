import type { ClientBase, Pool } from 'pg';
import type { Catalogue } from '../physical/drift.ts';

/** Reads from PostgreSQL what is there of an org's record tables; the metadata tables, which begin with `fw_`, are not told. */
export async function loadCatalogue(db: Pick<ClientBase | Pool, 'query'>, schema: string): Promise<Catalogue> {
  const ask = async <T extends object>(text: string) => (await db.query<T>(text, [schema])).rows;
  const columns = await ask<{ table: string; columns: string[] }>(
    `select c.relname as table, array_agg(a.attname::text) as columns ${TABLES} join pg_attribute a on a.attrelid = c.oid
     and a.attnum > 0 and not a.attisdropped group by 1`,
  );
  const indexes = await ask<Catalogue['indexes'][number]>(
    `select i.relname as name, c.relname as table, x.indisunique as "isUnique", x.indisvalid as "isValid"
     ${TABLES} join pg_index x on x.indrelid = c.oid and not x.indisprimary join pg_class i on i.oid = x.indexrelid`,
  );
  const foreignKeys = await ask<Catalogue['foreignKeys'][number]>(
    `select k.conname as name, c.relname as table, k.convalidated as "isValid"
     ${TABLES} join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'`,
  );
  const sequences = await ask<{ name: string }>(
    `select s.relname as name from pg_class s join pg_namespace n on n.oid = s.relnamespace
     where n.nspname = $1 and s.relkind = 'S' and s.relname not like 'fw\\_%'`,
  );
  const functions = await ask<{ name: string }>(
    'select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = $1',
  );
  return {
    columns: new Map(columns.map(({ table, columns: names }) => [table, new Set(names)])),
    indexes,
    foreignKeys,
    sequences: new Set(sequences.map(({ name }) => name)),
    functions: new Set(functions.map(({ name }) => name)),
  };
}

const TABLES = `from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
  and c.relkind = 'r' and c.relname not like 'fw\\_%'`;
