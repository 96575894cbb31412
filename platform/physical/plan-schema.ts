import type { FieldDef, Model } from '../layers/model.ts';
import { EMPTY_ALLOCATION, sequenceName } from './allocate.ts';
import { columnOfField } from './allocated.ts';
import { conversionOf } from './convert.ts';
import type { AllocatedColumn, Allocation, SchemaChange } from './physical.ts';
import { planValueRenames, renamedColumnSql, type ValueRename } from './rename-values.ts';
import { systemColumn } from './system-columns.ts';
import { wantedForeignKeys, wantedIndexes } from './wanted.ts';

/** A model with the names that its tables and columns have. */
export interface Allocated {
  readonly model: Objects;
  readonly allocation: Allocation;
}

interface Proposed extends Allocated {
  /** Picklist values that are called otherwise from now on. */
  readonly valueRenames?: readonly ValueRename[];
}

type Objects = Pick<Model, 'objects'>;

/** The way from the live tables to the new ones, in the order in which it is gone. Nothing in it loses a value. */
export function planSchema(current: Allocated | undefined, proposed: Proposed): SchemaChange[] {
  const live = current && { ...current, model: objectsUnlike(current.model, proposed.model) };
  const next = { ...proposed, model: objectsUnlike(proposed.model, current?.model) };
  const before = live?.allocation ?? EMPTY_ALLOCATION;
  const foreignKeys = planForeignKeys(live, next);
  const indexes = planIndexes(live, next);
  return [
    ...planValueRenames(next.valueRenames ?? [], before, next.allocation),
    ...foreignKeys.filter(({ change }) => change === 'dropForeignKey'),
    ...indexes.filter(({ change }) => change === 'dropIndex'),
    ...planTables(before, next.allocation),
    ...planSequences(live?.model, next),
    ...planColumns(live, next),
    ...foreignKeys.filter(({ change }) => change !== 'dropForeignKey'),
    ...indexes.filter(({ change }) => change !== 'dropIndex'),
  ];
}

/** The objects that are not the very same in another model: tables of the others stay as they are. */
function objectsUnlike({ objects }: Objects, other: Objects | undefined): Objects {
  return { objects: new Map([...objects].filter(([name, object]) => other?.objects.get(name) !== object)) };
}

function planTables(before: Allocation, next: Allocation): SchemaChange[] {
  return Object.entries(next.objects)
    .filter(([object]) => !Object.hasOwn(before.objects, object))
    .map(([object, { table }]) => ({ change: 'createTable', object, table }));
}

function planSequences(live: Objects | undefined, next: Allocated): SchemaChange[] {
  return allFields(next.model)
    .filter((field) => field.type === 'AutoNumber' && findField(live, field)?.type !== 'AutoNumber')
    .map((field) => {
      const { table, column } = columnOf(next.allocation, field);
      return { change: 'createSequence', name: sequenceName(table, column), start: field.startNumber ?? 1 };
    });
}

function planColumns(live: Allocated | undefined, next: Proposed): SchemaChange[] {
  const before = live?.allocation ?? EMPTY_ALLOCATION;
  const kept = allFields(next.model).filter(({ name }) => !systemColumn(name));
  const gone = allFields(live?.model).filter((field) => !systemColumn(field.name) && isUnmapped(field, before, next));
  return [
    ...kept.flatMap((field) => planColumn(field, live, next)),
    ...gone.map((field): SchemaChange => ({ change: 'unmapColumn', ...columnOf(before, field) })),
  ];
}

function planColumn(field: FieldDef, live: Allocated | undefined, next: Proposed): SchemaChange[] {
  const was = live && columnOfField(live.allocation, field.object, field.name);
  const where = columnOf(next.allocation, field);
  const type = columnOfField(next.allocation, field.object, field.name)?.sqlType ?? '';
  const isThere = was?.column === where.column || isRetired(where, live);
  if (!isThere)
    return [
      { change: 'addColumn', ...where, type },
      ...(was && findField(live?.model, field) ? planConversion(field, was, { where, next }) : []),
      ...planNumbers(field, live, next),
    ];
  return was?.column === where.column && findField(live?.model, field) ? [] : [{ change: 'mapColumn', ...where }];
}

