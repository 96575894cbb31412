import type { PoolClient } from 'pg';
import { fillBatchSql } from '../physical/fill.ts';
import { qualified } from '../physical/identifier.ts';
import { preparedFill, stepSql } from '../physical/step-sql.ts';
import type { FinishStep } from '../physical/steps.ts';
import { foreignKeyName } from '../physical/wanted.ts';
import type { Problem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Prepared } from './apply.ts';
import { dropPreparations, enterPreparation } from './preparation.ts';
import { DEPLOY_LIMITS, type DeployHooks } from './request.ts';

/** Notes in the commit what is left to do after it, so that it is done whatever becomes of this process. */
export async function leaveToFinish(
  client: PoolClient,
  store: Store,
  { steps, version }: Pick<Prepared, 'steps'> & { readonly version: number },
): Promise<void> {
  const left = steps.filter((step) => step.phase === 'finish');
  if (left.length === 0) return;
  await client.query(
    `insert into ${qualified(store.schema, 'fw_finish')} (version, step) select $1, step from json_array_elements($2) as step`,
    [version, JSON.stringify(left)],
  );
}

/** Drops at once what was left to be dropped later, where its name is wanted now. */
export async function dropLeftIndexes(client: PoolClient, store: Store, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { rows } = await client.query<{ name: string }>(
    `delete from ${qualified(store.schema, 'fw_finish')}
     where step ->> 'step' = 'dropIndex' and step ->> 'name' = any($1) returning step ->> 'name' as name`,
    [names],
  );
  for (const { name } of rows) await client.query(`drop index if exists ${qualified(store.schema, name)}`);
}

/** How long the end of a deploy waits for others, whose transactions may be open as long as they like. */
const SETTLE_LOCK_MS = 5000;

/**
 * Does what deploys have left: what follows a commit, by this deploy or one that died, and the end of preparations that
 * nobody goes on with. Where another deploy is at it, it is that one's. What fails is left to the next deploy or start.
 */
export async function settle(store: Store, hooks: DeployHooks): Promise<readonly Problem[]> {
  if (!(await isAnythingLeft(store))) return [];
  const session = await enterPreparation(store, 0);
  if (!session) return [];
  try {
    await session.client.query(`set lock_timeout = ${SETTLE_LOCK_MS}`);
    await dropPreparations(store, session.client);
    await finishSteps(store, session.client, hooks);
    return [];
  } catch (error) {
    return [unfinished(error)];
  } finally {
    await session.release();
  }
}

async function isAnythingLeft(store: Store): Promise<boolean> {
  const [left, prepared] = [qualified(store.schema, 'fw_finish'), qualified(store.schema, 'fw_preparation')];
  const { rows } = await store.pool.query<{ left: boolean }>(
    `select exists (select from ${left}) or exists (select from ${prepared}) as left`,
  );
  return rows[0]?.left === true;
}

/** Does, in order, what commits left to be done. */
export async function finishSteps(store: Store, client: PoolClient, hooks: DeployHooks): Promise<void> {
  const table = qualified(store.schema, 'fw_finish');
  const { rows } = await client.query<{ position: string; step: FinishStep }>(
    `select position, step from ${table} order by position`,
  );
  for (const { position, step } of rows) {
    await finishStep(store, client, { step, hooks });
    await client.query(`delete from ${table} where position = $1`, [position]);
    await hooks.onStep?.('step finished');
  }
  if (rows.length > 0) await hooks.onStep?.('finished');
}

async function finishStep(
  store: Store,
  client: PoolClient,
  { step, hooks }: { readonly step: FinishStep; readonly hooks: DeployHooks },
): Promise<void> {
  if ((step.step === 'clear' || step.step === 'validateForeignKey') && !(await isOpen(store, client, step))) return;
  if (step.step !== 'clear') {
    await client.query(stepSql(step, store.schema));
    return;
  }
  const sql = fillBatchSql(preparedFill(step.change, store.schema), store.schema);
  const { batch } = { ...DEPLOY_LIMITS, ...hooks.limits };
  for (let last: string | null = ''; last !== null; ) {
    const { rows }: { rows: { last: string | null }[] } = await client.query(sql, [last, batch]);
    last = rows[0]?.last ?? null;
  }
}

/** A later deploy may have taken the foreign key away. */
async function isOpen(
  store: Store,
  client: PoolClient,
  { change: { table, column } }: Extract<FinishStep, { step: 'clear' | 'validateForeignKey' }>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from pg_constraint where conrelid = to_regclass($1) and conname = $2 and not convalidated',
    [qualified(store.schema, table), foreignKeyName(table, column)],
  );
  return rowCount === 1;
}

function unfinished(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'FINISH_PENDING',
    severity: 'warning',
    message: `What follows a deploy could not be done yet (${reason}). The next deploy or start does it.`,
  };
}
