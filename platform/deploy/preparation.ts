import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { PoolClient } from 'pg';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation } from '../physical/physical.ts';
import type { PrepareStep } from '../physical/steps.ts';
import type { Problem } from '../problem.ts';
import { prepareLockKey } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import type { SeesField } from './data-check.ts';
import { alterTable } from './hold-locks.ts';
import { pause, uncancelled } from './refusal.ts';

/** The one connection of an org that may prepare and finish. Holds its lock until it is released. */
export interface PreparingSession {
  readonly client: PoolClient;
  release(): Promise<void>;
}

/** What is made, and for which deploy. */
export interface Preparation {
  readonly digest: string;
  readonly steps: readonly PrepareStep[];
  readonly allocation: Allocation;
  /** What whoever deploys may be told of records. */
  readonly sees: SeesField | undefined;
}

/** Something that was made, as it is recorded. */
export interface PreparedThing {
  readonly kind: 'column' | 'index' | 'function' | 'sequence' | 'values';
  readonly table_name: string;
  readonly name: string;
}

/** How long a process that was just killed may hold the lock still: PostgreSQL looks every second who is there. */
const PATIENCE_MS = 3000;

/** Enters the phases beside the transaction; undefined while another deploy is in them. */
export async function enterPreparation(store: Store, patience = PATIENCE_MS): Promise<PreparingSession | undefined> {
  const client = await store.pool.connect();
  const key = prepareLockKey(store.schema);
  // What was set for the session does not go back into the pool.
  const leave = () => client.release(true);
  try {
    await client.query('set statement_timeout = 0');
    // A build whose process died stops instead of going on for nobody. Not every system can tell.
    await client.query(`set client_connection_check_interval = '1s'`).catch(() => {});
    // A batch finds its records one by one; a join that reads the whole table for each is never better.
    await client.query('set enable_hashjoin = off; set enable_mergejoin = off');
    for (const end = performance.now() + patience; ; await pause(100)) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1::bigint) as held', [key]);
      if (rows[0]?.held) break;
      if (performance.now() < end) continue;
      leave();
      return undefined;
    }
  } catch (error) {
    leave();
    throw error;
  }
  return {
    client,
    async release() {
      await client.query('select pg_advisory_unlock($1::bigint)', [key]).catch(() => {});
      leave();
    },
  };
}

/** Identity of what is prepared: the same deploy, repeated, has the same. */
export function digestOf(steps: readonly PrepareStep[]): string {
  return createHash('sha256').update(JSON.stringify(steps)).digest('hex');
}

/** Says who is preparing a deploy, and since when. */
export async function runningDeploy(store: Store): Promise<Problem> {
  const { rows } = await store.pool.query<{ deployed_by: string; note: string; started_at: Date }>(
    `select deployed_by, note, started_at from ${qualified(store.schema, 'fw_preparation')} order by started_at desc limit 1`,
  );
  const [row] = rows;
  const what = row
    ? `${row.deployed_by} has been deploying${row.note ? ` "${row.note}"` : ''} to org ${store.org} since ${row.started_at.toISOString()}`
    : `Another deploy to org ${store.org} is being finished`;
  return {
    code: 'DEPLOY_RUNNING',
    severity: 'error',
    message: `${what}, and large tables are changed by one deploy at a time. Nothing was changed; try again when it is done.`,
    ...(row ? { found: row.deployed_by } : {}),
  };
}

/** Begins or goes on with a preparation; what another or a dead deploy left is dropped first. */
export async function beginPreparation(
  store: Store,
  { client }: PreparingSession,
  what: { readonly digest: string; readonly by: string; readonly note: string; readonly fromVersion: number },
): Promise<void> {
  await dropPreparations(store, client, what.digest);
  const table = qualified(store.schema, 'fw_preparation');
  await client.query(
    `insert into ${table} (digest, deployed_by, note, from_version, backend, process)
     values ($1, $2, $3, $4, pg_backend_pid(), $5)
     on conflict (digest) do update set deployed_by = excluded.deployed_by, note = excluded.note,
       from_version = excluded.from_version, backend = excluded.backend, process = excluded.process,
       started_at = excluded.started_at, abandoned_index = null, abandoned_value = null`,
    [what.digest, what.by, what.note, what.fromVersion, `${hostname()} ${process.pid}`],
  );
}

/** Drops all that was prepared, except what one deploy made. */
export async function dropPreparations(store: Store, client: PoolClient, except = ''): Promise<void> {
  const { rows } = await client.query<PreparedThing & { digest: string; is_live: boolean }>(
    `select t.*, c.column_name is not null as is_live from ${qualified(store.schema, 'fw_prepared')} t
     left join ${qualified(store.schema, 'fw_column')} c on c.table_name = t.table_name and c.column_name = t.name
     where t.digest <> $1 order by position(left(t.kind, 1) in 'vifcs')`,
    [except],
  );
  for (const { is_live, digest, ...thing } of rows) {
    if (!is_live) await dropThing(store, client, thing);
    await client.query(
      `delete from ${qualified(store.schema, 'fw_prepared')} where digest = $1 and kind = $2 and table_name = $3 and name = $4`,
      [digest, thing.kind, thing.table_name, thing.name],
    );
  }
  await client.query(`delete from ${qualified(store.schema, 'fw_preparation')} where digest <> $1`, [except]);
}

/** What was prepared is live, and no preparation any more. */
export async function forgetPreparation(client: PoolClient, store: Store, { digest }: Preparation): Promise<void> {
  await client.query(`delete from ${qualified(store.schema, 'fw_preparation')} where digest = $1`, [digest]);
}

/** Takes names that another deploy prepares for one that goes live first, and tells that other. */
export async function takeFromOthers(
  client: PoolClient,
  store: Store,
  wanted: {
    readonly digest: string;
    readonly columns: readonly { readonly table: string; readonly column: string }[];
    readonly sequences: readonly string[];
  },
): Promise<void> {
  if (wanted.columns.length + wanted.sequences.length === 0) return;
  const { rows } = await client.query<PreparedThing & { digest: string }>(
    `select digest, kind, table_name, name from ${qualified(store.schema, 'fw_prepared')} where digest <> $1
       and (kind = 'sequence' and name = any($2) or kind = 'column' and table_name || '.' || name = any($3))`,
    [wanted.digest, wanted.sequences, wanted.columns.map(({ table, column }) => `${table}.${column}`)],
  );
  for (const { digest, kind, table_name, name } of rows) {
    const column = `alter table ${qualified(store.schema, table_name)} drop column if exists ${quoteIdentifier(name)}`;
    await client.query(kind === 'column' ? column : `drop sequence if exists ${qualified(store.schema, name)}`);
    await client.query(
      `update ${qualified(store.schema, 'fw_preparation')} set abandoned_index = coalesce(abandoned_index, '') where digest = $1`,
      [digest],
    );
  }
}

async function dropThing(store: Store, client: PoolClient, { kind, table_name, name }: PreparedThing): Promise<void> {
  const [full, table] = [qualified(store.schema, name), qualified(store.schema, table_name)];
  switch (kind) {
    case 'values':
      return;
    case 'index':
      await uncancelled(() => client.query(`drop index concurrently if exists ${full}`));
      return;
    case 'function':
      await uncancelled(() => client.query(`drop function if exists ${full}`));
      return;
    case 'sequence':
      await uncancelled(() => client.query(`drop sequence if exists ${full}`));
      return;
    case 'column':
      await alterTable(
        store,
        table_name,
        `alter table if exists ${table} drop column if exists ${quoteIdentifier(name)}`,
      );
  }
}