/** A rollback goes back to the column that a retype left behind, with the values as they were. */
function isRetired({ table, column }: { table: string; column: string }, live: Allocated | undefined): boolean {
  return (live?.allocation.retired[table] ?? []).some((retired) => retired.column === column);
}

/** A field that was removed before it came back as another type begins anew. */
function planConversion(
  field: FieldDef,
  was: AllocatedColumn,
  { where, next }: { readonly where: ReturnType<typeof columnOf>; readonly next: Proposed },
): SchemaChange[] {
  if (field.references !== undefined && was.references !== field.references) return [];
  const conversion = conversionOf(was.type, field.type);
  if (conversion.verdict !== 'checked' || conversion.column === 'kept') return [];
  const held = renamedColumnSql(was, `${field.object}.${field.name}`, next.valueRenames ?? []);
  const value = conversion.value(held, field);
  return [{ change: 'convertColumn', ...where, from: was.column, fromType: was.type, toType: field.type, value }];
}

/** Records that are there already are numbered too; a new table has none. */
function planNumbers(field: FieldDef, live: Allocated | undefined, next: Allocated): SchemaChange[] {
  if (field.type !== 'AutoNumber' || !live || !Object.hasOwn(live.allocation.objects, field.object)) return [];
  const where = columnOf(next.allocation, field);
  const sequence = sequenceName(where.table, where.column);
  return [{ change: 'numberRecords', ...where, sequence, format: field.format ?? '{0}' }];
}

function isUnmapped(field: FieldDef, before: Allocation, next: Allocated): boolean {
  const now = findField(next.model, field);
  return !now || columnOf(next.allocation, now).column !== columnOf(before, field).column;
}

/** Indexes of columns that no field shows any more go: a unique one would refuse values that nobody can see. */
function planIndexes(live: Allocated | undefined, next: Allocated): SchemaChange[] {
  const had = live ? wantedIndexes(live.model, live.allocation) : new Map();
  const wanted = wantedIndexes(next.model, next.allocation);
  return planDifference(had, wanted, ({ change, table, name }) => ({
    change: 'dropIndex',
    ...{ table, name, isUnique: change === 'addUniqueIndex' },
  }));
}

/** The keys of unmapped columns go too: an invisible reference would keep its target from being deleted. */
function planForeignKeys(live: Allocated | undefined, next: Allocated): SchemaChange[] {
  const had = live ? wantedForeignKeys(live.model, live.allocation) : new Map();
  const wanted = wantedForeignKeys(next.model, next.allocation);
  return planDifference(had, wanted, ({ table, column, references }) => ({
    change: 'dropForeignKey',
    ...{ table, column, references },
  }));
}

function planDifference<T extends SchemaChange>(
  had: ReadonlyMap<string, T>,
  wanted: ReadonlyMap<string, T>,
  drop: (item: T) => SchemaChange,
): SchemaChange[] {
  const isSame = (name: string) => JSON.stringify(had.get(name)) === JSON.stringify(wanted.get(name));
  const names = [...new Set([...had.keys(), ...wanted.keys()])].filter((name) => !isSame(name)).sort();
  return names.flatMap((name) => {
    const [old, fresh] = [had.get(name), wanted.get(name)];
    return [...(old ? [drop(old)] : []), ...(fresh ? [fresh] : [])];
  });
}

function columnOf(allocation: Allocation, { object, name }: FieldDef) {
  const table = allocation.objects[object]?.table ?? '';
  const column = systemColumn(name) ?? columnOfField(allocation, object, name)?.column ?? '';
  return { object, field: name, table, column };
}

function allFields(model: Objects | undefined): FieldDef[] {
  const objects = [...(model?.objects.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  return objects.flatMap((object) => [...object.fields.values()]);
}

function findField(model: Objects | undefined, field: FieldDef): FieldDef | undefined {
  return model?.objects.get(field.object)?.fields.get(field.name);
}
