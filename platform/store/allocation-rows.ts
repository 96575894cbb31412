import type { ClientBase } from 'pg';
import type { FieldTypeName } from '../fields/field-type.ts';
import { byObject, columnOfField, NOBODYS, splitField } from '../physical/allocated.ts';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { AllocatedColumn, Allocation, RetiredColumn } from '../physical/physical.ts';
import { shareTexts } from '../share-texts.ts';

export interface ObjectRow {
  readonly name: string;
  readonly prefix: string;
  readonly table_name: string;
}

export interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly object: string;
  readonly field: string;
  readonly field_type: FieldTypeName;
  readonly sql_type: string;
  readonly points_to: string | null;
  readonly is_retired: boolean;
}

/** The allocation that stored rows stand for. */
export function readAllocation(objects: readonly ObjectRow[], columns: readonly ColumnRow[]): Allocation {
  const share = shareTexts();
  const live = columns.filter(({ is_retired }) => !is_retired);
  const retired = Map.groupBy(
    columns.filter(({ is_retired }) => is_retired),
    ({ table_name }) => table_name,
  );
  return {
    objects: Object.fromEntries(objects.map(({ name, prefix, table_name }) => [name, { prefix, table: table_name }])),
    fields: byObject(live.map((row) => [share(row.object), share(row.field), sharedColumn(row, share)])),
    retired: Object.fromEntries([...retired].map(([table, rows]) => [table, rows.map(retiredColumn)])),
  };
}

/**
 * An allocation with what the rows of some objects, of those that lost these names, and of those that point to them say;
 * itself where that is what it says.
 */
export function replaceObjects(
  allocation: Allocation,
  names: readonly string[],
  rows: { readonly objects: readonly ObjectRow[]; readonly columns: readonly ColumnRow[] },
): Allocation {
  const fresh = readAllocation(rows.objects, rows.columns);
  const wanted = new Set(names);
  const isOld = (name: string) => wanted.has(name.slice(name.lastIndexOf(NOBODYS) + 1));
  const tables = new Set([
    ...Object.entries(allocation.objects).flatMap(([name, { table }]) => (isOld(name) ? [table] : [])),
    ...[...rows.objects, ...rows.columns].map((row) => row.table_name),
  ]);
  return {
    objects: replaced(allocation.objects, isOld, fresh.objects),
    fields: replacedFields(allocation.fields, isOld, fresh.fields),
    retired: replaced(allocation.retired, (table) => tables.has(table), fresh.retired),
  };
}

/** Entries of which some are others; the same where none of them differs. */
function replaced<T>(
  before: Readonly<Record<string, T>>,
  isOld: (key: string) => boolean,
  fresh: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const old = Object.keys(before).filter(isOld);
  const isSame = ([key, value]: [string, T]) => JSON.stringify(before[key]) === JSON.stringify(value);
  if (old.length === Object.keys(fresh).length && Object.entries(fresh).every(isSame)) return before;
  const next: Record<string, T> = { ...before };
  for (const key of old) delete next[key];
  return Object.assign(next, fresh);
}

/** The same of columns, object by object. */
function replacedFields(before: Fields, isOld: (object: string) => boolean, fresh: Fields): Fields {
  const fields = new Map(before);
  for (const object of new Set([...[...before.keys()].filter(isOld), ...fresh.keys()])) {
    const [old, columns] = [before.get(object), fresh.get(object)];
    if (columns === undefined) fields.delete(object);
    else if (JSON.stringify([...(old ?? [])].sort()) !== JSON.stringify([...columns].sort()))
      fields.set(object, columns);
  }
  return fields;
}

type Fields = Allocation['fields'];

