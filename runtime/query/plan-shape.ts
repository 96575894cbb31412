import type { Plan } from './plan.ts';

/** What of a plan its SQL depends on: all but the values. Plans of one shape share a statement. */
export function planShape(plan: Plan): string {
  return JSON.stringify([
    plan.object,
    plan.tables.map(({ path }) => path),
    plan.columns.map(({ path }) => path),
    plan.where,
    plan.text,
    plan.search,
    plan.orderBy.map(({ table, field, direction, nulls }) => [table, field.name, direction, nulls]),
    plan.isCount,
    plan.isVersioned,
    plan.hasLimit,
    plan.hasOffset,
  ]);
}
