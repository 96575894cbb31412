import type { Pool, PoolClient } from 'pg';
import type { OrgLayer } from '../layers/org-layer.ts';
import type { Package } from '../packages/element.ts';
import { physicalOf } from '../physical/allocate.ts';
import type { Live } from '../physical/physical.ts';
import { compileEffective, type Effective } from './effective.ts';
import { IdAllocator } from './ids.ts';
import { loadSince, loadWhole, type StoredState } from './load-state.ts';
import { migrate } from './migrate.ts';
import { schemaOfOrg } from './org-name.ts';

/**
 * The metadata tables of one org. Holds the pool it was given, a block of record ids, and the latest state that it loaded;
 * closing the pool is the owner's.
 */
export class Store {
  readonly pool: Pool;
  readonly org: string;
  readonly schema: string;
  readonly ids: IdAllocator;
  #latest: { readonly state: StoredState; readonly live?: LiveMetadata } | undefined;
  /** Of the latest state that was compiled. */
  #compiled: LiveMetadata | undefined;

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

  /**
   * What is stored now. The state is remembered, and only what deploys changed since is loaded: whoever acts on it checks,
   * under the org's lock, that its version is live still.
   */
  async loadState(): Promise<StoredState> {
    const before = this.#latest?.state;
    const since = before && (await loadSince(this.pool, this.schema, before));
    const state = since ?? (await loadWhole(this.pool, this.schema));
    if (!state) throw new Error(`Org ${this.org} has no row in fw_org; create it with createOrg`);
    if (state !== before) this.remember({ state });
    return state;
  }

  /** The effective metadata of a state, from that of the one before; undefined before the first deploy. */
  effectiveOf(state: StoredState): LiveMetadata | undefined {
    if (state.version === 0) return undefined;
    const known = this.#latest;
    if (known?.state === state && known.live !== undefined) return known.live;
    const live = compileLive(this, state, this.#compiled);
    if (known?.state === state) this.remember({ state, live });
    return live;
  }

  /** Takes a state as the latest, where it is not older than what is known. */
  remember(known: { readonly state: StoredState; readonly live?: LiveMetadata }): void {
    if (this.#latest !== undefined && this.#latest.state.version > known.state.version) return;
    this.#latest = known;
    this.#compiled = known.live ?? this.#compiled;
  }

  /** The model that is live, compiled; undefined before the first deploy. Throws where what is stored no longer compiles. */
  async loadLive(): Promise<Live | undefined> {
    return this.effectiveOf(await this.loadState())?.live;
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

/** What is live, with all that it was made of. */
export interface LiveMetadata extends Effective {
  readonly live: Live;
}

/** The effective metadata of a state above version 0; with what it was before, only what differs is compiled. */
export function compileLive(
  { org, schema }: Pick<Store, 'org' | 'schema'>,
  { version, orgId, systemUserId, metadata, allocation }: StoredState,
  before?: LiveMetadata,
): LiveMetadata {
  const { merged, compiled } = compileEffective(metadata, before);
  const { model, problems } = compiled;
  if (!model) {
    const reasons = problems.map(({ message }) => message).join('; ');
    throw new Error(`The metadata of org ${org}, version ${version}, does not compile: ${reasons}`);
  }
  const physical = physicalOf(schema, allocation);
  return { merged, compiled, live: Object.freeze({ org, orgId, systemUserId, version, model, physical }) };
}
