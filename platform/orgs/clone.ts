import type { Pool, PoolClient } from 'pg';
import { diffElements } from '../deploy/diff-elements.ts';
import { keptUntil } from '../deploy/keep-dropped.ts';
import { recordBatches } from '../deploy/record-batches.ts';
import type { DeployHooks } from '../deploy/request.ts';
import { saveSystemRecords } from '../deploy/system-records.ts';
import { qualified } from '../physical/identifier.ts';
import { DEPLOY_PREFIX } from '../physical/key-prefixes.ts';
import type { Live } from '../physical/physical.ts';
import { unmappedOf } from '../physical/unmapped.ts';
import { saveDropped } from '../store/dropped-rows.ts';
import { loadWhole, type StoredState } from '../store/load-state.ts';
import { lockOrg } from '../store/lock.ts';
import { toRows } from '../store/metadata-rows.ts';
import { applyMissing } from '../store/migrate.ts';
import { OrgError } from '../store/org-error.ts';
import { compileLive, Store } from '../store/store.ts';
import { adoptRecords } from './adopt-records.ts';
import { copyMetadata, copySequences, copyTables, finishTables, listTables, lockTables } from './copy-tables.ts';
import { daysToLive, findOrg, insertOrg, listOrgs, type NewOrg } from './orgs.ts';

export interface CloneRequest extends NewOrg {
  /** Name of the org that is cloned. */
  readonly from: string;
  /** Whether its records and people come along. Sessions never do. */
  readonly withRecords: boolean;
  readonly hooks: DeployHooks;
  /** Told after each table: records copied, and how many there are by PostgreSQL's estimate. */
  onProgress?(done: number, total: number): void;
}

/**
 * Makes an org that is another one as of one moment: its packages and its own layer, under the same names of tables and
 * the same id prefixes, so that ids stay what they are; with all records, or with those alone that packages ship. It
 * has an id and a history of its own. All of it is one transaction: a clone that is killed leaves nothing.
 */
export async function cloneOrg(pool: Pool, name: string, request: CloneRequest): Promise<Store> {
  const target = new Store(pool, name);
  const days = daysToLive(request);
  const source = await findOrg(pool, request.from);
  await refuseTaken(pool, name);
  await source.migrate();
  try {
    await target.transaction((client) => cloneIn(client, { source, target, request: { ...request, days } }));
  } catch (error) {
    // Somebody else's org of that name went live first.
    await refuseTaken(pool, name);
    throw error;
  }
  return target;
}

interface Cloning {
  readonly source: Store;
  readonly target: Store;
  readonly request: Omit<CloneRequest, 'days'> & { readonly days: number | undefined };
}

async function cloneIn(client: PoolClient, { source, target, request }: Cloning): Promise<void> {
  await client.query('set transaction isolation level repeatable read');
  await client.query('set local statement_timeout = 0');
  const { state, tables } = await takeSnapshot(client, source);
  await applyMissing(client, target.schema);
  await insertOrg(client, target, { ...request, systemUser: state.systemUserId });
  const orgId = await enterSource(client, { source, target, state });
  await copyMetadata(client, source.schema, target.schema);
  const copy = { from: source.schema, to: target.schema, tables };
  await copySequences(client, { ...copy, withNumbers: request.withRecords });
  await copyTables(client, { ...copy, ...(request.withRecords && { onProgress: request.onProgress ?? (() => {}) }) });
  const compiled = compileLive(target, { ...state, version: 1, orgId });
  if (request.withRecords)
    await adoptRecords(client, { next: compiled.live, was: state, isProduction: request.kind === 'production' });
  await finishTables(client, { ...copy, model: compiled.live.model, allocation: state.allocation });
  await saveSystemRecords(client, compiled.live, target.ids);
  if (!request.withRecords)
    await saveShipped(client, { live: compiled.live, elements: compiled.merged.elements }, request.hooks);
  await client.query('set constraints all immediate');
  const { elements } = compiled.merged;
  const deploy = await recordClone(client, { source, target, request }, { state, elements });
  const at = request.hooks.now?.() ?? new Date();
  const stamp = { by: request.by ?? 'system', deploy, at, until: keptUntil(at, request.hooks) };
  await saveDropped(client, target.schema, unmappedOf(compiled.live.model, state.allocation), stamp);
}

/**
 * What is stored and the tables that belong to it, as of one moment: no deploy may come between the two. Saves go on,
 * and so may deploys that leave those tables as they are.
 */
async function takeSnapshot(
  client: PoolClient,
  source: Store,
): Promise<{ readonly state: StoredState; readonly tables: readonly string[] }> {
  return source.transaction(async (holder) => {
    // On another connection: the snapshot must not be older than the lock.
    await lockOrg(holder, source.schema, 'shared');
    const state = await loadWhole(client, source.schema);
    if (state === undefined || state.version === 0)
      throw new OrgError(`Nothing has been deployed to the org "${source.org}" yet.`);
    const tables = await listTables(client, source.schema);
    await lockTables(client, source.schema, tables);
    return { state, tables };
  });
}

async function enterSource(
  client: PoolClient,
  { source, target, state }: { readonly source: Store; readonly target: Store; readonly state: StoredState },
): Promise<string> {
  const { rows } = await client.query<{ org_id: string }>(
    `update ${qualified(target.schema, 'fw_org')} set version = 1, source_name = $1, source_org_id = $2, source_version = $3
     returning org_id`,
    [source.org, state.orgId, state.version],
  );
  return rows[0]?.org_id ?? '';
}

async function saveShipped(
  client: PoolClient,
  { live, elements }: { readonly live: Live; readonly elements: Parameters<typeof diffElements>[1] },
  hooks: DeployHooks,
): Promise<void> {
  const batches = recordBatches(live.model, diffElements(new Map(), elements, new Map()), elements);
  if (batches.length === 0) return;
  const problems = (await hooks.saveRecords?.(client, live, batches)) ?? [];
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const reasons = errors.map(({ message }) => message).join('; ');
  throw new Error(`The records that the packages ship cannot be saved in a new org: ${reasons}`);
}

/** The clone's history begins with what it was made of: the base of what is promoted later. */
async function recordClone(
  client: PoolClient,
  { source, target, request }: Cloning,
  { state, elements }: { readonly state: StoredState; readonly elements: Parameters<typeof diffElements>[1] },
): Promise<string> {
  const [id = ''] = await target.ids.take(client, DEPLOY_PREFIX, 1);
  const plan = {
    fromVersion: 0,
    elements: diffElements(new Map(), elements, new Map()),
    schema: [],
    steps: [],
    records: [],
    conflicts: [],
  };
  const changes = toRows(state.metadata).map(({ part, key, value }) => ({ part, key, after: value }));
  const note = `Cloned from ${source.org}, version ${state.version}${request.withRecords ? ', with records' : ''}`;
  await client.query(
    `insert into ${qualified(target.schema, 'fw_deploy')}
       (id, kind, version, from_version, deployed_by, note, plan, changes) values ($1, 'clone', 1, 0, $2, $3, $4, $5)`,
    [id, request.by ?? 'system', note, JSON.stringify(plan), JSON.stringify(changes)],
  );
  return id;
}

async function refuseTaken(pool: Pool, name: string): Promise<void> {
  if (!(await listOrgs(pool)).includes(name)) return;
  throw new OrgError(`There is an org "${name}" already. Choose another name.`);
}
