import type { AllocatedColumn, Allocation } from './physical.ts';

/** A column with the object and the field that it was given to. */
export type FieldColumn = readonly [object: string, field: string, column: AllocatedColumn];

/** Stands before the name of something dropped whose name another thing took, as often as that happened. */
export const NOBODYS = '~';

/** The column that was given to a field; undefined where none was. */
export function columnOfField({ fields }: Pick<Allocation, 'fields'>, object: string, field: string) {
  return fields.get(object)?.get(field);
}

/** All columns that were given to fields, those of removed ones included. */
export function* columnsOfFields({ fields }: Pick<Allocation, 'fields'>): Generator<FieldColumn> {
  for (const [object, own] of fields) for (const [field, column] of own) yield [object, field, column];
}

/** Columns by object, then by field. */
export function byObject(columns: Iterable<FieldColumn>): Map<string, Map<string, AllocatedColumn>> {
  const fields = new Map<string, Map<string, AllocatedColumn>>();
  for (const [object, field, column] of columns) {
    const own = fields.get(object) ?? new Map<string, AllocatedColumn>();
    fields.set(object, own.set(field, column));
  }
  return fields;
}

/** `Object.Field` in its two parts. */
export function splitField(name: string): readonly [object: string, field: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
