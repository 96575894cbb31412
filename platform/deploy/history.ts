import { qualified } from '../physical/identifier.ts';
import type { MetadataRowChange } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import type { DeployKind, DeployPlan, DeployRecord } from './deploy-result.ts';

/** A row of the history with all that is needed to undo it. */
export interface StoredDeploy extends DeployRecord {
  readonly changes: readonly MetadataRowChange[];
}

/** The deploys that were applied to an org, the latest first. */
export async function loadHistory(store: Store, limit = 50): Promise<DeployRecord[]> {
  const { rows } = await store.pool.query<DeployRow>(
    `select ${COLUMNS} from ${qualified(store.schema, 'fw_deploy')} order by version desc limit $1`,
    [limit],
  );
  return rows.map(readDeploy);
}

/** A deploy and all after it, in order; empty when there is no such deploy. */
export async function loadDeploysSince(store: Store, id: string): Promise<StoredDeploy[]> {
  const deploys = qualified(store.schema, 'fw_deploy');
  const { rows } = await store.pool.query<DeployRow & { changes: readonly MetadataRowChange[] }>(
    `select ${COLUMNS}, changes from ${deploys}
     where version >= (select version from ${deploys} where id = $1) order by version`,
    [id],
  );
  return rows.map((row) => ({ ...readDeploy(row), changes: row.changes }));
}

const COLUMNS = 'id, kind, version, from_version, deployed_by, deployed_at, note, plan, rollback_of';

interface DeployRow {
  readonly id: string;
  readonly kind: DeployKind;
  readonly version: string;
  readonly from_version: string;
  readonly deployed_by: string;
  readonly deployed_at: Date;
  readonly note: string;
  readonly plan: DeployPlan;
  readonly rollback_of: string | null;
}

function readDeploy(row: DeployRow): DeployRecord {
  return {
    id: row.id,
    kind: row.kind,
    version: Number(row.version),
    fromVersion: Number(row.from_version),
    by: row.deployed_by,
    at: row.deployed_at.toISOString(),
    note: row.note,
    plan: row.plan,
    ...(row.rollback_of === null ? {} : { rollbackOf: row.rollback_of }),
  };
}
