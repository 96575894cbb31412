import {
  clearFill,
  conversionFill,
  convertCallSql,
  convertFunctionSql,
  type Fill,
  fillAllSql,
  numberFill,
} from './fill.ts';
import { qualified, quoteIdentifier } from './identifier.ts';
import { foreignKeySql, indexedSql, schemaChangeSql } from './schema-sql.ts';
import type { FillChange, Step } from './steps.ts';
import { foreignKeyName } from './wanted.ts';

type StepOf<K extends Step['step']> = Extract<Step, { step: K }>;
/** Fills that go on in batches have no statement of their own. */
type Single = Exclude<Step['step'], 'fill' | 'clear'>;
type Compiler = { readonly [K in Single]: (step: StepOf<K>, schema: string) => string };

/** SQL of one step; '' where the database stays as it is. */
export function stepSql(step: StepOf<Single>, schema: string): string {
  const compile = compilers[step.step] as (step: Step, schema: string) => string; // keyed by the same tag
  return compile(step, schema);
}

/** What a step fills in, by the function that was prepared for a conversion. */
export function preparedFill(change: FillChange, schema: string): Fill {
  switch (change.change) {
    case 'numberRecords':
      return numberFill(change, schema);
    case 'convertColumn':
      return conversionFill(change, convertCallSql(change, schema));
    case 'addForeignKey':
      return clearFill(change, schema);
  }
}

const compilers: Compiler = {
  change: ({ change }, schema) => schemaChangeSql(change, { schema }),
  createFunction: ({ change }, schema) => convertFunctionSql(change, schema),
  watch: ({ watch, name }, schema) =>
    `create index concurrently ${quoteIdentifier(name)} on ${qualified(schema, watch.table)} ("id") where ${watch.where}`,
  fillRest: ({ change }, schema) => fillAllSql(preparedFill(change, schema), schema),
  buildIndex: ({ change, name }, schema) => {
    const unique = change.change === 'addUniqueIndex' ? 'unique ' : '';
    return `create ${unique}index concurrently ${quoteIdentifier(name)} on ${indexedSql(change, schema)}`;
  },
  useIndex: ({ change, name }, schema) =>
    `alter index ${qualified(schema, name)} rename to ${quoteIdentifier(change.name)}`,
  addForeignKey: ({ change }, schema) => `${foreignKeySql(change, schema)} not valid`,
  validateForeignKey: ({ change: { table, column } }, schema) =>
    `alter table ${qualified(schema, table)} validate constraint ${quoteIdentifier(foreignKeyName(table, column))}`,
  dropIndex: ({ name }, schema) => `drop index concurrently if exists ${qualified(schema, name)}`,
  dropFunction: ({ name }, schema) => `drop function if exists ${qualified(schema, name)}`,
};
