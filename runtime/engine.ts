import pg from 'pg';
import { abandonIndex, PreparedIndexError } from '../platform/deploy/abandon.ts';
import { deploy } from '../platform/deploy/deploy.ts';
import type { DeployRecord, DeployResult, DeploySummary } from '../platform/deploy/deploy-result.ts';
import { type DroppedData, listDropped, purgeElement } from '../platform/deploy/dropped.ts';
import { loadDeploy, loadHistory } from '../platform/deploy/history.ts';
import { type Purged, purgeOverdue } from '../platform/deploy/purge.ts';
import type { DeployLimits, DeployRequest, PackagesRequest } from '../platform/deploy/request.ts';
import type { ElementId, Package } from '../platform/packages/element.ts';
import { loadPackages } from '../platform/packages/load.ts';
import type { Live } from '../platform/physical/physical.ts';
import type { Problem } from '../platform/problem.ts';
import { Store } from '../platform/store/store.ts';
import type { Context, Database } from './context.ts';
import { openDatabase } from './database.ts';
import { refuse } from './errors.ts';
import { openLiveCache } from './live-cache.ts';
import type { SaveContext } from './records/change.ts';
import { planDataChecks } from './records/check-data.ts';
import { sqlState } from './records/database-error.ts';
import { ModelMovedError } from './records/model-moved.ts';
import { saveRecords } from './records/save-data.ts';
import { loadPrincipal, systemPrincipal } from './security/load-principal.ts';
import type { Principal } from './security/principal.ts';
import { letWait } from './upgrade.ts';

/** Who asks, under which version of the model. Every read and write begins with one. */
export interface Access {
  readonly live: Live;
  readonly principal: Principal;
}

export interface EngineOptions {
  readonly databaseUrl: string;
  readonly org: string;
  /** Connections at most; one more hears of changes. */
  readonly maxConnections?: number;
  /** Days for which what a deploy removes can be brought back. */
  readonly keepDroppedDays?: number;
  /** Milliseconds after which a statement of a request is given up; absent: never. Deploys take their time. */
  readonly statementTimeout?: number;
  /** What counts as a large table for deploys; absent: what does by default. */
  readonly deployLimits?: Partial<DeployLimits>;
  /** Connections shared with the engines of other orgs; whoever made them ends them. */
  readonly pool?: pg.Pool;
}

