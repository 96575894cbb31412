import type { PoolClient } from 'pg';
import type { ElementId } from '../packages/element.ts';
import { sequenceName } from '../physical/allocate.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import { systemColumn } from '../physical/system-columns.ts';
import type { Problem } from '../problem.ts';
import { type Dropped, loadDropped } from '../store/dropped-rows.ts';
import type { Store } from '../store/store.ts';
import { holdOrg } from './hold-locks.ts';
import { isLocked, pause } from './refusal.ts';

/** What was purged, and what could not be. */
export interface Purged {
  readonly purged: readonly ElementId[];
  readonly problems: readonly Problem[];
}

/** Purges what was dropped so long ago that its time is over. */
export async function purgeOverdue(store: Store, who: { by: string; now: Date }): Promise<Purged> {
  const kept = await loadDropped(store.pool, store.schema, 'kept');
  return purge(
    store,
    kept.filter(({ until }) => until <= who.now),
    who,
  );
}

/**
 * Drops columns and tables for good, each in a transaction of its own, and forgets their names. What another process
 * does at the same time, or brought back meanwhile, is left alone.
 */
export async function purge(
  store: Store,
  dropped: readonly Dropped[],
  { by, now }: { by: string; now: Date },
): Promise<Purged> {
  const purged: ElementId[] = [];
  const problems: Problem[] = [];
  for (const each of dropped) {
    if (now.getTime() - each.at.getTime() < SETTLED_MS) problems.push(tooEarly(each));
    else {
      const outcome = await purgeOne(store, each, { by, now }).catch((error: Error) => failed(each, error));
      if (outcome === 'purged') purged.push(each.element);
      else if (outcome === 'busy') problems.push(busy(each));
      else if (outcome !== 'gone') problems.push(outcome);
    }
  }
  return { purged, problems };
}

/**
 * Every process has a model without the field by then, and no request that began with an older one is still running:
 * models are swapped within a second, requests end within a minute.
 */
const SETTLED_MS = 10 * 60_000;

/** A purge is in no hurry: what stays in use is left to the next one. */
const ATTEMPTS = 5;
const PAUSE_MS = 200;

async function purgeOne(
  store: Store,
  dropped: Dropped,
  who: { by: string; now: Date },
): Promise<'purged' | 'gone' | 'busy'> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      return await store.transaction(async (client) => {
        await holdOrg(client, store, { tables: [[dropped.table, 'access exclusive']], attempt });
        return purgeIn(client, store, dropped, who);
      });
    } catch (error) {
      if (!isLocked(error)) throw error;
      await pause(PAUSE_MS * attempt);
    }
  }
  return 'busy';
}

/** The lock of the org keeps out deploys, which could bring the column back, and a second purge. */
async function purgeIn(
  client: PoolClient,
  store: Store,
  dropped: Dropped,
  { by, now }: { by: string; now: Date },
): Promise<'purged' | 'gone'> {
  const { schema } = store;
  const { id, table, column } = dropped;
  const rows = qualified(schema, 'fw_dropped');
  const { rowCount } = await client.query(`select from ${rows} where id = $1 and purged_at is null`, [id]);
  if (rowCount === 0) return 'gone';
  const live = await store.loadLive();
  if (live && isShown(live, dropped)) {
    await client.query(`delete from ${rows} where id = $1`, [id]);
    return 'gone';
  }
  if (column === undefined) await dropTable(client, schema, table);
  else await dropColumn(client, schema, { table, column });
  await client.query(`update ${qualified(schema, 'fw_org')} set purges = purges + 1`);
  await client.query(
    `update ${rows} set purged_at = $3, purged_by = $4
     where purged_at is null and table_name = $1 and ($2::text is null or column_name = $2)`,
    [table, column ?? null, now, by],
  );
  return 'purged';
}

/** Whatever was noted of it: what the live model shows is not dropped. */
function isShown({ model, physical }: Live, { table, column }: Dropped): boolean {
  const object = model.objects.values().find(({ name }) => physical.table(name) === table);
  if (!object || column === undefined) return object !== undefined;
  return object.fields.values().some(({ name }) => physical.column(object.name, name) === column);
}

async function dropColumn(
  client: PoolClient,
  schema: string,
  { table, column }: { readonly table: string; readonly column: string },
): Promise<void> {
  await client.query(`alter table ${qualified(schema, table)} drop column if exists ${quoteIdentifier(column)}`);
  await dropSequence(client, schema, { table, column });
  const text = `delete from ${qualified(schema, 'fw_column')} where table_name = $1 and column_name = $2`;
  await client.query(text, [table, column]);
}

async function dropTable(client: PoolClient, schema: string, table: string): Promise<void> {
  await client.query(`drop table if exists ${qualified(schema, table)}`);
  const forgotten = await client.query<{ column_name: string }>(
    `delete from ${qualified(schema, 'fw_column')} where table_name = $1 returning column_name`,
    [table],
  );
  const columns = [systemColumn('Name') ?? '', ...forgotten.rows.map(({ column_name }) => column_name)];
  for (const column of columns) await dropSequence(client, schema, { table, column });
  await client.query(`delete from ${qualified(schema, 'fw_object')} where table_name = $1`, [table]);
}

/** Of an AutoNumber; whoever gets the column's name next begins to count anew. */
async function dropSequence(
  client: PoolClient,
  schema: string,
  { table, column }: { readonly table: string; readonly column: string },
): Promise<void> {
  await client.query(`drop sequence if exists ${qualified(schema, sequenceName(table, column))}`);
}

function tooEarly({ element, at }: Dropped): Problem {
  const from = new Date(at.getTime() + SETTLED_MS).toISOString();
  const message = `${element} was removed a moment ago, and requests that began before may still read it. Purge it after ${from}.`;
  return { code: 'TOO_EARLY', severity: 'error', message, element };
}

function busy({ element }: Dropped): Problem {
  const message = `${element} was in use through ${ATTEMPTS} attempts and is kept for now; the next purge tries again.`;
  return { code: 'ORG_BUSY', severity: 'error', message, element };
}

/** One that cannot be dropped must not keep the others from it. */
function failed({ element }: Dropped, { message: reason }: Error): Problem {
  return { code: 'PURGE_FAILED', severity: 'error', message: `${element} could not be purged: ${reason}.`, element };
}
