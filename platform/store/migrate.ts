import { readdir, readFile } from 'node:fs/promises';
import type { ClientBase, Pool } from 'pg';
import { quoteIdentifier } from '../physical/identifier.ts';
import { lockOrg } from './lock.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE = /^(\d{4})-[a-z-]+\.sql$/;

interface Migration {
  readonly number: number;
  readonly file: string;
}

/** Brings the metadata tables of one org to this version of the code. Safe at every start, and for several at once. */
export async function migrate(pool: Pool, schema: string): Promise<void> {
  const migrations = await listMigrations();
  const client = await pool.connect();
  try {
    if (isCurrent(migrations, await appliedNumbers(client, schema))) return;
    await client.query('begin');
    await applyMissing(client, schema, migrations);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Applies what is missing, inside the caller's transaction. */
export async function applyMissing(
  client: ClientBase,
  schema: string,
  migrations?: readonly Migration[],
): Promise<void> {
  const all = migrations ?? (await listMigrations());
  await client.query('set local statement_timeout = 0');
  await lockOrg(client, schema, 'exclusive');
  await client.query(
    `create schema if not exists ${quoteIdentifier(schema)};
     set local search_path = ${quoteIdentifier(schema)};
     create table if not exists fw_migration (
       number integer primary key, file text not null, applied_at timestamptz not null default now())`,
  );
  const applied = await appliedNumbers(client, schema);
  const missing = all.filter(({ number }) => !applied.has(number));
  // One text: an org is made of all of them, and each would wait for the one before.
  const texts = await Promise.all(missing.map(({ file }) => readMigration(file)));
  await client.query(texts.join('\n'));
  await client.query(`insert into fw_migration (number, file) select * from unnest($1::integer[], $2::text[])`, [
    missing.map(({ number }) => number),
    missing.map(({ file }) => file),
  ]);
}

/** Migrations never change once they were shipped, so each is read once. */
const texts = new Map<string, Promise<string>>();

function readMigration(file: string): Promise<string> {
  const text = texts.get(file) ?? readFile(new URL(file, FOLDER), 'utf8');
  texts.set(file, text);
  return text;
}

async function listMigrations(): Promise<Migration[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = files.map((file) => ({ number: Number(FILE.exec(file)?.[1]), file }));
  const wrong = migrations.find(
    ({ number }, index) => Number.isNaN(number) || number === migrations[index - 1]?.number,
  );
  if (wrong)
    throw new Error(`Migration ${wrong.file} needs a name like 0007-what-it-adds.sql with a number of its own`);
  return migrations;
}

async function appliedNumbers(client: ClientBase, schema: string): Promise<Set<number>> {
  const found = await client.query<{ table: string | null }>('select to_regclass($1)::text as table', [
    `${quoteIdentifier(schema)}.fw_migration`,
  ]);
  if (!found.rows[0]?.table) return new Set();
  const { rows } = await client.query<{ number: number }>(`select number from ${quoteIdentifier(schema)}.fw_migration`);
  return new Set(rows.map(({ number }) => number));
}

function isCurrent(migrations: readonly Migration[], applied: ReadonlySet<number>): boolean {
  return migrations.every(({ number }) => applied.has(number));
}
