import type { PoolClient } from 'pg';
import { EMPTY_ORG_LAYER } from '../layers/org-layer.ts';
import type { Package } from '../packages/element.ts';
import { qualified } from '../physical/identifier.ts';
import { fromRows, type MetadataRow, toRows } from './metadata-rows.ts';
import type { Store } from './store.ts';

/** New versions of packages that wait until somebody decides their conflicts with what admins did. */
export interface WaitingPackages {
  readonly packages: readonly Package[];
  /** Who brought them, when, and why. */
  readonly by: string;
  readonly at: string;
  readonly note: string;
}

/** What waits in an org; undefined when nothing does. */
export async function loadWaiting({ pool, schema }: Store): Promise<WaitingPackages | undefined> {
  const { rows } = await pool.query<{ packages: MetadataRow[]; came_by: string; came_at: Date; note: string }>(
    `select packages, came_by, came_at, note from ${qualified(schema, 'fw_waiting')}`,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { packages } = fromRows(row.packages);
  return { packages, by: row.came_by, at: row.came_at.toISOString(), note: row.note };
}

/** Lets packages wait, in the place of what waited before. */
export async function saveWaiting({ pool, schema }: Store, waiting: Omit<WaitingPackages, 'at'>): Promise<void> {
  await pool.query(
    `insert into ${qualified(schema, 'fw_waiting')} (packages, came_by, note) values ($1, $2, $3)
     on conflict (is_only) do update
       set packages = excluded.packages, came_by = excluded.came_by, came_at = excluded.came_at, note = excluded.note`,
    [JSON.stringify(rowsOf(waiting.packages)), waiting.by, waiting.note],
  );
}

/** Lets nothing wait any more: it was brought in, or somebody sent it away. */
export async function clearWaiting({ pool, schema }: Store): Promise<void> {
  await pool.query(`delete from ${qualified(schema, 'fw_waiting')}`);
}

/** Lets some packages wait no longer, in the transaction of the deploy that moved them: what waits was made before it. */
export async function settleWaiting(client: PoolClient, schema: string, moved: ReadonlySet<string>): Promise<void> {
  const table = qualified(schema, 'fw_waiting');
  const { rows } = await client.query<{ packages: MetadataRow[] }>(`select packages from ${table} for update`);
  const waiting = fromRows(rows[0]?.packages ?? []).packages;
  const left = waiting.filter(({ name }) => !moved.has(name));
  if (left.length === waiting.length) return;
  if (left.length === 0) await client.query(`delete from ${table}`);
  else await client.query(`update ${table} set packages = $1`, [JSON.stringify(rowsOf(left))]);
}

function rowsOf(packages: readonly Package[]): MetadataRow[] {
  return toRows({ packages, kept: new Set(), org: EMPTY_ORG_LAYER, withdrawn: new Map() });
}
