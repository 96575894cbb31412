import { qualified } from '../physical/identifier.ts';
import type { PlacedColumn } from '../physical/physical.ts';
import type { MetadataRowChange } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import type { DeployKind, DeployPlan, DeployRecord, DeploySummary } from './deploy-result.ts';

/** A deploy with all that is needed to undo it. */
export interface StoredDeploy extends DeploySummary {
  readonly changes: readonly MetadataRowChange[];
}

/** The deploys that were applied to an org, the latest first. */
export async function loadHistory(store: Store, limit = 50): Promise<DeploySummary[]> {
  const { rows } = await store.pool.query<DeployRow>(
    `select ${COLUMNS} from ${tableOf(store)} order by version desc limit $1`,
    [limit],
  );
  return rows.map(readDeploy);
}

/** One deploy with its plan; undefined when there is none of that id. */
export async function loadDeploy(store: Store, id: string): Promise<DeployRecord | undefined> {
  const { rows } = await store.pool.query<DeployRow & { plan: DeployPlan }>(
    `select ${COLUMNS}, plan from ${tableOf(store)} where id = $1`,
    [id],
  );
  return rows[0] && { ...readDeploy(rows[0]), plan: rows[0].plan };
}

/** A deploy and all after it, in order; empty when there is no such deploy. */
export async function loadDeploysSince(store: Store, id: string): Promise<StoredDeploy[]> {
  const { rows } = await store.pool.query<DeployRow & { changes: readonly MetadataRowChange[] }>(
    `select ${COLUMNS}, changes from ${tableOf(store)}
     where version >= (select version from ${tableOf(store)} where id = $1) order by version`,
    [id],
  );
  return rows.map((row) => ({ ...readDeploy(row), changes: row.changes }));
}

/** The columns that a deploy stopped using: those of removed fields, and those that retyped fields left behind. */
export async function loadLeftColumns(store: Store, id: string): Promise<readonly PlacedColumn[]> {
  const { rows } = await store.pool.query<PlacedColumn>(
    `select each ->> 'table' as table, each ->> 'column' as column
     from ${tableOf(store)}, json_array_elements(plan -> 'schema') as each
     where id = $1 and each ->> 'change' = 'unmapColumn'`,
    [id],
  );
  return rows;
}

const COLUMNS = `id, kind, version, from_version, deployed_by, deployed_at, note, rollback_of,
  json_array_length(plan -> 'elements') as elements,
  (select coalesce(sum((each ->> 'count')::integer), 0) from json_array_elements(plan -> 'records') as each) as records`;

interface DeployRow {
  readonly id: string;
  readonly kind: DeployKind;
  readonly version: string;
  readonly from_version: string;
  readonly deployed_by: string;
  readonly deployed_at: Date;
  readonly note: string;
  readonly elements: number;
  readonly records: string;
  readonly rollback_of: string | null;
}

function tableOf({ schema }: Store): string {
  return qualified(schema, 'fw_deploy');
}

function readDeploy(row: DeployRow): DeploySummary {
  return {
    id: row.id,
    kind: row.kind,
    version: Number(row.version),
    fromVersion: Number(row.from_version),
    by: row.deployed_by,
    at: row.deployed_at.toISOString(),
    note: row.note,
    elements: row.elements,
    records: Number(row.records),
    ...(row.rollback_of === null ? {} : { rollbackOf: row.rollback_of }),
  };
}
