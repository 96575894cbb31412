import { sequenceName } from './allocate.ts';
import { columnOfField } from './allocated.ts';
import type { Allocation } from './physical.ts';
import type { Allocated } from './plan-schema.ts';
import { RESERVED_COLUMNS, SYSTEM_COLUMNS, systemColumn, VERSION_COLUMN } from './system-columns.ts';
import { wantedForeignKeys, wantedIndexes } from './wanted.ts';

/** What is really there of an org's record tables, by PostgreSQL's own catalogue. */
export interface Catalogue {
  /** Names of columns, by table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly indexes: readonly {
    readonly name: string;
    readonly table: string;
    readonly isUnique: boolean;
    readonly isValid: boolean;
  }[];
  readonly foreignKeys: readonly { readonly name: string; readonly table: string; readonly isValid: boolean }[];
  readonly sequences: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/**
 * In what the tables differ from what a model wants, in words. Deploys go from model to model and never look at the
 * catalogue; this says whether that holds.
 */
export function findDrift(wanted: Allocated, catalogue: Catalogue): string[] {
  return [
    ...columnDrift(wanted.allocation, catalogue),
    ...indexDrift(wanted, catalogue),
    ...foreignKeyDrift(wanted, catalogue),
    ...sequenceDrift(wanted, catalogue),
    ...[...catalogue.functions].map((name) => `function ${name} is left over`),
  ];
}

/** Columns of removed and retyped fields stay until they are purged. */
function columnDrift({ objects, fields, retired }: Allocation, { columns }: Catalogue): string[] {
  const system = [...Object.values(SYSTEM_COLUMNS), VERSION_COLUMN].map(({ column }) => column);
  const wanted = new Map(
    Object.entries(objects).map(([object, { table }]) => {
      const allocated = [...(fields.get(object)?.values() ?? [])].map(({ column }) => column);
      return [table, new Set([...system, ...allocated, ...(retired[table] ?? []).map(({ column }) => column)])];
    }),
  );
  return [...new Set([...wanted.keys(), ...columns.keys()])].sort().flatMap((table) => {
    const [want, have] = [wanted.get(table), columns.get(table)];
    if (!have) return [`table ${table} is missing`];
    if (!want) return [`table ${table} is left over`];
    return [
      ...[...want].filter((column) => !have.has(column)).map((column) => `column ${table}.${column} is missing`),
      ...[...have]
        .filter((column) => !want.has(column) && !RESERVED_COLUMNS.has(column))
        .map((column) => `column ${table}.${column} is left over`),
    ];
  });
}

function indexDrift({ model, allocation }: Allocated, { indexes }: Catalogue): string[] {
  const wanted = wantedIndexes(model, allocation);
  const have = new Map(indexes.map((index) => [index.name, index]));
  return [
    ...[...wanted.values()].flatMap(({ name, change }) => {
      const index = have.get(name);
      if (!index) return [`index ${name} is missing`];
      if (!index.isValid) return [`index ${name} was not built to its end`];
      return index.isUnique === (change === 'addUniqueIndex')
        ? []
        : [`index ${name} is unique or not, against the model`];
    }),
    ...indexes.filter(({ name }) => !wanted.has(name)).map(({ name }) => `index ${name} is left over`),
  ];
}

function foreignKeyDrift({ model, allocation }: Allocated, { foreignKeys }: Catalogue): string[] {
  const wanted = wantedForeignKeys(model, allocation);
  const have = new Map(foreignKeys.map((key) => [key.name, key]));
  return [
    ...[...wanted.keys()].flatMap((name) => {
      const key = have.get(name);
      if (!key) return [`foreign key ${name} is missing`];
      return key.isValid ? [] : [`foreign key ${name} was not validated`];
    }),
    ...foreignKeys.filter(({ name }) => !wanted.has(name)).map(({ name }) => `foreign key ${name} is left over`),
  ];
}

/** A number that was given stays with its sequence, also when its field goes. */
function sequenceDrift({ model, allocation }: Allocated, { sequences }: Catalogue): string[] {
  const wanted = [...model.objects.values()].flatMap((object) => {
    const table = allocation.objects[object.name]?.table ?? '';
    return [...object.fields.values()]
      .filter(({ type }) => type === 'AutoNumber')
      .map(({ name }) => {
        const column = systemColumn(name) ?? columnOfField(allocation, object.name, name)?.column ?? '';
        return sequenceName(table, column);
      });
  });
  return wanted.filter((name) => !sequences.has(name)).map((name) => `sequence ${name} is missing`);
}
