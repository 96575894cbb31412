import { qualified, quoteIdentifier } from './identifier.ts';
import type { Physical, SchemaChange } from './physical.ts';
import { SYSTEM_COLUMNS, VERSION_COLUMN } from './system-columns.ts';
import { foreignKeyName } from './wanted.ts';

type ChangeOf<K extends SchemaChange['change']> = Extract<SchemaChange, { change: K }>;
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
  numberRecords: numberRecordsSql,
  renameValue: renameValueSql,
  addForeignKey: foreignKeySql,
  addUniqueIndex: ({ table, columns, folded, name }, schema) => {
    const keys = columns.map((column) => (folded.includes(column) ? folding(column) : quoteIdentifier(column)));
    return `create unique index ${quoteIdentifier(name)} on ${qualified(schema, table)} (${keys.join(', ')}) where not "is_deleted"`;
  },
  addIndex: ({ table, columns, name, method }, schema) => {
    const key = { btree: quoteIdentifier, lowerPattern: (column: string) => `${folding(column)} text_pattern_ops` };
    return `create index ${quoteIdentifier(name)} on ${qualified(schema, table)} (${columns.map(key[method]).join(', ')})`;
  },
};

function systemColumnsSql(): string {
  const columns = [...Object.values(SYSTEM_COLUMNS), VERSION_COLUMN];
  return columns.map(({ column, type }) => `${quoteIdentifier(column)} ${type}`).join(', ');
}

/**
 * A checkbox is never blank. Nothing else is NOT NULL: that a field is required is for the save pipeline to say, so
 * that making one required never fails on the records that are there.
 */
function columnSql(type: string): string {
  return type === 'boolean' ? 'boolean not null default false' : type;
}

function folding(column: string): string {
  return `lower(${quoteIdentifier(column)})`;
}

/** `A-{0000}` gives A-0007; a number with more digits keeps them all. */
function numberRecordsSql(change: ChangeOf<'numberRecords'>, schema: string): string {
  const [, prefix = '', zeros = '', suffix = ''] = /^([^{]*)\{(0+)\}(.*)$/.exec(change.format) ?? [];
  const sequence = `${quoteText(qualified(schema, change.sequence))}::regclass`;
  const number = `lpad(n::text, greatest(${zeros.length}, length(n::text)), '0')`;
  const table = qualified(schema, change.table);
  return (
    `update ${table} t set ${quoteIdentifier(change.column)} = ${quoteText(prefix)} || ${number} || ${quoteText(suffix)} ` +
    `from (select id, nextval(${sequence}) as n from (select id from ${table} order by id) ids) numbered ` +
    `where numbered.id = t.id`
  );
}

/**
 * Keys are checked statement by statement, so that a save learns at once which record is at fault, and can be put off
 * to the end of a transaction, so that a deploy may load records in any order. A column that comes back may hold
 * references to what was deleted meanwhile: these become blank first.
 */
function foreignKeySql({ table, column, references, onDelete }: ChangeOf<'addForeignKey'>, schema: string): string {
  const [from, to, key] = [qualified(schema, table), qualified(schema, references), quoteIdentifier(column)];
  const action = { restrict: 'no action', 'set null': 'set null', cascade: 'cascade' }[onDelete];
  return (
    `update ${from} t set ${key} = null where ${key} is not null ` +
    `and not exists (select from ${to} target where target.id = t.${key}); ` +
    `alter table ${from} add constraint ${quoteIdentifier(foreignKeyName(table, column))} ` +
    `foreign key (${key}) references ${to} on delete ${action} deferrable initially immediate`
  );
}

/** A record that changes so is a new version of itself: a form that shows the old value must not be saved over it. */
function renameValueSql({ table, column, isList, from, to }: ChangeOf<'renameValue'>, schema: string): string {
  const [key, old, fresh] = [quoteIdentifier(column), quoteText(from), quoteText(to)];
  const list = `(select array_agg(distinct v order by v) from unnest(array_replace(${key}, ${old}, ${fresh})) v)`;
  return (
    `update ${qualified(schema, table)} set ${key} = ${isList ? list : fresh}, version = version + 1, ` +
    `system_modstamp = now() where ${isList ? `${old} = any(${key})` : `${key} = ${old}`}`
  );
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
