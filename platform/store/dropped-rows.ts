import type { ClientBase, Pool } from 'pg';
import type { ElementId } from '../packages/element.ts';
import { NOBODYS } from '../physical/allocated.ts';
import { qualified } from '../physical/identifier.ts';
import type { Unmapped } from '../physical/unmapped.ts';

/** A column or table that is not shown any more, with who dropped it and how long it is kept. */
export interface Dropped {
  readonly id: string;
  readonly table: string;
  /** Absent: the whole table. */
  readonly column?: string;
  readonly element: ElementId;
  /** True for a column that a change of its field's type left behind: the field has another one. */
  readonly isLeftBehind: boolean;
  readonly by: string;
  readonly deploy: string;
  readonly at: Date;
  readonly until: Date;
  /** When it was purged; absent while it can be brought back. */
  readonly purgedAt?: Date;
}

/** Who drops what is dropped from now on. */
export interface DropStamp {
  readonly by: string;
  readonly deploy: string;
  readonly at: Date;
  readonly until: Date;
}

/** What was dropped, in the order of time: what is kept, or what was purged. */
export async function loadDropped(
  db: Pick<ClientBase | Pool, 'query'>,
  schema: string,
  state: 'kept' | 'purged',
): Promise<readonly Dropped[]> {
  const { rows } = await db.query<DroppedRow>(
    `select d.*, coalesce(c.is_retired, false) as is_left_behind from ${qualified(schema, 'fw_dropped')} d
     left join ${qualified(schema, 'fw_column')} c on c.table_name = d.table_name and c.column_name = d.column_name
     where d.purged_at is ${state === 'kept' ? 'null' : 'not null'}
     order by d.dropped_at, d.table_name, d.column_name`,
  );
  return rows.map(readDropped);
}

/**
 * Notes what is not shown any more, with its time, and forgets of what came back. What was dropped before keeps its time,
 * also where its whole table is dropped now. Runs inside the caller's transaction.
 */
export async function saveDropped(
  client: ClientBase,
  schema: string,
  unmapped: readonly Unmapped[],
  { by, deploy, at, until }: DropStamp,
): Promise<void> {
  const [dropped, columns] = [qualified(schema, 'fw_dropped'), qualified(schema, 'fw_column')];
  const given = 'json_to_recordset($1) as r (table_name text, column_name text, element text)';
  const rows = JSON.stringify(
    unmapped.map(({ table, column = '', element }) => ({ table_name: table, column_name: column, element })),
  );
  await client.query(
    `delete from ${dropped} d where d.purged_at is null and not exists (
       select from ${given} where r.table_name = d.table_name and r.column_name in (d.column_name, ''))`,
    [rows],
  );
  await client.query(
    `insert into ${dropped} (table_name, column_name, element, dropped_by, deploy, dropped_at, kept_until)
     select r.table_name, r.column_name, coalesce(r.element, 'field:' || ltrim(c.object, '${NOBODYS}') || '.' || ltrim(c.field, '${NOBODYS}')),
       $2, $3, $4, $5
     from ${given} left join ${columns} c on c.table_name = r.table_name and c.column_name = r.column_name
     on conflict (table_name, column_name) where purged_at is null
       do update set element = excluded.element where fw_dropped.element <> excluded.element`,
    [rows, by, deploy, at, until],
  );
}

interface DroppedRow {
  readonly id: string;
  readonly table_name: string;
  readonly column_name: string;
  readonly element: string;
  readonly is_left_behind: boolean;
  readonly dropped_by: string;
  readonly deploy: string;
  readonly dropped_at: Date;
  readonly kept_until: Date;
  readonly purged_at: Date | null;
}

function readDropped(row: DroppedRow): Dropped {
  return {
    id: row.id,
    table: row.table_name,
    ...(row.column_name === '' ? {} : { column: row.column_name }),
    element: row.element,
    isLeftBehind: row.is_left_behind,
    by: row.dropped_by,
    deploy: row.deploy,
    at: row.dropped_at,
    until: row.kept_until,
    ...(row.purged_at === null ? {} : { purgedAt: row.purged_at }),
  };
}
