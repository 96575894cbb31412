import type { PoolClient } from 'pg';
import type { RenamePairs } from '../layers/find-renames.ts';
import { describeChange } from '../physical/describe-change.ts';
import { qualified } from '../physical/identifier.ts';
import { DEPLOY_PREFIX } from '../physical/key-prefixes.ts';
import type { Allocation, Live, SchemaChange } from '../physical/physical.ts';
import { schemaChangeSql } from '../physical/schema-sql.ts';
import { unmappedOf } from '../physical/unmapped.ts';
import type { Problem } from '../problem.ts';
import { saveAllocation } from '../store/allocation-rows.ts';
import { saveDropped } from '../store/dropped-rows.ts';
import { lockOrg, readPurges, readVersion } from '../store/lock.ts';
import type { MetadataRowChange } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import type { DeployPlan } from './deploy-result.ts';
import { keptUntil } from './keep-dropped.ts';
import type { DeployHooks, DeployRequest, DeployStep, RecordBatch } from './request.ts';
import { renameSystemRecords, saveSystemRecords } from './system-records.ts';

/** Channel on which every process that serves an org hears of a new version; the payload is the org's schema. */
export const MODEL_CHANNEL = 'formwork_model';

/** All that one deploy will do, decided beforehand. */
export interface Prepared {
  readonly request: DeployRequest;
  readonly next: Live;
  readonly allocation: Allocation;
  readonly changes: readonly MetadataRowChange[];
  readonly batches: readonly RecordBatch[];
  readonly plan: DeployPlan;
  /** How often something was purged when this was prepared. */
  readonly purges: number;
  readonly renamed: RenamePairs;
  /** What the records that are there say against it. */
  readonly checkRecords: (client: PoolClient) => Promise<readonly Problem[]>;
}

export type Applied =
  | { readonly outcome: 'applied'; readonly deploy: string; readonly problems: readonly Problem[] }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] }
  /** Another deploy went live since this one was prepared. */
  | { readonly outcome: 'overtaken' }
  /** Columns were purged since, whose names it may count on. */
  | { readonly outcome: 'purged' };

/** How long a deploy waits for what locks a table, before it lets go of everything and tries again. */
const LOCK_TIMEOUT = '2s';
const ATTEMPTS = 6;
const PAUSE_MS = 150;
/** PostgreSQL's codes for a lock that was not to be had: lock_not_available, deadlock_detected. */
const LOCKED = new Set(['55P03', '40P01']);

/** Makes a prepared deploy live in one transaction, or leaves everything as it was. */
export async function applyDeploy(store: Store, prepared: Prepared, hooks: DeployHooks): Promise<Applied> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.transaction((client) => applyIn(client, store, prepared, hooks));
    } catch (error) {
      if (error instanceof Refusal) return { outcome: 'refused', problems: error.problems };
      if (!isLocked(error)) throw translate(error, store.org);
      if (attempt === ATTEMPTS) return { outcome: 'refused', problems: [busy(store.org)] };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt * (0.5 + Math.random())));
    }
  }
}

async function applyIn(client: PoolClient, store: Store, prepared: Prepared, hooks: DeployHooks): Promise<Applied> {
  const { next, plan, changes, batches } = prepared;
  const done = async (step: DeployStep) => hooks.onStep?.(step);
  await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'; set local statement_timeout = 0`);
  await lockOrg(client, store.schema, 'exclusive');
  if ((await readVersion(client, store.schema)) !== plan.fromVersion) return { outcome: 'overtaken' };
  if ((await readPurges(client, store.schema)) !== prepared.purges) return { outcome: 'purged' };
  refuseRecords(await prepared.checkRecords(client));
  await done('locked');
  await changeTables(client, next, plan.schema);
  await done('tables');
  await saveMetadata(client, store.schema, changes);
  await saveAllocation(client, store.schema, prepared.allocation);
  await client.query(`update ${qualified(store.schema, 'fw_org')} set version = $1`, [next.version]);
  await done('metadata');
  await renameSystemRecords(client, next, prepared.renamed);
  await saveSystemRecords(client, next, store.ids);
  await done('system records');
  const problems = await saveShipped(client, next, batches, hooks);
  await client.query('set constraints all immediate');
  await done('records');
  const deploy = await recordDeploy(client, store, prepared);
  await noteDropped(client, store, { prepared, deploy, hooks });
  await client.query('select pg_notify($1, $2)', [MODEL_CHANNEL, store.schema]);
  await done('recorded');
  return { outcome: 'applied', deploy, problems };
}

/** No save is on its way any more, but since the first check some may have been done. */
function refuseRecords(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(errors);
}

