import { fieldTypes } from '../fields/registry.ts';
import type { FieldDef, Model, ObjectDef } from '../layers/model.ts';
import { physicalOf } from './allocate.ts';
import { relationName } from './identifier.ts';
import type { Allocation, Physical, SchemaChange } from './physical.ts';
import { systemColumn } from './system-columns.ts';

export type WantedIndex = Extract<SchemaChange, { change: 'addIndex' | 'addUniqueIndex' }>;
export type WantedForeignKey = Extract<SchemaChange, { change: 'addForeignKey' }>;

/** All indexes that the tables of a model have besides their primary keys, by name. */
export function wantedIndexes(model: Pick<Model, 'objects'>, allocation: Allocation): Map<string, WantedIndex> {
  const physical = physicalOf('', allocation);
  const indexes = [...model.objects.values()].flatMap((object) => [
    ...[...object.fields.values()].flatMap((field) => fieldIndex(field, physical)),
    ...object.uniqueKeys.map((key) => uniqueIndex(object, key.fields, physical)),
  ]);
  return new Map(indexes.map((index) => [index.name, index]));
}

/** All foreign keys that the tables of a model have, by name. */
export function wantedForeignKeys(
  model: Pick<Model, 'objects'>,
  allocation: Allocation,
): Map<string, WantedForeignKey> {
  const physical = physicalOf('', allocation);
  const keys = [...model.objects.values()].flatMap((object) =>
    [...object.fields.values()].flatMap((field) => foreignKey(field, physical)),
  );
  return new Map(keys.map((key) => [foreignKeyName(key.table, key.column), key]));
}

/** Name of the foreign key of a column. */
export function foreignKeyName(table: string, column: string): string {
  return relationName(table, [column], 'fk');
}

/** Unique fields, external ids, lookups, owners and names are looked up by; nothing else is indexed unasked. */
function fieldIndex(field: FieldDef, physical: Physical): WantedIndex[] {
  const table = physical.table(field.object);
  const column = physical.column(field.object, field.name);
  const unique = relationName(table, [column], 'key');
  const method = isFolded(field) ? 'lowerPattern' : 'btree';
  const indexes: WantedIndex[] = [];
  if (field.isUnique)
    indexes.push({
      change: 'addUniqueIndex',
      table,
      columns: [column],
      folded: foldedColumns([field], physical),
      name: unique,
    });
  if (isLookedUpBy(field))
    indexes.push({ change: 'addIndex', table, columns: [column], name: relationName(table, [column], 'ix'), method });
  return indexes;
}

/** A unique index finds whole values; names are searched by their beginning as well. */
function isLookedUpBy(field: FieldDef): boolean {
  if (systemColumn(field.name)) return field.name === 'Name' || field.name === 'OwnerId';
  return !field.isUnique && (field.isExternalId || field.references !== undefined);
}

function uniqueIndex(object: ObjectDef, names: readonly string[], physical: Physical): WantedIndex {
  const fields = names.flatMap((name) => object.fields.get(name) ?? []);
  const table = physical.table(object.name);
  const columns = fields.map((field) => physical.column(object.name, field.name));
  const folded = foldedColumns(fields, physical);
  return { change: 'addUniqueIndex', table, columns, folded, name: relationName(table, columns, 'key') };
}

function foldedColumns(fields: readonly FieldDef[], physical: Physical): string[] {
  return fields.filter(isFolded).map((field) => physical.column(field.object, field.name));
}

/** Text is compared without case, as SOQL does. */
function isFolded(field: FieldDef): boolean {
  return fieldTypes[field.type].valueClass === 'text';
}

function foreignKey(field: FieldDef, physical: Physical): WantedForeignKey[] {
  if (field.references === undefined || systemColumn(field.name)) return [];
  const onDelete = { restrict: 'restrict', clear: 'set null', cascade: 'cascade' } as const;
  return [
    {
      change: 'addForeignKey',
      table: physical.table(field.object),
      column: physical.column(field.object, field.name),
      references: physical.table(field.references),
      onDelete: onDelete[field.onDelete ?? 'restrict'],
    },
  ];
}
