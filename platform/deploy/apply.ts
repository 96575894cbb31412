import type { PoolClient } from 'pg';
import type { RenamePairs } from '../layers/find-renames.ts';
import { describeStep } from '../physical/describe-step.ts';
import { qualified } from '../physical/identifier.ts';
import { DEPLOY_PREFIX } from '../physical/key-prefixes.ts';
import { tableLocks } from '../physical/locks.ts';
import { newTables } from '../physical/new-tables.ts';
import type { Allocation, Live } from '../physical/physical.ts';
import { stepSql } from '../physical/step-sql.ts';
import type { CommitStep, Step } from '../physical/steps.ts';
import type { Unmapped } from '../physical/unmapped.ts';
import type { Problem } from '../problem.ts';
import { saveAllocation } from '../store/allocation-rows.ts';
import type { StoredState } from '../store/load-state.ts';
import { readPurges, readVersion } from '../store/lock.ts';
import type { MetadataRowChange, StoredMetadata } from '../store/metadata-rows.ts';
import type { LiveMetadata, Store } from '../store/store.ts';
import { settleWaiting } from '../store/waiting.ts';
import { abandonIndex, preparedIndexError, refuseAbandoned } from './abandon.ts';
import { type DataCheck, runDataChecks, type SeesField } from './data-check.ts';
import type { DeployPlan } from './deploy-result.ts';
import { detailOf } from './explain-duplicates.ts';
import { dropLeftIndexes, leaveToFinish } from './finish.ts';
import { busy, holdOrg, retryLocked } from './hold-locks.ts';
import { noteDropped } from './note-dropped.ts';
import { forgetPreparation, type Preparation, takeFromOthers } from './preparation.ts';
import { codeOf, Refusal, UNIQUE_VIOLATION } from './refusal.ts';
import type { DeployHooks, DeployRequest, DeployStep, RecordBatch } from './request.ts';
import type { Sizes } from './sizes.ts';
import { renameSystemRecords, saveSystemRecords } from './system-records.ts';
import { spendToken } from './token.ts';

/** Channel on which every process that serves an org hears of a new version; the payload is the org's schema. */
export const MODEL_CHANNEL = 'formwork_model';

/** All that one deploy will do, decided beforehand. */
export interface Prepared {
  readonly request: DeployRequest;
  /** What it was prepared from. */
  readonly state: StoredState;
  readonly metadata: StoredMetadata;
  /** The version that is to follow. */
  readonly effective: LiveMetadata;
  readonly allocation: Allocation;
  readonly changes: readonly MetadataRowChange[];
  readonly batches: readonly RecordBatch[];
  readonly plan: DeployPlan;
  readonly renamed: RenamePairs;
  /** Tables and columns that nothing shows from then on; absent where these are what they were. */
  readonly dropped?: readonly Unmapped[] | undefined;
  /** The way to the new tables, in its phases. */
  readonly steps: readonly Step[];
  /** What the commit asks the records once more. */
  readonly checks: readonly DataCheck[];
  readonly sizes: Sizes;
  /** Of the check that it was planned by; good for one deploy. */
  readonly token?: string;
}

export type Applied =
  | { readonly outcome: 'applied'; readonly deploy: string; readonly problems: readonly Problem[] }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] }
  /** Its tables stayed in use: what was prepared is good for another try. */
  | { readonly outcome: 'busy'; readonly problems: readonly Problem[] }
  /** Another deploy went live since this one was prepared. */
  | { readonly outcome: 'overtaken' }
  /** Columns were purged since, whose names it may count on. */
  | { readonly outcome: 'purged' };

/** What a commit goes with: what was prepared, and who watches. */
interface Committing {
  readonly prepared: Prepared;
  readonly preparation: Preparation | undefined;
  readonly hooks: DeployHooks;
}

/** Makes a prepared deploy live in one transaction, or leaves everything as it was. */
export async function applyDeploy(store: Store, committing: Committing): Promise<Applied> {
  try {
    const applied = await retryLocked((attempt) => applyOnce(store, committing, attempt));
    return applied ?? { outcome: 'busy', problems: [busy(store.org)] };
  } catch (error) {
    if (error instanceof Refusal) return { outcome: 'refused', problems: error.problems };
    throw translate(error, store.org);
  }
}

/** Shipped records are not refused by an index that another deploy prepares. */
async function applyOnce(store: Store, committing: Committing, attempt: number): Promise<Applied> {
  try {
    return await store.transaction((client) => applyIn(client, store, { ...committing, attempt }));
  } catch (error) {
    const unlive = preparedIndexError(error);
    if (!unlive || committing.preparation) throw error;
    await abandonIndex(store, unlive);
    return applyOnce(store, committing, attempt);
  }
}

