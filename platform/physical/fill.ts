import { fieldTypes } from '../fields/registry.ts';
import { preparedName, qualified, quoteIdentifier, quoteText, relationName } from './identifier.ts';
import type { ChangeOf } from './physical.ts';

/** Values to be written into records that are there: which column, which value, and which records still need it. */
export interface Fill {
  readonly table: string;
  readonly column: string;
  /** SQL of the value, over the columns of one record `t`. */
  readonly value: string;
  /** SQL that is evaluated once for each record, as `t.drawn`. */
  readonly drawn?: string;
  /** SQL condition of a record `t` that does not have it yet. */
  readonly needs: string;
}

/** `A-{0000}` gives A-0007; a number with more digits keeps them all. */
export function numberFill({ table, column, sequence, format }: ChangeOf<'numberRecords'>, schema: string): Fill {
  const [, prefix = '', zeros = '', suffix = ''] = /^([^{]*)\{(0+)\}(.*)$/.exec(format) ?? [];
  const drawn = `nextval(${quoteText(qualified(schema, sequence))}::regclass)::text`;
  const number = `lpad(t.drawn, greatest(${zeros.length}, length(t.drawn)), '0')`;
  const value = `${quoteText(prefix)} || ${number} || ${quoteText(suffix)}`;
  return { table, column, value, drawn, needs: `${quoteIdentifier(column)} is null` };
}

/** Makes values of another type. `value` may stand for the change's own SQL: a function that does the same. */
export function conversionFill(change: ChangeOf<'convertColumn'>, value = change.value): Fill {
  const { table, column, toType } = change;
  // A checkbox is never blank.
  const written = fieldTypes[toType].columnType === 'boolean' ? `coalesce(${value}, false)` : value;
  return { table, column, value: written, needs: `${quoteIdentifier(column)} is distinct from ${written}` };
}

/** Name of the function that stands for a conversion while it is prepared. */
export function convertFunctionName({ table, column }: Pick<ChangeOf<'convertColumn'>, 'table' | 'column'>): string {
  return preparedName(relationName(table, [column], 'value'));
}

/** The conversion of one record's value by that function. */
export function convertCallSql(change: ChangeOf<'convertColumn'>, schema: string): string {
  return `${qualified(schema, convertFunctionName(change))}(${quoteIdentifier(change.from)})`;
}

/** PostgreSQL takes a function's word for it that its answer never changes; the SQL in it may not say so itself. */
export function convertFunctionSql(change: ChangeOf<'convertColumn'>, schema: string): string {
  const [from, to] = [change.fromType, change.toType].map((type) =>
    fieldTypes[type].columnType.replace(/ collate.*/i, ''),
  );
  const name = qualified(schema, convertFunctionName(change));
  const body = `declare ${quoteIdentifier(change.from)} alias for $1; begin return ${change.value}; end`;
  return `create or replace function ${name}(${from}) returns ${to} language plpgsql immutable parallel safe as ${quoteText(body)}`;
}

/** Blanks references to records that are not there. */
export function clearFill({ table, column, references }: ChangeOf<'addForeignKey'>, schema: string): Fill {
  const key = quoteIdentifier(column);
  const target = `select from ${qualified(schema, references)} target where target.id = t.${key}`;
  return { table, column, value: 'null', needs: `${key} is not null and not exists (${target})` };
}

/** Fills every record that needs it, in the order of their ids. */
export function fillAllSql(fill: Fill, schema: string): string {
  return fillSql(fill, schema, `order by id`);
}

/**
 * Fills at most $2 records after the id $1, in the order of their ids, and answers the last id and how many they were.
 * Those that somebody is saving right now are passed over: they need it still.
 */
export function fillBatchSql(fill: Fill, schema: string): string {
  const page = `and id > $1 order by id limit $2 for no key update skip locked`;
  const filled = fillSql(fill, schema, page, 'page.id');
  return `with filled as (${filled}) select max(id) as last, count(*)::integer as filled from filled`;
}

function fillSql({ table, column, value, drawn, needs }: Fill, schema: string, page: string, returning = ''): string {
  const name = qualified(schema, table);
  const some = `select * from ${name} t where (${needs}) ${page}`;
  const rows = drawn === undefined ? some : `select t.*, ${drawn} as drawn from (${some}) t`;
  const values = `select t.id, ${value} as value from (${rows}) t`;
  return (
    `update ${name} target set ${quoteIdentifier(column)} = page.value from (${values}) page ` +
    `where page.id = target.id${returning ? ` returning ${returning}` : ''}`
  );
}
