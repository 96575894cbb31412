import type { PoolClient } from 'pg';
import { convertFunctionName, fillBatchSql } from '../physical/fill.ts';
import { qualified } from '../physical/identifier.ts';
import { preparedFill, stepSql } from '../physical/step-sql.ts';
import type { FillChange, PrepareStep } from '../physical/steps.ts';
import type { WantedIndex } from '../physical/wanted.ts';
import type { Store } from '../store/store.ts';
import { findIndexes, refuseAbandoned } from './abandon.ts';
import { detailOf, explainDuplicates } from './explain-duplicates.ts';
import { alterTable } from './hold-locks.ts';
import type { Preparation, PreparedThing, PreparingSession } from './preparation.ts';
import { codeOf, QUERY_CANCELED, Refusal, UNIQUE_VIOLATION, uncancelled } from './refusal.ts';
import { DEPLOY_LIMITS, type DeployHooks } from './request.ts';

interface Work extends Preparation {
  readonly store: Store;
  readonly client: PoolClient;
  readonly hooks: DeployHooks;
}

/**
 * Makes what takes long beside the people who work. Every thing is recorded before it is made; what an earlier try
 * made already is kept. Throws a Refusal where the records stand against it.
 */
export async function prepareTables(
  store: Store,
  { client }: PreparingSession,
  { hooks, ...preparation }: Preparation & { readonly hooks: DeployHooks },
): Promise<void> {
  const work: Work = { ...preparation, store, client, hooks };
  for (const step of preparation.steps) {
    await refuseAbandoned(store, client, preparation);
    await prepareStep(work, step).catch(async (error: unknown) => {
      if (codeOf(error) === QUERY_CANCELED) await refuseAbandoned(store, client, preparation);
      throw error;
    });
  }
  await hooks.onStep?.('prepared');
}

async function prepareStep(work: Work, step: PrepareStep): Promise<void> {
  const { store, hooks } = work;
  const sql = () => stepSql(step as Exclude<PrepareStep, { step: 'fill' }>, store.schema); // fills are taken before
  switch (step.step) {
    case 'change':
      await prepareChange(work, step.change, sql());
      await hooks.onStep?.('column added');
      return;
    case 'createFunction':
      await record(work, { kind: 'function', table_name: step.change.table, name: convertFunctionName(step.change) });
      await work.client.query(sql());
      return;
    case 'fill':
      return fill(work, step.change);
    case 'fillRest':
      return fillRest(work, step.change);
    case 'watch':
      await buildIndex(work, { name: step.name, table: step.watch.table, sql: sql() });
      await hooks.onStep?.('index built');
      return;
    case 'buildIndex':
      await buildIndex(work, { name: step.name, table: step.change.table, sql: sql(), change: step.change });
      await hooks.onStep?.('index built');
  }
}

async function record(
  { store, client, digest }: Work,
  { kind, table_name, name }: PreparedThing,
): Promise<string | null> {
  const table = qualified(store.schema, 'fw_prepared');
  const { rows } = await client.query<{ last_id: string | null }>(
    `insert into ${table} as t (digest, kind, table_name, name) values ($1, $2, $3, $4)
     on conflict (digest, kind, table_name, name) do update set name = t.name returning last_id`,
    [digest, kind, table_name, name],
  );
  return rows[0]?.last_id ?? null;
}

async function prepareChange(
  work: Work,
  change: Extract<PrepareStep, { step: 'change' }>['change'],
  sql: string,
): Promise<void> {
  if (change.change === 'createSequence') {
    await record(work, { kind: 'sequence', table_name: '', name: change.name });
    await work.client.query(sql);
    return;
  }
  const { table, column } = change;
  await record(work, { kind: 'column', table_name: table, name: column });
  const { rowCount } = await work.client.query(
    'select from information_schema.columns where table_schema = $1 and table_name = $2 and column_name = $3',
    [work.store.schema, table, column],
  );
  if (rowCount === 0) await alterTable(work.store, table, sql);
}

/** Goes on after the last record that was filled. */
async function fill(work: Work, change: FillChange): Promise<void> {
  const { store, client, digest, hooks } = work;
  const { table, column } = change;
  let last = (await record(work, { kind: 'values', table_name: table, name: column })) ?? '';
  for (;;) {
    const batch = await fillBatch(work, change, last);
    if (batch.last === null) return;
    last = batch.last;
    await client.query(
      `update ${qualified(store.schema, 'fw_prepared')} set last_id = $4
       where digest = $1 and kind = 'values' and table_name = $2 and name = $3`,
      [digest, table, column, last],
    );
    await hooks.onStep?.('batch filled');
  }
}

/** Few enough to be left to the commit. */
const FEW = 100;
/** More rounds would not come nearer: as many are written in each as it fills. */
const MAX_ROUNDS = 20;

async function fillRest(work: Work, change: FillChange): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { filled } = await fillBatch(work, change, '');
    if (filled < FEW) return;
    await work.hooks.onStep?.('batch filled');
  }
}

async function fillBatch(
  { store, client, hooks }: Work,
  change: FillChange,
  after: string,
): Promise<{ last: string | null; filled: number }> {
  const { batch } = { ...DEPLOY_LIMITS, ...hooks.limits };
  const { rows } = await client.query<{ last: string | null; filled: number }>(
    fillBatchSql(preparedFill(change, store.schema), store.schema),
    [after, batch],
  );
  return rows[0] ?? { last: null, filled: 0 };
}

/** Builds an index without holding anybody up, unless it is there; one whose build broke off is built anew. */
async function buildIndex(
  work: Work,
  index: { readonly name: string; readonly table: string; readonly sql: string; readonly change?: WantedIndex },
): Promise<void> {
  const { store, client } = work;
  const full = qualified(store.schema, index.name);
  await record(work, { kind: 'index', table_name: index.table, name: index.name });
  const [isThere] = await findIndexes(client, store.schema, [index.name]);
  if (isThere?.isValid) return;
  if (isThere) await client.query(`drop index concurrently if exists ${full}`);
  try {
    await client.query(index.sql);
  } catch (error) {
    await uncancelled(() => client.query(`drop index concurrently if exists ${full}`));
    if (codeOf(error) === UNIQUE_VIOLATION && index.change?.change === 'addUniqueIndex') {
      const { allocation, sees } = work;
      const problem = await explainDuplicates(client, store, {
        change: index.change,
        allocation,
        detail: detailOf(error),
        sees,
      });
      throw new Refusal([problem], { cause: error });
    }
    throw error;
  }
}
