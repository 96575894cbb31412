import { userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { listOrgs } from '../../platform/orgs/orgs.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { startPostgres } from '../server/embedded-postgres.ts';
import { UsageError } from './exit.ts';

/**
 * Runs work on an org: on DATABASE_URL, or on the embedded PostgreSQL, which is shared with a running server and
 * otherwise started for as long as the work takes.
 */
export async function withEngine<T>(
  options: { readonly org?: string },
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const org = options.org ?? (process.env.FORMWORK_ORG || 'demo');
  const given = givenDatabase();
  const postgres = given
    ? undefined
    : await startPostgres(process.env.FORMWORK_DATA || join(import.meta.dirname, '../../.formwork'));
  const databaseUrl = given ?? postgres?.url ?? '';
  try {
    await requireOrg(databaseUrl, org);
    const engine = await openEngine({ databaseUrl, org, maxConnections: 4 });
    try {
      return await work(engine);
    } finally {
      await engine.close();
    }
  } finally {
    await postgres?.stop();
  }
}

/** Who deploys from a command line, for the history: the account of the machine. */
export function operator(): string {
  return `${userInfo().username} (command line)`;
}

function givenDatabase(): string | undefined {
  const url = process.env.DATABASE_URL || undefined;
  if (url === undefined || /^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  // The value may hold a password, so it is not told.
  throw new UsageError(
    'DATABASE_URL is not the address of a PostgreSQL, such as postgres://user:password@host:5432/name.',
  );
}

const PATIENCE_MS = 10_000;

async function requireOrg(databaseUrl: string, org: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: PATIENCE_MS });
  try {
    const orgs = await listOrgs(pool).catch((cause: unknown) => {
      throw new Error(`The database at ${new URL(databaseUrl).host} cannot be used`, { cause });
    });
    if (orgs.includes(org)) return;
    const known = orgs.length
      ? `Its orgs are: ${orgs.join(', ')}.`
      : 'It has no orgs yet: `npm start` makes the first one.';
    throw new UsageError(`There is no org "${org}" in this database. ${known}`);
  } finally {
    await pool.end();
  }
}
