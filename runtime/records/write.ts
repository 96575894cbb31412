import { formatAutoNumber } from '../../platform/fields/auto-number.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { qualified } from '../../platform/physical/identifier.ts';
import type { Physical } from '../../platform/physical/physical.ts';
import { IdAllocator } from '../../platform/store/ids.ts';
import type { Context } from '../context.ts';
import type { Change, Save } from './change.ts';
import { equalValues } from './equal-values.ts';
import { columnOf, recordsetColumn, recordsetOf, tableOf, VERSION } from './record-sql.ts';

/** Writes records that passed all stages: new ones in one statement, changed ones in another. */
export async function writeRecords(save: Save, changes: readonly Change[]): Promise<void> {
  await insertRecords(
    save,
    changes.filter((change) => change.operation === 'insert'),
  );
  await updateRecords(
    save,
    changes.filter((change) => change.operation === 'update' && changedFields(save.object, change).length > 0),
  );
}

/** Writes the new records in one statement, after one for their ids and one for each AutoNumber field. */
async function insertRecords(save: Save, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const { context, object } = save;
  const { physical } = context.live;
  const ids = await idsOf(physical).take(context.db, physical.keyPrefix(object.name), changes.length);
  for (const [index, change] of changes.entries()) change.id = ids[index] ?? null;
  await numberRecords(save, changes);
  // A column that no record fills keeps its default, which is blank.
  const fields = storedFields(object).filter((field) =>
    changes.some((change) => (change.after[field.name] ?? null) !== null),
  );
  const columns = ['Id', ...fields.map((field) => field.name)].map((name) => columnOf(context, object, name));
  const audit = auditColumns(context, object, ['CreatedById', 'CreatedDate', ...MODIFIED]);
  await context.db.query({
    text: `INSERT INTO ${tableOf(context, object)} (${[...columns, ...audit.map(({ column }) => column)].join(', ')})
      SELECT ${[...columns.map((column) => `r.${column}`), ...audit.map(({ value }) => value)].join(', ')}
      FROM ${recordset(context, object, fields)} AS r`,
    values: [rowsOf(save, changes, fields), changes.length, context.principal.userId, context.now.toISOString()],
  });
}

/** Records whose values were already so are not among them and keep their version. */
async function updateRecords(save: Save, changes: readonly Change[]): Promise<void> {
  const { context, object } = save;
  const names = new Set(changes.flatMap((change) => changedFields(object, change)));
  if (names.size === 0) return;
  const fields = storedFields(object).filter((field) => names.has(field.name));
  const sets = fields.map((field) => {
    const column = columnOf(context, object, field.name);
    return `${column} = r.${column}`;
  });
  const audit = auditColumns(context, object, MODIFIED).map(({ column, value }) => `${column} = ${value}`);
  await context.db.query({
    text: `UPDATE ${tableOf(context, object)} AS t
      SET ${[...sets, ...audit, `${VERSION} = t.${VERSION} + 1`].join(', ')}
      FROM ${recordset(context, object, fields)} AS r
      WHERE t.id = r.id`,
    values: [rowsOf(save, changes, fields), changes.length, context.principal.userId, context.now.toISOString()],
  });
}

/** Names of the fields whose value the change alters, in the object's order. */
export function changedFields(object: ObjectDef, change: Change): string[] {
  const given = [...object.fields.values()].filter((field) => change.given.has(field.name));
  const changed = given.filter((field) => {
    const before = change.before?.values[field.name] ?? null;
    return !equalValues(fieldTypes[field.type].valueClass, change.after[field.name] ?? null, before);
  });
  return changed.map((field) => field.name);
}

/** One allocator per org and process, forgotten with the names of its tables; numbers left in its block are lost then. */
const allocators = new WeakMap<Physical, IdAllocator>();

function idsOf(physical: Physical): IdAllocator {
  const known = allocators.get(physical) ?? new IdAllocator(physical.schema);
  allocators.set(physical, known);
  return known;
}

const MODIFIED = ['LastModifiedById', 'LastModifiedDate', 'SystemModstamp'];

/** Fields that the save writes; the engine's own columns are set beside them. */
function storedFields(object: ObjectDef): FieldDef[] {
  return [...object.fields.values()].filter((field) => field.isWritable || fieldTypes[field.type].isGenerated);
}

function auditColumns(context: Context, object: ObjectDef, names: readonly string[]) {
  return names.map((name) => ({
    column: columnOf(context, object, name),
    value: name.endsWith('ById') ? '$3::text' : '$4::timestamptz',
  }));
}

function recordset(context: Context, object: ObjectDef, fields: readonly FieldDef[]): string {
  return recordsetOf(['id text', ...fields.map((field) => recordsetColumn(context, object, field))]);
}

function rowsOf(save: Save, changes: readonly Change[], fields: readonly FieldDef[]): string {
  const { physical } = save.context.live;
  const members = fields.map(({ name }) => ({ name, key: JSON.stringify(physical.column(save.object.name, name)) }));
  // Written by hand, which takes half the time of objects; what is absent is blank.
  const rows = changes.map(({ id, after }) => {
    let row = `{"id":${JSON.stringify(id)}`;
    for (const { name, key } of members) {
      const value = after[name] ?? null;
      if (value !== null) row += `,${key}:${JSON.stringify(value)}`;
    }
    return `${row}}`;
  });
  return `[${rows.join(',')}]`;
}

/** A number once drawn is not drawn again, also when the save fails: numbers may have gaps and never repeat. */
async function numberRecords(save: Save, changes: readonly Change[]): Promise<void> {
  const { context, object } = save;
  const { physical } = context.live;
  for (const field of object.fields.values()) {
    if (!fieldTypes[field.type].isGenerated || field.format === undefined) continue;
    const { rows } = await context.db.query({
      text: 'SELECT nextval($1::regclass) AS number FROM generate_series(1, $2::integer)',
      values: [qualified(physical.schema, physical.sequence(object.name, field.name)), changes.length],
    });
    for (const [index, change] of changes.entries()) {
      change.after[field.name] = formatAutoNumber(field.format, BigInt(String(rows[index]?.number)));
    }
  }
}
