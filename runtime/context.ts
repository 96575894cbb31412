import type { PoolClient } from 'pg';
import type { Live } from '../platform/physical/physical.ts';
import type { Principal } from './security/principal.ts';

/** Where SQL runs: the pool for single statements, a client inside a transaction. */
export interface Connection {
  query(config: { readonly name?: string; readonly text: string; readonly values?: readonly unknown[] }): Promise<{
    readonly rows: Record<string, unknown>[];
    readonly rowCount: number | null;
  }>;
}

/** A pool of connections that can also lend one client for a transaction. */
export interface Database extends Connection {
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
}

/** What a read or a save runs in: one pinned version, one principal, one clock. */
export interface Context {
  readonly live: Live;
  readonly principal: Principal;
  readonly db: Connection;
  /** Time comes from one place. */
  readonly now: Date;
}