/** Takes all table locks first, in sorted order, so that two that wait for each other cannot come about. */
async function changeTables(client: PoolClient, { physical }: Live, schema: readonly SchemaChange[]): Promise<void> {
  for (const [table, mode] of tableLocks(schema))
    await client.query(`lock table ${qualified(physical.schema, table)} in ${mode} mode`);
  for (const change of schema) {
    const text = schemaChangeSql(change, physical);
    if (text) await client.query(text).catch((error: unknown) => refuseChange(error, change));
  }
  await client.query('set constraints all deferred');
}

/** New tables need no lock; what a foreign key points to is only kept from changing. */
function tableLocks(schema: readonly SchemaChange[]): [string, string][] {
  const created = new Set(schema.flatMap((change) => (change.change === 'createTable' ? [change.table] : [])));
  const locks = new Map<string, string>();
  for (const change of schema)
    if (change.change === 'addForeignKey') locks.set(change.references, 'share row exclusive');
  for (const change of schema) {
    if (change.change === 'createSequence' || change.change === 'unmapColumn' || change.change === 'mapColumn')
      continue;
    locks.set(change.table, 'access exclusive');
  }
  return [...locks].filter(([table]) => !created.has(table)).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function saveMetadata(client: PoolClient, schema: string, changes: readonly MetadataRowChange[]): Promise<void> {
  const table = qualified(schema, 'fw_metadata');
  const gone = changes.filter(({ after }) => after === undefined);
  await client.query(
    `delete from ${table} m using json_to_recordset($1) as r (part text, key text) where m.part = r.part and m.key = r.key`,
    [JSON.stringify(gone)],
  );
  const written = changes
    .filter(({ after }) => after !== undefined)
    .map(({ part, key, after }) => ({ part, key, value: after }));
  await client.query(
    `insert into ${table} (part, key, value) select part, key, value from json_populate_recordset(null::${table}, $1)
     on conflict (part, key) do update set value = excluded.value`,
    [JSON.stringify(written)],
  );
}

async function saveShipped(
  client: PoolClient,
  next: Live,
  batches: readonly RecordBatch[],
  hooks: DeployHooks,
): Promise<readonly Problem[]> {
  if (batches.length === 0) return [];
  if (!hooks.saveRecords)
    throw new Error(`The packages ship records of ${batches[0]?.object}, and no saveRecords hook was passed in`);
  const problems = await hooks.saveRecords(client, next, batches);
  if (problems.some(({ severity }) => severity === 'error')) throw new Refusal(problems);
  return problems;
}

async function recordDeploy(client: PoolClient, store: Store, prepared: Prepared): Promise<string> {
  const { request, next, plan, changes } = prepared;
  const [id = ''] = await store.ids.take(client, DEPLOY_PREFIX, 1);
  await client.query(
    `insert into ${qualified(store.schema, 'fw_deploy')}
       (id, kind, version, from_version, deployed_by, note, plan, changes, rollback_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      request.kind,
      next.version,
      plan.fromVersion,
      request.by,
      request.note,
      JSON.stringify(plan),
      JSON.stringify(changes),
      request.kind === 'rollback' ? request.deploy : null,
    ],
  );
  return id;
}

/** What the new version shows no more is kept for a time, from now on; what it shows again is not dropped any more. */
async function noteDropped(
  client: PoolClient,
  store: Store,
  { prepared, deploy, hooks }: { readonly prepared: Prepared; readonly deploy: string; readonly hooks: DeployHooks },
): Promise<void> {
  const { request, next, allocation } = prepared;
  const stamp = { by: request.by, deploy, at: hooks.now?.() ?? new Date(), until: keptUntil(hooks) };
  await saveDropped(client, store.schema, unmappedOf(next.model, allocation), stamp);
}

/** Undoes the transaction because of what an author can mend. */
class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ message }) => message).join('; '), options);
    this.problems = problems;
  }
}

/** Records that came in since the check can make a change impossible: that is theirs to hear who deploy. */
function refuseChange(error: unknown, change: SchemaChange): never {
  if (codeOf(error) !== '23505') throw error;
  const detail = error instanceof Error && 'detail' in error ? ` ${String(error.detail)}` : '';
  const message = `${describeChange(change)} is not possible: values are there twice.${detail}`;
  throw new Refusal([{ code: 'DUPLICATE_VALUES', severity: 'error', message }], { cause: error });
}

function translate(error: unknown, org: string): Error {
  return new Error(`The deploy to org ${org} failed, and nothing of it was applied`, { cause: error });
}

function busy(org: string): Problem {
  return {
    code: 'ORG_BUSY',
    severity: 'error',
    message: `Org ${org} was too busy: the tables to change stayed in use through ${ATTEMPTS} attempts. Nothing was changed; try again later.`,
  };
}

function isLocked(error: unknown): boolean {
  return LOCKED.has(codeOf(error) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
