import type { ClientBase, Pool } from 'pg';
import type { Allocation, ChangeOf } from '../physical/physical.ts';
import { uniqueKeysSql } from '../physical/schema-sql.ts';
import { SYSTEM_COLUMNS } from '../physical/system-columns.ts';
import type { Problem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import { duplicateProblem } from './check-values.ts';
import { type DataCheck, runDataChecks, type SeesField } from './data-check.ts';

/** Names the values that keep columns from becoming unique; by PostgreSQL's words where they are gone by now. */
export async function explainDuplicates(
  db: Pick<ClientBase | Pool, 'query'>,
  { schema }: Pick<Store, 'schema'>,
  made: {
    readonly change: ChangeOf<'addUniqueIndex'>;
    readonly allocation: Allocation;
    readonly detail: string;
    readonly sees: SeesField | undefined;
  },
): Promise<Problem> {
  const { change, allocation, detail, sees } = made;
  const fields = change.columns.map((column) => fieldOf(allocation, change.table, column));
  const names = fields.map(({ object, field }) => `${object}.${field}`);
  const check: DataCheck = {
    check: 'duplicates',
    table: change.table,
    keys: uniqueKeysSql(change),
    severity: 'error',
    shows: fields,
    toProblems: ({ total, values }) => [duplicateProblem(names, total, { values, element: `field:${names[0]}` })],
  };
  const [problem] = await runDataChecks(db, schema, { checks: [check], sees });
  if (problem) return problem;
  const value = sees === undefined ? ` ${detail}` : '';
  const message = `${names.join(' and ')} cannot become unique: a value was written twice meanwhile.${value} Try again.`;
  return { code: 'DUPLICATE_VALUES', severity: 'error', message, element: `field:${names[0]}` };
}

/** What PostgreSQL says about the values that are there twice: `Key (lower(code__c))=(a) already exists.` */
export function detailOf(error: unknown): string {
  return error instanceof Error && 'detail' in error && error.detail ? String(error.detail) : '';
}

function fieldOf({ objects, fields }: Allocation, table: string, column: string) {
  const object = Object.keys(objects).find((name) => objects[name]?.table === table) ?? table;
  const [own] = [...(fields.get(object) ?? [])].find(([, each]) => each.column === column) ?? [];
  const system = Object.entries(SYSTEM_COLUMNS).find(([, each]) => each.column === column)?.[0];
  return { object, field: own ?? system ?? column };
}
