import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { deleteOrg, deleteScratch, listOrgs } from '../../platform/orgs/orgs.ts';

/** Orgs that scenarios play in: gone when the run is, whatever ends it. */
export interface ScratchOrgs {
  /** The name of the run's org of a number; somebody else makes it. */
  name(index: number): string;
  /** Deletes the orgs of this run. */
  close(): Promise<void>;
}

const PREFIX = 'scenarios_';

/**
 * Names the scratch orgs of a run, and deletes those that a killed run left: a run holds a lock for as long as its
 * process is connected. Another org that is called like one stays.
 */
export async function openScratchOrgs(databaseUrl: string): Promise<ScratchOrgs> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // Where the database goes, the next query tells.
  pool.on('error', () => {});
  const run = randomBytes(5).toString('hex');
  const holder = await pool.connect();
  holder.on('error', () => {});
  try {
    await holder.query('select pg_advisory_lock($1::bigint)', [lockOf(run)]);
    await deleteAbandoned(pool);
  } catch (error) {
    holder.release(true);
    await pool.end();
    throw error;
  }
  return {
    name: (index) => `${PREFIX}${run}_${index + 1}`,
    async close() {
      for (const org of await listOrgs(pool)) if (runOf(org) === run) await deleteOrg(pool, org);
      holder.release(true);
      await pool.end();
    },
  };
}

async function deleteAbandoned(pool: pg.Pool): Promise<void> {
  const runs = new Map((await listOrgs(pool)).map((org) => [org, runOf(org)]));
  for (const [org, run] of runs) {
    if (run === undefined) continue;
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ isFree: boolean }>('select pg_try_advisory_lock($1::bigint) as "isFree"', [
        lockOf(run),
      ]);
      // Another run that clears away the same leftovers may be quicker.
      if (rows[0]?.isFree) await deleteScratch(pool, org).catch(() => {});
    } finally {
      client.release(true);
    }
  }
}

function runOf(org: string): string | undefined {
  return /^scenarios_([0-9a-f]{10})_\d+$/.exec(org)?.[1];
}

function lockOf(run: string): string {
  return createHash('sha256').update(`formwork scenarios ${run}`).digest().readBigInt64BE().toString();
}
