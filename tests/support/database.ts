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
