import type { ClientBase, Pool, PoolClient } from 'pg';
import type { OrgLayer } from '../layers/org-layer.ts';
import { isScenarioElement } from '../layers/scenarios.ts';
import type { ElementId, Package } from '../packages/element.ts';
import { physicalOf } from '../physical/allocate.ts';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { Allocation, Live } from '../physical/physical.ts';
import { type ColumnRow, type ObjectRow, readAllocation } from './allocation-rows.ts';
import { compileEffective, type Effective } from './effective.ts';
import { IdAllocator } from './ids.ts';
import { fromRows, type MetadataRow, type StoredMetadata } from './metadata-rows.ts';
import { migrate } from './migrate.ts';
import { schemaOfOrg } from './org-name.ts';

/** Everything that is stored about an org's metadata, as of one moment. */
export interface StoredState {
  readonly version: number;
  readonly orgId: string;
  readonly systemUserId: string;
  readonly metadata: StoredMetadata;
  readonly rows: readonly MetadataRow[];
  readonly allocation: Allocation;
  /** How often something dropped was purged: an allocation from before the last one is out of date. */
  readonly purges: number;
}

/** The metadata tables of one org. Holds the pool it was given, and a block of record ids; closing the pool is the owner's. */
export class Store {
  readonly pool: Pool;
  readonly org: string;
  readonly schema: string;
  readonly ids: IdAllocator;

  constructor(pool: Pool, org: string) {
    this.pool = pool;
    this.org = org;
    this.schema = schemaOfOrg(org);
    this.ids = new IdAllocator(this.schema);
  }

  /** Brings the org's metadata tables to this version of the code. */
  migrate(): Promise<void> {
    return migrate(this.pool, this.schema);
  }

  /** What is stored, in one statement, so that no deploy comes between two of its parts. */
  async loadState(db: Pick<ClientBase | Pool, 'query'> = this.pool): Promise<StoredState> {
    const from = quoteIdentifier(this.schema);
    const { rows: found } = await db.query<StateRow>(
      `select o.version, o.org_id, o.system_user_id, o.purges,
         (select coalesce(json_agg(m), '[]') from ${from}.fw_metadata m) as metadata,
         (select coalesce(json_agg(t), '[]') from ${from}.fw_object t) as objects,
         (select coalesce(json_agg(c), '[]') from ${from}.fw_column c) as columns
       from ${from}.fw_org o`,
    );
    const [row] = found;
    if (!row) throw new Error(`Org ${this.org} has no row in fw_org; create it with createOrg`);
    return {
      version: Number(row.version),
      orgId: row.org_id,
      systemUserId: row.system_user_id,
      metadata: fromRows(row.metadata),
      rows: row.metadata,
      allocation: readAllocation(row.objects, row.columns),
      purges: Number(row.purges),
    };
  }

  /** The model that is live, compiled; undefined before the first deploy. Throws where what is stored no longer compiles. */
  async loadLive(): Promise<Live | undefined> {
    const state = await this.loadState();
    return compileLive(this, { ...state, metadata: withoutScenarios(state.metadata) })?.live;
  }

  /** The installed packages, as last deployed, in dependency order. */
  async loadPackages(): Promise<readonly Package[]> {
    return (await this.loadState()).metadata.packages;
  }

  /** What the org's admins changed. */
  async loadOrgLayer(): Promise<OrgLayer> {
    return (await this.loadState()).metadata.org;
  }

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch((reason: Error) => {
        broken = reason;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** The effective metadata of a state, with the model that is live; undefined before the first deploy. */
export function compileLive(
  { org, schema }: Pick<Store, 'org' | 'schema'>,
  state: StoredState,
): { live: Live; elements: Effective['elements'] } | undefined {
  if (state.version === 0) return undefined;
  const { model, elements, problems } = compileEffective(state.metadata.packages, state.metadata.org);
  if (!model) {
    const reasons = problems.map(({ message }) => message).join('; ');
    throw new Error(`The metadata of org ${org}, version ${state.version}, does not compile: ${reasons}`);
  }
  const { version, orgId, systemUserId } = state;
  const physical = physicalOf(schema, state.allocation);
  return { live: Object.freeze({ org, orgId, systemUserId, version, model, physical }), elements };
}

/** What serves people neither checks nor keeps what only tests read. */
function withoutScenarios(metadata: StoredMetadata): StoredMetadata {
  const { packages, org } = metadata;
  const served = <T>(elements: ReadonlyMap<ElementId, T>) =>
    new Map([...elements].filter(([id]) => !isScenarioElement(id)));
  return {
    ...metadata,
    packages: packages.map((each) => ({ ...each, elements: served(each.elements) })),
    org: { ...org, added: served(org.added) },
  };
}

interface StateRow {
  readonly version: string;
  readonly org_id: string;
  readonly system_user_id: string;
  readonly purges: string;
  readonly metadata: readonly MetadataRow[];
  readonly objects: readonly ObjectRow[];
  readonly columns: readonly ColumnRow[];
}