/** All that serves one org: its database, its live model, its people, its deploys. */
export interface Engine {
  readonly org: string;
  readonly store: Store;
  readonly db: Database;
  live(): Live;
  /** Access of an active user; undefined when there is none of that id. */
  access(userId: string): Promise<Access | undefined>;
  /** The engine's own access to everything: sign-in, start and deploys use it, never a request's work. */
  systemAccess(): Access;
  read<T>(access: Access, work: (context: Context) => Promise<T>): Promise<T>;
  /** One transaction; begun anew, a few times, where the model moved or another transaction was in the way. */
  write<T>(access: Access, work: (context: SaveContext) => Promise<T>): Promise<T>;
  deploy(request: DeployRequest): Promise<DeployResult>;
  /**
   * Loads packages and deploys them, unless `check` finds in what was loaded that this is not what is wanted. Packages
   * that only open conflicts keep out wait for an admin to decide these.
   */
  deployPackages(
    dirs: readonly string[],
    request: Omit<PackagesRequest, 'kind' | 'packages'>,
    check?: (packages: readonly Package[]) => readonly Problem[],
  ): Promise<DeployResult>;
  /** The latest deploys, the newest first. */
  history(): Promise<readonly DeploySummary[]>;
  /** One deploy with all that it did; undefined when there is none of that id. */
  pastDeploy(id: string): Promise<DeployRecord | undefined>;
  /** What was removed and can still be brought back. */
  dropped(): Promise<readonly DroppedData[]>;
  /** Purges what was removed so long ago that its time is over; of one element at once, whatever its time. */
  purge(by: string, element?: ElementId): Promise<Purged>;
  /** Connections in use and at most, for the metrics. */
  pool(): { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

/** Opens an org that exists. Before its first deploy there is no model, and only deploys work. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { databaseUrl, org } = options;
  const keeping = options.keepDroppedDays === undefined ? {} : { keepDroppedDays: options.keepDroppedDays };
  const pool = options.pool ?? openPool(options);
  const store = new Store(pool, org);
  await store.migrate();
  const db = openDatabase(pool);
  const principals = createPrincipalCache(db);
  const live = await openLiveCache({ store, databaseUrl, onPrincipalsChanged: principals.clear });

  const engine: Engine = {
    org,
    store,
    db,
    live: live.current,
    access: (userId) => principals.access(live.current(), userId),
    systemAccess: () => ({ live: live.current(), principal: systemPrincipal(live.current()) }),
    read: ({ live: pinned, principal }, work) => work({ live: pinned, principal, db, now: new Date() }),
    async write(access, work) {
      for (let [pinned, attempt] = [access, 1]; ; attempt++) {
        try {
          return await db.transaction((client) => work({ ...pinned, db: client, now: new Date() }));
        } catch (error) {
          if (attempt === MAX_ATTEMPTS || !isWorthAnotherTry(error)) throw error;
          if (error instanceof PreparedIndexError) await abandonIndex(store, error);
          await live.refresh();
          pinned = await again(engine, access);
        }
      }
    },
    async deploy(request) {
      const result = await deploy(store, request, {
        planDataChecks,
        saveRecords,
        limits: options.deployLimits ?? {},
        ...keeping,
      });
      await live.refresh();
      return result;
    },
    async deployPackages(dirs, request, check = () => []) {
      const { packages, problems: found, locate } = await loadPackages(dirs);
      const problems = [...found, ...check(packages)];
      if (problems.some(({ severity }) => severity === 'error')) return refusedPackages(live.version(), problems);
      const wanted = { ...request, kind: 'packages', packages } as const;
      const result = await engine.deploy(wanted);
      await letWait(store, wanted, result);
      return { ...result, problems: result.problems.map(locate) };
    },
    history: () => loadHistory(store),
    pastDeploy: (id) => loadDeploy(store, id),
    dropped: () => listDropped(store),
    purge(by, element) {
      const who = { by, now: new Date() };
      return element === undefined ? purgeOverdue(store, who) : purgeElement(store, element, who);
    },
    pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async close() {
      await live.close();
      if (!options.pool) await pool.end();
    },
  };
  return engine;
}

/** How often a write begins: versions may follow each other more quickly than a save is done. */
const MAX_ATTEMPTS = 4;

/** Connections for the engines of one process. */
export function openPool({
  databaseUrl,
  maxConnections = 20,
  statementTimeout,
}: Omit<EngineOptions, 'org' | 'pool'>): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxConnections,
    application_name: 'formwork',
    ...(statementTimeout === undefined ? {} : { statement_timeout: statementTimeout }),
    // A connection keeps what it has prepared: every version of the model adds to it.
    maxLifetimeSeconds: 3600,
    // What does not wait for an answer is sent at once; PostgreSQL still runs it one after the other.
    pipeline: true,
  });
  // An idle connection that breaks is replaced; the next query tells if the database is gone.
  pool.on('error', () => {});
  return pool;
}

interface PrincipalCache {
  access(live: Live, userId: string): Promise<Access | undefined>;
  clear(): void;
}

/** People kept at most; the least recently loaded go first. */
const MAX_PRINCIPALS = 5000;

function createPrincipalCache(db: Database): PrincipalCache {
  const known = new Map<string, Promise<Access | undefined>>();
  return {
    access(live, userId) {
      const key = `${live.version} ${userId}`;
      const found = known.get(key);
      if (found) return found;
      const loading = loadPrincipal(db, live, userId).then((principal) => principal && { live, principal });
      known.set(key, loading);
      // Neither failures nor strangers are remembered.
      loading.then(
        (access) => access || known.delete(key),
        () => known.delete(key),
      );
      const oldest = known.size > MAX_PRINCIPALS ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      return loading;
    },
    clear: () => known.clear(),
  };
}

/** The same asker under the model that is live now; somebody who may not act any more is refused. */
async function again(engine: Engine, { principal }: Access): Promise<Access> {
  const system = engine.systemAccess();
  if (principal.userId === system.principal.userId) return system;
  const access = await engine.access(principal.userId);
  if (!access) throw refuse('INVALID_SESSION_ID', 'Session expired or invalid');
  return access;
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof ModelMovedError || error instanceof PreparedIndexError) return true;
  // Serialisation failure and deadlock: PostgreSQL undid the whole transaction.
  const state = sqlState(error) ?? (error instanceof Error ? sqlState(error.cause) : undefined);
  return state === '40001' || state === '40P01';
}

function refusedPackages(version: number, problems: DeployResult['problems']): DeployResult {
  const plan = { fromVersion: version, elements: [], schema: [], steps: [], records: [], conflicts: [] };
  return { status: 'failed', plan, problems };
}
