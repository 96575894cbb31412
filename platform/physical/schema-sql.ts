import { clearFill, conversionFill, fillAllSql, numberFill } from './fill.ts';
import { qualified, quoteIdentifier, quoteText } from './identifier.ts';
import type { ChangeOf, Physical, SchemaChange } from './physical.ts';
import { renamedValueSql } from './rename-values.ts';
import { SYSTEM_COLUMNS, VERSION_COLUMN } from './system-columns.ts';
import { foreignKeyName, type WantedIndex } from './wanted.ts';

type Compiler = { readonly [K in SchemaChange['change']]: (change: ChangeOf<K>, schema: string) => string };

/** SQL of one schema change; '' where the tables stay as they are. */
export function schemaChangeSql(change: SchemaChange, physical: Pick<Physical, 'schema'>): string {
  const compile = compilers[change.change] as (change: SchemaChange, schema: string) => string; // keyed by the same tag
  return compile(change, physical.schema);
}

const compilers: Compiler = {
  dropForeignKey: ({ table, column }, schema) =>
    `alter table ${qualified(schema, table)} drop constraint if exists ${quoteIdentifier(foreignKeyName(table, column))}`,
  dropIndex: ({ name }, schema) => `drop index if exists ${qualified(schema, name)}`,
  createTable: ({ table }, schema) => `create table ${qualified(schema, table)} (${systemColumnsSql()})`,
  createSequence: ({ name, start }, schema) =>
    `create sequence if not exists ${qualified(schema, name)} minvalue 0 start with ${Math.trunc(start)}`,
  addColumn: ({ table, column, type }, schema) =>
    `alter table ${qualified(schema, table)} add column ${quoteIdentifier(column)} ${columnSql(type)}`,
  mapColumn: () => '',
  unmapColumn: () => '',
  convertColumn: (change, schema) => fillAllSql(conversionFill(change), schema),
  numberRecords: (change, schema) => fillAllSql(numberFill(change, schema), schema),
  renameValues: renameValuesSql,
  // A column that comes back may hold references to what was deleted meanwhile: these become blank first.
  addForeignKey: (change, schema) =>
    `${fillAllSql(clearFill(change, schema), schema)}; ${foreignKeySql(change, schema)}`,
  addUniqueIndex: (change, schema) =>
    `create unique index ${quoteIdentifier(change.name)} on ${indexedSql(change, schema)}`,
  addIndex: (change, schema) => `create index ${quoteIdentifier(change.name)} on ${indexedSql(change, schema)}`,
};

/** What an index is over: `table (keys) where …`. */
export function indexedSql(change: WantedIndex, schema: string): string {
  const table = qualified(schema, change.table);
  if (change.change === 'addUniqueIndex')
    return `${table} (${uniqueKeysSql(change).join(', ')}) where not "is_deleted"`;
  const key = { btree: quoteIdentifier, lowerPattern: (column: string) => `${folding(column)} text_pattern_ops` };
  return `${table} (${change.columns.map(key[change.method]).join(', ')})`;
}

/** What a unique index compares. */
export function uniqueKeysSql({ columns, folded }: ChangeOf<'addUniqueIndex'>): string[] {
  return columns.map((column) => (folded.includes(column) ? folding(column) : quoteIdentifier(column)));
}

/**
 * Keys are checked statement by statement, so that a save learns at once which record is at fault, and can be put off
 * to the end of a transaction, so that a deploy may load records in any order.
 */
export function foreignKeySql(
  { table, column, references, onDelete }: ChangeOf<'addForeignKey'>,
  schema: string,
): string {
  const [from, to, key] = [qualified(schema, table), qualified(schema, references), quoteIdentifier(column)];
  const action = { restrict: 'no action', 'set null': 'set null', cascade: 'cascade' }[onDelete];
  return (
    `alter table ${from} add constraint ${quoteIdentifier(foreignKeyName(table, column))} ` +
    `foreign key (${key}) references ${to} on delete ${action} deferrable initially immediate`
  );
}

/** The columns that every record table begins with. */
export function systemColumnsSql(): string {
  const columns = [...Object.values(SYSTEM_COLUMNS), VERSION_COLUMN];
  return columns.map(({ column, type }) => `${quoteIdentifier(column)} ${type}`).join(', ');
}

/**
 * A checkbox is never blank. Nothing else is NOT NULL: that a field is required is for the save pipeline to say, so
 * that making one required never fails on the records that are there.
 */
export function columnSql(type: string): string {
  return type === 'boolean' ? 'boolean not null default false' : type;
}

function folding(column: string): string {
  return `lower(${quoteIdentifier(column)})`;
}

/** A record that changes so is a new version of itself: a form that shows the old value must not be saved over it. */
function renameValuesSql(change: ChangeOf<'renameValues'>, schema: string): string {
  const { table, column, isList, names } = change;
  const key = quoteIdentifier(column);
  const old = `array[${names.map(({ from }) => quoteText(from)).join(', ')}]`;
  return (
    `update ${qualified(schema, table)} set ${key} = ${renamedValueSql(key, change)}, version = version + 1, ` +
    `system_modstamp = now() where ${isList ? `${key} && ${old}` : `${key} = any(${old})`}`
  );
}
