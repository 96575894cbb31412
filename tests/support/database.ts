import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** URL of the real PostgreSQL that the run's global set-up provides. */
export function testDatabaseUrl(): string {
  const url = process.env.FORMWORK_TEST_DATABASE_URL;
  if (!url) throw new Error('FORMWORK_TEST_DATABASE_URL is not set: run the tests with `npm test`.');
  return url;
}

/** A pool on the test database; the caller ends it. */
export function openTestPool(options: pg.PoolConfig = {}): pg.Pool {
  return new pg.Pool({ connectionString: testDatabaseUrl(), max: 6, pipeline: true, ...options });
}

/** A schema name that no other test uses. */
export function uniqueSchema(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/**
 * A database for one test file alone: PostgreSQL lets an index that is built beside others wait for every transaction
 * of its database, those of other test files included. Gives the function that drops it.
 */
export async function ownTestDatabase(): Promise<() => Promise<void>> {
  const shared = testDatabaseUrl();
  const name = uniqueSchema('formwork_test');
  await onServer(shared, `create database ${name}`);
  const own = new URL(shared);
  own.pathname = `/${name}`;
  process.env.FORMWORK_TEST_DATABASE_URL = own.href;
  return async () => {
    process.env.FORMWORK_TEST_DATABASE_URL = shared;
    await onServer(shared, `drop database ${name} with (force)`);
  };
}

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
