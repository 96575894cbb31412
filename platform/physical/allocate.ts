import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef, Model, ObjectDef } from '../layers/model.ts';
import { columnOfField } from './allocated.ts';
import { keepsColumn } from './convert.ts';
import { chooseIdentifier, relationName } from './identifier.ts';
import { choosePrefix } from './key-prefixes.ts';
import type { AllocatedColumn, Allocation, Physical, PlacedColumn, RetiredColumn } from './physical.ts';
import { RESERVED_COLUMNS, systemColumn } from './system-columns.ts';

export const EMPTY_ALLOCATION: Allocation = { objects: {}, fields: new Map(), retired: {} };

/** An object without fields of its own has no entry, as it is read from what is stored. */
const NO_COLUMNS: ReadonlyMap<string, AllocatedColumn> = new Map();

/** Names of metadata tables begin so; no record table's may. */
const METADATA_TABLE = /^fw_/;

/**
 * Gives every object its table and id prefix and every field its column. What was given before stays: a field that
 * went away keeps its column, so that bringing it back brings its values back. A type that the column cannot hold
 * gets a new column; the old one retires.
 */
export function allocate(
  model: Model,
  previous: Allocation = EMPTY_ALLOCATION,
  { back: left = [], live }: AllocateOptions = {},
): Allocation {
  const changed = sortedByName(model.objects.values().filter((object) => live?.objects.get(object.name) !== object));
  if (changed.length === 0) return previous;
  const objects = allocateObjects(changed, previous);
  const fields = new Map(previous.fields);
  const retired = new Map(Object.entries(previous.retired));
  const isLeft = (table: string) => (retiree: RetiredColumn) =>
    left.some((each) => each.table === table && each.column === retiree.column);
  for (const object of changed) {
    const table = objects.get(object.name)?.table ?? '';
    const retiredColumns = (retired.get(table) ?? []).map(({ column }) => column);
    const given = previous.fields.get(object.name) ?? NO_COLUMNS;
    const columns = new Map(given);
    const taken = new Set([...RESERVED_COLUMNS, ...retiredColumns, ...columns.values().map(({ column }) => column)]);
    for (const field of sortedByName(object.fields.values())) {
      if (systemColumn(field.name)) continue;
      const key = `${object.name}.${field.name}`;
      const before = columns.get(field.name);
      const known = retired.get(table) ?? [];
      const isKept = before !== undefined && keepsColumn(before, field);
      const back = isKept ? undefined : findRetired(known.filter(isLeft(table)), field);
      const column = (isKept ? before : back)?.column ?? chooseIdentifier(field.name, (name) => taken.has(name));
      const leaving = before === undefined || isKept ? [] : [{ ...before, field: key }];
      if (back || leaving.length > 0) retired.set(table, [...known.filter((each) => each !== back), ...leaving]);
      taken.add(column);
      const allocated = allocatedColumn(field, column);
      if (!isSameColumn(before, allocated)) columns.set(field.name, allocated);
    }
    if (!isSameMap(columns, given)) fields.set(object.name, columns);
  }
  return {
    objects: Object.fromEntries(objects),
    fields: isSameMap(fields, previous.fields) ? previous.fields : fields,
    retired: Object.fromEntries(retired),
  };
}

interface AllocateOptions {
  /** Columns that fields go back to: those that the deploy left behind which a rollback takes back. */
  readonly back?: readonly PlacedColumn[];
  /** The model that the previous allocation serves: what is the very same in both has all its names. */
  readonly live?: Pick<Model, 'objects'> | undefined;
}

function isSameMap<T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): boolean {
  return one.size === other.size && one.entries().every(([key, value]) => other.get(key) === value);
}

function isSameColumn(one: AllocatedColumn | undefined, other: AllocatedColumn): boolean {
  if (one === undefined) return false;
  const { column, type, sqlType, references } = other;
  return one.column === column && one.type === type && one.sqlType === sqlType && one.references === references;
}

/** The names that an allocation gives, in the schema of an org. */
export function physicalOf(schema: string, allocation: Allocation): Physical {
  const { objects } = allocation;
  const objectByPrefix = new Map(Object.entries(objects).map(([object, { prefix }]) => [prefix, object]));
  const allocated = (object: string) => own(objects, object) ?? missing(`object ${object}`);
  const column = (object: string, field: string) =>
    systemColumn(field) ?? columnOfField(allocation, object, field)?.column ?? missing(`field ${object}.${field}`);
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

function allocateObjects(
  wanted: readonly ObjectDef[],
  previous: Allocation,
): Map<string, { prefix: string; table: string }> {
  const objects = new Map(Object.entries(previous.objects));
  const tables = new Set([...objects.values()].map(({ table }) => table));
  const prefixes = new Set([...objects.values()].map(({ prefix }) => prefix));
  for (const { name } of wanted) {
    if (objects.has(name)) continue;
    const prefix = choosePrefix(name, (candidate) => prefixes.has(candidate));
    const table = chooseIdentifier(name, (candidate) => tables.has(candidate) || METADATA_TABLE.test(candidate));
    prefixes.add(prefix);
    tables.add(table);
    objects.set(name, { prefix, table });
  }
  return objects;
}

/** The column that a field left behind when it was retyped. */
function findRetired(retired: readonly RetiredColumn[], field: FieldDef): RetiredColumn | undefined {
  return retired.find(
    (column) =>
      column.field === `${field.object}.${field.name}` && column.type === field.type && keepsColumn(column, field),
  );
}

function allocatedColumn(field: FieldDef, column: string): AllocatedColumn {
  const references = field.references === undefined ? {} : { references: field.references };
  return { column, type: field.type, sqlType: fieldTypes[field.type].columnType, ...references };
}

function sortedByName<T extends { readonly name: string }>(items: Iterable<T>): T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function missing(what: string): never {
  throw new Error(`No physical name was allocated for ${what}`);
}
