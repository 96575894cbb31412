import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef, Model } from '../layers/model.ts';
import { keepsColumn } from './convert.ts';
import { chooseIdentifier, relationName } from './identifier.ts';
import { choosePrefix } from './key-prefixes.ts';
import type { AllocatedColumn, Allocation, Physical, RetiredColumn } from './physical.ts';
import { RESERVED_COLUMNS, systemColumn } from './system-columns.ts';

export const EMPTY_ALLOCATION: Allocation = { objects: {}, fields: {}, retired: {} };

/** Names of metadata tables begin so; no record table's may. */
const METADATA_TABLE = /^fw_/;

/**
 * Gives every object its table and id prefix and every field its column. What was given before stays: a field that
 * went away keeps its column, so that bringing it back brings its values back. A type that the column cannot hold
 * gets a new column; the old one retires. `reuse` says that a field may go back to a column that retired from it.
 */
export function allocate(
  model: Model,
  previous: Allocation = EMPTY_ALLOCATION,
  reuse: 'nothing' | 'retired' = 'nothing',
): Allocation {
  const objects = allocateObjects(model, previous);
  const fields = new Map(Object.entries(previous.fields));
  const retired = new Map(Object.entries(previous.retired));
  for (const object of sortedByName(model.objects.values())) {
    const table = objects.get(object.name)?.table ?? '';
    const taken = new Set([...RESERVED_COLUMNS, ...(retired.get(table) ?? []).map(({ column }) => column)]);
    for (const [key, { column }] of fields) if (key.startsWith(`${object.name}.`)) taken.add(column);
    for (const field of sortedByName(object.fields.values())) {
      if (systemColumn(field.name)) continue;
      const key = `${object.name}.${field.name}`;
      const before = fields.get(key);
      const left = retired.get(table) ?? [];
      const isKept = before !== undefined && keepsColumn(before, field);
      const back = before && !isKept && reuse === 'retired' ? left.findLast(fits(key, field)) : undefined;
      const column = (isKept ? before : back)?.column ?? chooseIdentifier(field.name, (name) => taken.has(name));
      if (before && !isKept) retired.set(table, [...left.filter((each) => each !== back), { ...before, field: key }]);
      taken.add(column);
      fields.set(key, allocatedColumn(field, column));
    }
  }
  return {
    objects: Object.fromEntries(objects),
    fields: Object.fromEntries(fields),
    retired: Object.fromEntries(retired),
  };
}

/** The names that an allocation gives, in the schema of an org. */
export function physicalOf(schema: string, allocation: Allocation): Physical {
  const objects = new Map(Object.entries(allocation.objects));
  const fields = new Map(Object.entries(allocation.fields));
  const objectByPrefix = new Map([...objects].map(([object, { prefix }]) => [prefix, object]));
  const allocated = (object: string) => objects.get(object) ?? missing(`object ${object}`);
  const column = (object: string, field: string) =>
    systemColumn(field) ?? fields.get(`${object}.${field}`)?.column ?? missing(`field ${object}.${field}`);
  return Object.freeze({
    schema,
    table: (object: string) => allocated(object).table,
    column,
    keyPrefix: (object: string) => allocated(object).prefix,
    objectOfPrefix: (prefix: string) => objectByPrefix.get(prefix),
    sequence: (object: string, field: string) => sequenceName(allocated(object).table, column(object, field)),
  });
}

/** Name of the sequence that numbers an AutoNumber column. */
export function sequenceName(table: string, column: string): string {
  return relationName(table, [column], 'seq');
}

function allocateObjects(model: Model, previous: Allocation): Map<string, { prefix: string; table: string }> {
  const objects = new Map(Object.entries(previous.objects));
  const tables = new Set([...objects.values()].map(({ table }) => table));
  const prefixes = new Set([...objects.values()].map(({ prefix }) => prefix));
  for (const { name } of sortedByName(model.objects.values())) {
    if (objects.has(name)) continue;
    const prefix = choosePrefix(name, (candidate) => prefixes.has(candidate));
    const table = chooseIdentifier(name, (candidate) => tables.has(candidate) || METADATA_TABLE.test(candidate));
    prefixes.add(prefix);
    tables.add(table);
    objects.set(name, { prefix, table });
  }
  return objects;
}

function fits(key: string, field: FieldDef): (column: RetiredColumn) => boolean {
  return (column) => column.field === key && column.type === field.type && keepsColumn(column, field);
}

function allocatedColumn(field: FieldDef, column: string): AllocatedColumn {
  const references = field.references === undefined ? {} : { references: field.references };
  return { column, type: field.type, sqlType: fieldTypes[field.type].columnType, ...references };
}

function sortedByName<T extends { readonly name: string }>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function missing(what: string): never {
  throw new Error(`No physical name was allocated for ${what}`);
}
