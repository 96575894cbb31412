import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { qualified, quoteIdentifier } from '../../platform/physical/identifier.ts';
import { VERSION_COLUMN } from '../../platform/physical/system-columns.ts';
import type { Context } from '../context.ts';

/** Quoted name of the table that holds an object's records. */
export function tableOf(context: Context, object: { readonly name: string }): string {
  const { physical } = context.live;
  return qualified(physical.schema, physical.table(object.name));
}

/** Quoted name of the column that holds a field's values. */
export function columnOf(context: Context, object: { readonly name: string }, field: string): string {
  return quoteIdentifier(context.live.physical.column(object.name, field));
}

export const VERSION = quoteIdentifier(VERSION_COLUMN.column);

/** `"code__c" text`, for the row type of values that travel as one JSON array. */
export function recordsetColumn(context: Context, object: ObjectDef, field: FieldDef): string {
  return `${columnOf(context, object, field.name)} ${fieldTypes[field.type].columnType}`;
}

/**
 * The rows of a JSON array ($1) of so many ($2). PostgreSQL takes every such array for a hundred rows unless it is told,
 * and reads a whole table to meet one.
 */
export function recordsetOf(columns: readonly string[]): string {
  return `(SELECT * FROM json_to_recordset($1::json) AS r(${columns.join(', ')}) LIMIT $2::bigint)`;
}

/** Unique indexes compare text without case, as SOQL does. */
export function isFolded(field: FieldDef): boolean {
  return fieldTypes[field.type].valueClass === 'text';
}

/**
 * Keeps records that are about to be pointed to from being deleted until this transaction ends, and tells which of
 * them are still there. Without the lock a delete that runs at the same moment could miss the new reference.
 */
export async function lockReferenced(
  context: Context,
  object: { readonly name: string },
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await context.db.query({
    text: `SELECT id FROM ${tableOf(context, object)} WHERE id = ANY($1) AND NOT is_deleted ORDER BY id FOR KEY SHARE`,
    values: [ids],
  });
  return new Set(rows.map((row) => String(row.id)));
}
