import type { ClientBase, Pool } from 'pg';
import { isPreparedName, qualified } from '../physical/identifier.ts';
import { prepareLockKey } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { detailOf, explainDuplicates } from './explain-duplicates.ts';
import type { Preparation } from './preparation.ts';
import { codeOf, isLocked, pause, Refusal, UNIQUE_VIOLATION } from './refusal.ts';

type Db = Pick<ClientBase | Pool, 'query'>;

/** A unique index that a deploy builds refused a record that the live version allows. */
export class PreparedIndexError extends Error {
  readonly index: string;
  readonly detail: string;

  constructor(index: string, cause: unknown) {
    super(`The index ${index}, which is not live yet, refused a record`, { cause });
    this.name = 'PreparedIndexError';
    this.index = index;
    this.detail = detailOf(cause);
  }
}

/** The error of an index that is not live, where `error` says that a value is there twice by one; else undefined. */
export function preparedIndexError(error: unknown): PreparedIndexError | undefined {
  if (error instanceof PreparedIndexError) return error;
  if (codeOf(error) !== UNIQUE_VIOLATION || !(error instanceof Error) || !('constraint' in error)) return undefined;
  const index = String(error.constraint);
  return isPreparedName(index) ? new PreparedIndexError(index, error) : undefined;
}

/** How long an index that is to go may keep others waiting behind its drop, and how often that is tried. */
const DROP_LOCK_MS = 250;
const DROP_ATTEMPTS = 20;

/**
 * Gives up a preparation whose unique index refuses what the live version allows: its deploy is told by which value,
 * its build is stopped, and the index goes, so that the save can be done. Nobody is refused by a rule that is not live.
 */
export async function abandonIndex(store: Store, { index, detail }: PreparedIndexError): Promise<void> {
  const { rows } = await store.pool.query<{ backend: number }>(
    `update ${qualified(store.schema, 'fw_preparation')} p set abandoned_index = $1, abandoned_value = $2
     from ${qualified(store.schema, 'fw_prepared')} t
     where t.digest = p.digest and t.kind = 'index' and t.name = $1 and p.abandoned_index is null returning p.backend`,
    [index, detail],
  );
  if (rows[0]) await cancelBuild(store, rows[0].backend);
  for (let attempt = 1; attempt <= DROP_ATTEMPTS; attempt++) {
    try {
      return await store.transaction(async (client) => {
        await client.query(`set local lock_timeout = ${DROP_LOCK_MS}`);
        await client.query(`drop index if exists ${qualified(store.schema, index)}`);
      });
    } catch (error) {
      if (!isLocked(error)) throw error;
      await pause(50 * attempt * (0.5 + Math.random()));
    }
  }
}

/** Only while that connection holds the lock of preparing deploys: its number may be another's by now. */
async function cancelBuild({ pool, schema }: Store, backend: number): Promise<void> {
  await pool.query(
    `select pg_cancel_backend(pid) from pg_locks where pid = $1 and locktype = 'advisory' and granted and objsubid = 1
       and ((classid::bigint << 32) | objid::bigint) = $2::bigint`,
    [backend, prepareLockKey(schema)],
  );
}

/** Throws a Refusal where a save or another deploy gave up what was prepared. `lock` keeps it from being given up now. */
export async function refuseAbandoned(
  store: Store,
  db: Db,
  { digest, steps, allocation, sees }: Preparation,
  lock: '' | 'for update' = '',
): Promise<void> {
  const { rows } = await db.query<{ abandoned_index: string | null; abandoned_value: string | null }>(
    `select abandoned_index, abandoned_value from ${qualified(store.schema, 'fw_preparation')} where digest = $1 ${lock}`,
    [digest],
  );
  const [row] = rows;
  if (row && row.abandoned_index === null) return;
  const step = steps.find((each) => each.step === 'buildIndex' && each.name === row?.abandoned_index);
  if (step?.step === 'buildIndex' && step.change.change === 'addUniqueIndex') {
    const detail = row?.abandoned_value ?? '';
    throw new Refusal([await explainDuplicates(db, store, { change: step.change, allocation, detail, sees })]);
  }
  const message = `Another deploy to org ${store.org} took what this one had prepared. Nothing was changed; try again.`;
  throw new Refusal([{ code: 'PREPARATION_ABANDONED', severity: 'error', message }]);
}

/** Which of some indexes are there, and whether their builds came to an end. */
export async function findIndexes(
  db: Db,
  schema: string,
  names: readonly string[],
): Promise<{ readonly name: string; readonly isValid: boolean }[]> {
  const { rows } = await db.query<{ name: string; isValid: boolean }>(
    `select c.relname as name, i.indisvalid as "isValid" from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = any($2)`,
    [schema, names],
  );
  return rows;
}
