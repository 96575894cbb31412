import { evaluate } from '../../platform/expressions/evaluate.ts';
import { parseCondition } from '../../platform/expressions/parse-condition.ts';
import { CONDITION_GLOBALS, conditionScope } from '../../platform/kinds/condition-scope.ts';
import type { ActionDef, ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import type { LoadedRow } from '../query/load-rows.ts';
import { factPaths, loadFacts } from '../rules/facts.ts';

/** The actions that the person may take on each row, in the metadata's order, by the row's id. */
export async function availableActions(
  context: Context,
  object: ObjectDef,
  rows: readonly LoadedRow[],
): Promise<ReadonlyMap<string, readonly ActionDef[]>> {
  const actions = [...object.actions.values()]
    .filter((action) => isPermitted(context, action))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  return actionsOffered(context, object, { rows, actions });
}

/** Whether a permission set of the person grants the action. */
export function isPermitted(context: Context, action: ActionDef): boolean {
  return context.principal.permissions.actions.has(`${action.object}.${action.name}`);
}

/** Which of the actions fit each row's state and own condition. */
export async function actionsOffered(
  context: Context,
  object: ObjectDef,
  { rows, actions }: { readonly rows: readonly LoadedRow[]; readonly actions: readonly ActionDef[] },
): Promise<ReadonlyMap<string, readonly ActionDef[]>> {
  const scope = conditionScope(context.live.model, object, CONDITION_GLOBALS.actionAvailability);
  const conditions = new Map(
    actions.map((action) => [action, action.availableWhen && parseCondition(action.availableWhen, scope)]),
  );
  const expressions = [...conditions.values()].flatMap((parsed) => parsed?.expression ?? []);
  const subjects = rows.map((row) => ({ id: row.id, before: row, after: row.values }));
  const facts = await loadFacts(context, object, factPaths(expressions), subjects);
  const isOffered = (action: ActionDef, row: LoadedRow, index: number): boolean => {
    if (!action.from.includes(String(row.values[action.stateField] ?? ''))) return false;
    const parsed = conditions.get(action);
    if (!parsed) return true;
    const factOf = facts[index];
    // A condition that does not hold water keeps the action from everybody.
    if (!parsed.expression || !factOf) return false;
    return evaluate(parsed.expression, {
      fact: (path) => ({ value: factOf(path), valueClass: scope.typeOf(path)?.valueClass ?? 'text' }),
    });
  };
  return new Map(rows.map((row, index) => [row.id, actions.filter((action) => isOffered(action, row, index))]));
}
