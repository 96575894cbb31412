import type { PoolClient } from 'pg';
import { qualified } from '../physical/identifier.ts';
import { LOCK_MODES, type LockMode } from '../physical/locks.ts';
import type { Problem } from '../problem.ts';
import { lockOrg } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { isLocked, pause, Refusal } from './refusal.ts';

/**
 * How long readers and writers may have to wait behind a deploy that waits for its locks. Whoever asks for a lock after
 * it queues behind it, so this bounds all its waits together, not each. Later attempts wait longer, up to the second.
 */
const LOCK_BUDGET_MS = { first: 250, step: 50, most: 800 };

/**
 * Waits for vacuums and index builds, with a lock that nobody queues behind. It is longer than PostgreSQL takes to send
 * an automatic vacuum away for somebody who waits, which is a second.
 */
const QUIET_MS = 2500;

/** What the statements of a commit wait for besides the locks that it took first. */
const STATEMENT_LOCK_MS = 300;

/** How long a deploy tries to get its locks before it says that the org is too busy. */
const PATIENCE_MS = 30_000;

/** Runs work until it gets its locks, with pauses in which everybody else goes on; undefined where it never did. */
export async function retryLocked<T>(work: (attempt: number) => Promise<T>): Promise<T | undefined> {
  const end = performance.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() > end) return undefined;
      await pause(Math.min(100 * attempt, 1000) * (0.5 + Math.random()));
    }
  }
}

/** Tables, each with the lock to take; sorted, so that no two deploys wait for each other. */
export type TableLocks = readonly (readonly [string, LockMode])[];

/** Takes the lock of an org and of tables until the transaction ends, or fails before anybody has waited long. */
export async function holdOrg(
  client: PoolClient,
  store: Store,
  { tables, attempt }: { readonly tables: TableLocks; readonly attempt: number },
): Promise<void> {
  await waitForQuiet(client, store, tables);
  const end = budget(attempt);
  await waitAtMost(client, end - performance.now());
  await lockOrg(client, store.schema, 'exclusive');
  await lockTables(client, store, { tables, end });
}

/** Changes the catalogue of one table in a short transaction of its own, without holding anybody up for long. */
export async function alterTable(store: Store, table: string, statement: string): Promise<void> {
  const tables: TableLocks = [[table, 'access exclusive']];
  const done = await retryLocked((attempt) =>
    store.transaction(async (client) => {
      await waitForQuiet(client, store, tables);
      await lockTables(client, store, { tables, end: budget(attempt) });
      await client.query(statement);
      return true;
    }),
  );
  if (!done) throw new Refusal([busy(store.org)]);
}

export function busy(org: string): Problem {
  return {
    code: 'ORG_BUSY',
    severity: 'error',
    message: `Org ${org} was too busy: the tables to change stayed in use for ${PATIENCE_MS / 1000} seconds. Nothing was changed; try again later.`,
  };
}

async function waitForQuiet(client: PoolClient, store: Store, tables: TableLocks): Promise<void> {
  await waitAtMost(client, QUIET_MS);
  for (const [table, mode] of tables)
    if (needsQuiet(mode))
      await client.query(`lock table ${qualified(store.schema, table)} in share update exclusive mode`);
}

async function lockTables(
  client: PoolClient,
  store: Store,
  { tables, end }: { readonly tables: TableLocks; readonly end: number },
): Promise<void> {
  for (const [table, mode] of tables) {
    await waitAtMost(client, end - performance.now());
    await client.query(`lock table ${qualified(store.schema, table)} in ${mode} mode`);
  }
  await waitAtMost(client, STATEMENT_LOCK_MS);
}

function budget(attempt: number): number {
  const { first, step, most } = LOCK_BUDGET_MS;
  return performance.now() + Math.min(first + step * attempt, most);
}

function needsQuiet(mode: LockMode): boolean {
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf('share update exclusive');
}

/** 0 would mean for ever. */
async function waitAtMost(client: PoolClient, milliseconds: number): Promise<void> {
  await client.query(`set local lock_timeout = ${Math.max(1, Math.ceil(milliseconds))}`);
}