/** Writes what is new in an allocation, inside the caller's transaction; all of it where nothing is said of before. */
export async function saveAllocation(
  client: ClientBase,
  schema: string,
  allocation: Allocation,
  before: Allocation = NOTHING,
): Promise<void> {
  if (allocation === before) return;
  const to = quoteIdentifier(schema);
  const objects = Object.entries(allocation.objects)
    .filter(([name, object]) => before.objects[name] !== object)
    .map(([name, { prefix, table }]) => ({ name, prefix, table_name: table }));
  const columns = JSON.stringify(columnRows(allocation, before));
  // Two may take each other's name: what is renamed lets go of its own first, for one that nothing can have.
  await client.query(
    `update ${to}.fw_object o set name = '$' || o.table_name from json_populate_recordset(null::${to}.fw_object, $1) r
     where o.table_name = r.table_name and o.name <> r.name`,
    [JSON.stringify(objects)],
  );
  await client.query(
    `update ${to}.fw_column c set field = '$' || c.column_name from json_populate_recordset(null::${to}.fw_column, $1) r
     where c.table_name = r.table_name and c.column_name = r.column_name and (c.object, c.field) <> (r.object, r.field)`,
    [columns],
  );
  await client.query(
    `insert into ${to}.fw_object select * from json_populate_recordset(null::${to}.fw_object, $1)
     on conflict (table_name) do update set name = excluded.name where fw_object.name <> excluded.name`,
    [JSON.stringify(objects)],
  );
  const left = Object.entries(allocation.retired).filter(([table, columns]) => before.retired[table] !== columns);
  const retired = left.flatMap(([table_name, columns]) =>
    columns.map(({ column, field: name, references = null }) => {
      const [object, field] = splitField(name);
      return { table_name, column_name: column, object, field, points_to: references };
    }),
  );
  await client.query(
    `update ${to}.fw_column c set is_retired = true, object = r.object, field = r.field, points_to = r.points_to
     from json_populate_recordset(null::${to}.fw_column, $1) r
     where c.table_name = r.table_name and c.column_name = r.column_name
       and (c.object, c.field, c.points_to, c.is_retired) is distinct from (r.object, r.field, r.points_to, true)`,
    [JSON.stringify(retired)],
  );
  await client.query(
    `insert into ${to}.fw_column select * from json_populate_recordset(null::${to}.fw_column, $1)
     on conflict (table_name, column_name) do update set
       object = excluded.object, field = excluded.field, field_type = excluded.field_type,
       sql_type = excluded.sql_type, points_to = excluded.points_to, is_retired = excluded.is_retired
     where (fw_column.object, fw_column.field, fw_column.field_type, fw_column.sql_type, fw_column.points_to,
         fw_column.is_retired)
       is distinct from (excluded.object, excluded.field, excluded.field_type, excluded.sql_type, excluded.points_to,
         excluded.is_retired)`,
    [columns],
  );
}

const NOTHING: Allocation = { objects: {}, fields: new Map(), retired: {} };

function columnRows({ objects, fields }: Allocation, before: Allocation): ColumnRow[] {
  const changed = [...fields].filter(([object, columns]) => before.fields.get(object) !== columns);
  return changed.flatMap(([object, columns]) =>
    [...columns]
      .filter(([field, column]) => columnOfField(before, object, field) !== column)
      .map(([field, { column, type, sqlType, references }]) => ({
        table_name: objects[object]?.table ?? '',
        column_name: column,
        object,
        field,
        field_type: type,
        sql_type: sqlType,
        points_to: references ?? null,
        is_retired: false,
      })),
  );
}

/** Objects are alike: their columns are called the same, and of the same few types. */
function sharedColumn(row: ColumnRow, share: (text: string) => string): AllocatedColumn {
  const { column, type, sqlType, references } = allocatedColumn(row);
  const known = { column: share(column), type, sqlType: share(sqlType) };
  return references === undefined ? known : { ...known, references: share(references) };
}

function retiredColumn(row: ColumnRow): RetiredColumn {
  return { ...allocatedColumn(row), field: `${row.object}.${row.field}` };
}

function allocatedColumn({ column_name, field_type, sql_type, points_to }: ColumnRow): AllocatedColumn {
  const references = points_to === null ? {} : { references: points_to };
  return { column: column_name, type: field_type, sqlType: sql_type, ...references };
}
