import type { Pool } from 'pg';
import type { Database } from './context.ts';

/** A pool as what reads and saves run on. */
export function openDatabase(pool: Pool): Database {
  return {
    query: ({ name, text, values = [] }) =>
      pool.query({ ...(name !== undefined && { name }), text, values: [...values] }),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        // The work's first statement travels with the begin.
        const [, result] = await Promise.all([client.query('begin'), work(client)]);
        await client.query('commit');
        return result;
      } catch (error) {
        // A connection that cannot even roll back is thrown away; the first error is the one to tell.
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}
