import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { findOrg } from '../../platform/orgs/orgs.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { type RunningPostgres, startPostgres } from '../server/embedded-postgres.ts';
import { parseKeepDroppedDays } from '../server/settings.ts';
import { UsageError } from './exit.ts';
import { isInstalled } from './version.ts';

/** Runs work on an org, which must be there. */
export function withEngine<T>(options: { readonly org?: string }, work: (engine: Engine) => Promise<T>): Promise<T> {
  const org = options.org ?? (process.env.FORMWORK_ORG || 'demo');
  return withDatabase(async (databaseUrl, pool) => {
    await findOrg(pool, org);
    return withOpenEngine(databaseUrl, org, work);
  });
}

/** Runs work on an org that is known to be there. */
export async function withOpenEngine<T>(
  databaseUrl: string,
  org: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({ databaseUrl, org, keepDroppedDays: givenDays(), maxConnections: 4 });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/**
 * Runs work on the database: DATABASE_URL, or the embedded PostgreSQL, which is shared with a running server and
 * otherwise started for as long as the work takes.
 */
export async function withDatabase<T>(work: (databaseUrl: string, pool: pg.Pool) => Promise<T>): Promise<T> {
  const given = givenDatabase();
  const postgres = given ? undefined : await startPostgres(process.env.FORMWORK_DATA || dataFolder());
  const databaseUrl = given ?? postgres?.url ?? '';
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    pipeline: true,
    connectionTimeoutMillis: PATIENCE_MS,
  });
  // An idle connection that breaks is replaced; the next query tells if the database is gone.
  pool.on('error', () => {});
  const stay = postgres === undefined ? () => {} : stopOnSignals(postgres);
  try {
    await reach(databaseUrl, pool);
    return await work(databaseUrl, pool);
  } finally {
    await pool.end();
    await postgres?.stop();
    stay();
  }
}

/** A command that a signal ends takes its PostgreSQL along; one that answers the signal itself comes to its own end. */
function stopOnSignals(postgres: RunningPostgres): () => void {
  const unanswered = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).filter((signal) => process.listenerCount(signal) === 0);
  const stop = (signal: NodeJS.Signals) => {
    off();
    // Told at once; it comes down by itself, and a command that starts meanwhile waits for that.
    void postgres.stop();
    process.kill(process.pid, signal);
  };
  const off = () => {
    for (const signal of unanswered) process.off(signal, stop);
  };
  for (const signal of unanswered) process.on(signal, stop);
  return off;
}

/** Who deploys from a command line, for the history: the account of the machine. */
export function operator(): string {
  return `${userInfo().username} (command line)`;
}

function givenDays(): number {
  const problems: string[] = [];
  const days = parseKeepDroppedDays(process.env, problems);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return days;
}

function givenDatabase(): string | undefined {
  const url = process.env.DATABASE_URL || undefined;
  if (url === undefined || /^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  // The value may hold a password, so it is not told.
  throw new UsageError(
    'DATABASE_URL is not the address of a PostgreSQL, such as postgres://user:password@host:5432/name.',
  );
}

/** Data belongs to the project that Formwork is used in; npm may replace the folder of the package at any time. */
function dataFolder(): string {
  return isInstalled() ? resolve('.formwork') : join(import.meta.dirname, '../../.formwork');
}

const PATIENCE_MS = 10_000;

async function reach(databaseUrl: string, pool: pg.Pool): Promise<void> {
  await pool.query('select 1').catch((cause: unknown) => {
    throw new Error(`The database at ${new URL(databaseUrl).host} cannot be used`, { cause });
  });
}