async function applyIn(
  client: PoolClient,
  store: Store,
  { prepared, preparation, hooks, attempt }: Committing & { readonly attempt: number },
): Promise<Applied> {
  const { state, plan, changes, batches, allocation, checks } = prepared;
  const { sees } = prepared.request;
  const next = prepared.effective.live;
  const steps = prepared.steps.filter((step) => step.phase === 'commit');
  const done = async (step: DeployStep) => hooks.onStep?.(step);
  await client.query('set local statement_timeout = 0');
  await holdOrg(client, store, { tables: tableLocks(steps), attempt });
  if ((await readVersion(client, store.schema)) !== plan.fromVersion) return { outcome: 'overtaken' };
  if ((await readPurges(client, store.schema)) !== state.purges) return { outcome: 'purged' };
  if (preparation) await refuseAbandoned(store, client, preparation, 'for update');
  refuseRecords(await runDataChecks(client, store.schema, { checks, sees }));
  await done('locked');
  await changeTables(client, store, { steps, preparation, sees });
  await done('tables');
  await saveMetadata(client, store.schema, changes);
  await saveAllocation(client, store.schema, allocation, state.allocation);
  await client.query(`update ${qualified(store.schema, 'fw_org')} set version = $1`, [next.version]);
  await done('metadata');
  await renameSystemRecords(client, next, prepared.renamed);
  await saveSystemRecords(client, next, store.ids);
  await done('system records');
  const problems = await saveShipped(client, next, batches, hooks);
  await client.query('set constraints all immediate');
  await done('records');
  const deploy = await recordDeploy(client, store, prepared);
  if (prepared.token) await spendToken(client, store, { token: prepared.token, deploy });
  const moves = plan.packages ?? [];
  if (moves.length > 0) await settleWaiting(client, store.schema, new Set(moves.map((move) => move.package)));
  await noteDropped(client, store, { prepared, deploy, hooks });
  await leaveToFinish(client, store, { steps: prepared.steps, version: next.version });
  if (preparation) await forgetPreparation(client, store, preparation);
  await client.query('select pg_notify($1, $2)', [MODEL_CHANNEL, store.schema]);
  await done('recorded');
  return { outcome: 'applied', deploy, problems };
}

/** No save is on its way any more, but since the first check some may have been done. */
function refuseRecords(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Refusal(errors);
}

async function changeTables(
  client: PoolClient,
  store: Store,
  {
    steps,
    preparation,
    sees,
  }: {
    readonly steps: readonly CommitStep[];
    readonly preparation: Preparation | undefined;
    readonly sees: SeesField | undefined;
  },
): Promise<void> {
  await makeRoom(client, store, { steps, preparation });
  const fresh = newTables(
    steps.flatMap((step) => (step.step === 'change' ? step.change : [])),
    store.schema,
  );
  if (fresh.text) await client.query(fresh.text);
  for (const step of steps) {
    const text = step.step === 'change' && fresh.changes.has(step.change) ? '' : stepSql(step, store.schema);
    if (text) await client.query(text).catch((error: unknown) => refuseChange(error, step, sees));
  }
  await client.query('set constraints all deferred');
}

/** What the last deploy left to drop, or another one prepares, may have the names that are wanted now. */
async function makeRoom(
  client: PoolClient,
  store: Store,
  { steps, preparation }: { readonly steps: readonly CommitStep[]; readonly preparation: Preparation | undefined },
): Promise<void> {
  const changes = steps.flatMap((step) => (step.step === 'change' || step.step === 'useIndex' ? [step.change] : []));
  const indexes = changes.flatMap((change) =>
    change.change === 'addIndex' || change.change === 'addUniqueIndex' ? [change.name] : [],
  );
  await dropLeftIndexes(client, store, indexes);
  const columns = changes.flatMap((change) => (change.change === 'addColumn' ? [change] : []));
  const sequences = changes.flatMap((change) => (change.change === 'createSequence' ? [change.name] : []));
  await takeFromOthers(client, store, { digest: preparation?.digest ?? '', columns, sequences });
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
  const { request, effective, plan, changes } = prepared;
  const [id = ''] = await store.ids.take(client, DEPLOY_PREFIX, 1);
  await client.query(
    `insert into ${qualified(store.schema, 'fw_deploy')}
       (id, kind, version, from_version, deployed_by, note, plan, changes, rollback_of)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      request.kind,
      effective.live.version,
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

/** Records that came in since the check can make a change impossible: that is theirs to hear who deploy. */
function refuseChange(error: unknown, step: CommitStep, sees: SeesField | undefined): never {
  if (codeOf(error) !== UNIQUE_VIOLATION) throw error;
  const message = `${describeStep(step)} is not possible: values are there twice.${sees === undefined ? ` ${detailOf(error)}` : ''}`;
  throw new Refusal([{ code: 'DUPLICATE_VALUES', severity: 'error', message }], { cause: error });
}

function translate(error: unknown, org: string): Error {
  return new Error(`The deploy to org ${org} failed, and nothing of it was applied`, { cause: error });
}
