import { fieldTypes } from '../../platform/fields/registry.ts';
import type { Json } from '../../platform/json.ts';
import type { Context } from '../context.ts';
import { authorize } from '../security/authorize.ts';
import { visibleNames } from '../security/visible-names.ts';
import { compileQuery } from './compile.ts';
import { resolveParameters } from './parameters.ts';
import { type Plan, planQuery } from './plan.ts';
import { planShape } from './plan-shape.ts';
import type { Query, QueryResult, Row } from './query.ts';
import { type CachedStatement, statementsOf } from './statement-cache.ts';

/**
 * Reads records: the one road from a query to rows. Names are resolved among those that the reader may know, the
 * plan is authorised, compiled once per access class and shape, and run with the reader's own values as parameters.
 */
export async function runQuery(context: Context, query: Query): Promise<QueryResult> {
  const { live, principal } = context;
  const names = visibleNames(live.model, principal.permissions);
  const clock = { now: context.now, timeZone: principal.timeZone, locale: principal.locale };
  const plan = planQuery(names, query, clock);
  const statement = statementsOf(live).get(principal, planShape(plan), () =>
    compileQuery(live, authorize(context, plan, query)),
  );
  const rows = await runStatement(context, statement, plan);
  const paths = plan.columns.map((column) => column.path);
  if (plan.isCount) return { object: plan.object, paths, rows: [], count: Number(rows[0]?.count ?? 0) };
  const versions = plan.isVersioned ? { versions: rows.map((row) => Number(row.version)) } : {};
  return { object: plan.object, paths, rows: toRows(plan, rows), ...versions, count: rows.length };
}

/** Runs a compiled statement with the values of this call. */
export async function runStatement(
  context: Context,
  statement: CachedStatement,
  plan: Plan,
): Promise<readonly Record<string, unknown>[]> {
  const values = resolveParameters(statement.parameters, plan.values, context);
  const { name, text } = statement;
  const isPrepared = name !== undefined && !values.some((value) => Array.isArray(value) && value.length > MANY);
  const { rows } = await context.db.query({ ...(isPrepared ? { name } : {}), text, values });
  return rows;
}

/**
 * A statement with a longer list is planned anew: a plan that PostgreSQL keeps may be as old as the table was small,
 * and then compares every row with every value.
 */
const MANY = 50;

function toRows(plan: Plan, rows: readonly Record<string, unknown>[]): readonly Row[] {
  const columns = plan.columns.map(({ path, field }, index) => ({ path, field, key: `c${index}` }));
  const parents = plan.tables.map(({ path }, index) => ({ path, key: `p${index}` })).slice(1);
  return rows.map((row) => {
    const answer: Record<string, Json> = {};
    for (const { path, field, key } of columns) answer[path] = fieldTypes[field.type].toJson(row[key], field);
    for (const { path, key } of parents) if (row[key] === null) answer[path] = null;
    return answer;
  });
}
