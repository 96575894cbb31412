import type { ClientBase, Pool } from 'pg';
import { NOBODYS } from '../physical/allocated.ts';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation } from '../physical/physical.ts';
import { type ColumnRow, type ObjectRow, readAllocation, replaceObjects } from './allocation-rows.ts';
import {
  applyChanges,
  fromRows,
  type MetadataRow,
  type MetadataRowChange,
  objectsIn,
  type StoredMetadata,
} from './metadata-rows.ts';

/** Everything that is stored about an org's metadata, as of one moment. */
export interface StoredState {
  readonly version: number;
  readonly orgId: string;
  readonly systemUserId: string;
  readonly metadata: StoredMetadata;
  readonly allocation: Allocation;
  /** How often something dropped was purged: an allocation from before the last one is out of date. */
  readonly purges: number;
}

type Db = Pick<ClientBase | Pool, 'query'>;

/** What is stored, in one statement, so that no deploy comes between two of its parts. Undefined without an org. */
export async function loadWhole(db: Db, schema: string): Promise<StoredState | undefined> {
  const from = quoteIdentifier(schema);
  const { rows } = await db.query<OrgRow & { metadata: readonly MetadataRow[] } & AllocationRows>(
    `select ${ORG_COLUMNS},
       (select coalesce(json_agg(m), '[]') from ${from}.fw_metadata m) as metadata,
       (select coalesce(json_agg(t), '[]') from ${from}.fw_object t) as objects,
       (select coalesce(json_agg(c), '[]') from ${from}.fw_column c) as columns
     from ${from}.fw_org o`,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { metadata, objects, columns } = row;
  return { ...readOrg(row), metadata: fromRows(metadata), allocation: readAllocation(objects, columns) };
}

/**
 * What is stored now, from what was stored before and the deploys since: each has noted the rows that it changed. The
 * state itself where nothing changed; undefined where the way from there is not known.
 */
export async function loadSince(db: Db, schema: string, state: StoredState): Promise<StoredState | undefined> {
  const from = quoteIdentifier(schema);
  const { rows: orgs } = await db.query<OrgRow>(`select ${ORG_COLUMNS} from ${from}.fw_org o`);
  const now = orgs[0] && readOrg(orgs[0]);
  if (now === undefined || now.orgId !== state.orgId) return undefined;
  const isPurged = now.purges !== state.purges;
  if (now.version === state.version && !isPurged) return state;
  const { rows: deploys } = await db.query<DeployRow>(
    `select version, from_version, changes from ${from}.fw_deploy where version > $1 and version <= $2 order by version`,
    [state.version, now.version],
  );
  if (!isChain(deploys, state.version, now.version)) return undefined;
  const changes = deploys.flatMap((deploy) => deploy.changes);
  const objects = isPurged ? undefined : objectsIn(changes);
  const { rows } = await db.query<OrgRow & AllocationRows>(
    `select ${ORG_COLUMNS},
       (select coalesce(json_agg(t), '[]') from ${from}.fw_object t where $1::text[] is null or ltrim(t.name, '${NOBODYS}') = any($1)) as objects,
       (select coalesce(json_agg(c), '[]') from ${from}.fw_column c where $1::text[] is null or ltrim(c.object, '${NOBODYS}') = any($1)
         or c.table_name in (select p.table_name from ${from}.fw_column p where ltrim(p.points_to, '${NOBODYS}') = any($1))) as columns
     from ${from}.fw_org o`,
    [objects],
  );
  const [row] = rows;
  // Another deploy came between: its columns are no part of this version.
  if (row === undefined || Number(row.version) !== now.version || Number(row.purges) !== now.purges) return undefined;
  const metadata = deploys.reduce((before, deploy) => applyChanges(before, deploy.changes), state.metadata);
  const { objects: tables, columns } = row;
  const allocation = objects ? replaceObjects(state.allocation, objects, row) : readAllocation(tables, columns);
  return { ...now, metadata, allocation };
}

const ORG_COLUMNS = 'o.version, o.org_id, o.system_user_id, o.purges';

interface OrgRow {
  readonly version: string;
  readonly org_id: string;
  readonly system_user_id: string;
  readonly purges: string;
}

interface AllocationRows {
  readonly objects: readonly ObjectRow[];
  readonly columns: readonly ColumnRow[];
}

interface DeployRow {
  readonly version: string;
  readonly from_version: string;
  readonly changes: readonly MetadataRowChange[];
}

function readOrg(row: OrgRow): Omit<StoredState, 'metadata' | 'allocation'> {
  return {
    version: Number(row.version),
    orgId: row.org_id,
    systemUserId: row.system_user_id,
    purges: Number(row.purges),
  };
}

/** Whether deploys follow each other from one version to another without a gap. */
function isChain(deploys: readonly DeployRow[], from: number, to: number): boolean {
  const last = deploys.reduce<number | undefined>(
    (at, deploy) => (at === Number(deploy.from_version) ? Number(deploy.version) : undefined),
    from,
  );
  return last === to;
}
