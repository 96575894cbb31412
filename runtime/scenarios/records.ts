import type { Expression } from '../../platform/expressions/expression.ts';
import { parseCondition } from '../../platform/expressions/parse-condition.ts';
import type { Json } from '../../platform/json.ts';
import { CONDITION_GLOBALS, conditionScope } from '../../platform/kinds/condition-scope.ts';
import { replaceRefs } from '../../platform/kinds/scenario/reference.ts';
import type { GivenProperties } from '../../platform/kinds/scenario/schema.ts';
import { findObject } from '../../platform/layers/find.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { runQuery } from '../query/run-query.ts';
import { save, saveAs } from '../records/save.ts';
import type { SaveRequest } from '../records/save-request.ts';
import { accepted, contextOf } from './cast.ts';
import { introduce, mustHappen, type Play, PlayStopped, systemContext } from './play.ts';
import { idOf, resolveValues } from './values.ts';

/** Makes or finds the records that a scenario begins with, one after the other, since each may name those before it. */
export async function makeGiven(play: Play): Promise<void> {
  for (const [name, given] of play.scenario.given) {
    const pointer = `/given/${name}`;
    const id = await mustHappen(pointer, () =>
      given.where === undefined
        ? makeRecord(play, given, pointer)
        : findRecord(play, systemContext(play), { ...given, where: given.where, pointer: `${pointer}/where` }),
    );
    introduce(play, name, { object: given.object, id });
  }
}

async function makeRecord(play: Play, { object, values, as }: GivenProperties, pointer: string): Promise<string> {
  const context = as === undefined ? systemContext(play) : await contextOf(play, as, `${pointer}/as`);
  const records = [{ values: resolveValues(play, context, values) }];
  const request: SaveRequest = { operation: 'insert', object, records, allOrNone: true };
  const [outcome] =
    as === undefined ? await saveAs(context, request, { kind: 'package' }) : await save(context, request);
  return accepted(outcome, { pointer, what: `The given record of ${object}` });
}

/** The only record, of those that the asker may see, for which a condition holds. */
export async function findRecord(
  play: Play,
  context: Context,
  { object, where, pointer }: { readonly object: string; readonly where: unknown; readonly pointer: string },
): Promise<string> {
  const found = objectOf(play, object);
  const { rows } = await runQuery(context, {
    object,
    select: [['Id']],
    where: expressionOf(play, found, where),
    limit: 2,
  });
  const [row, another] = rows;
  if (row && !another) return String(row.Id);
  throw new PlayStopped({
    pointer,
    message: `${row ? 'More than one' : 'No'} ${found.label} meets this condition; just one must.`,
    expected: 1,
    actual: row ? 'more than one' : 0,
  });
}

/** More than a scenario has any business with. */
export const MAX_ROWS = 10_000;

/** A condition of the scenario, about records that have ids by now. */
export function expressionOf(play: Play, object: ObjectDef, where: unknown): Expression {
  const condition = replaceRefs(where as Json, (name) => idOf(play, name)); // it was read from JSON
  const scope = conditionScope(play.live.model, object, CONDITION_GLOBALS.scenario);
  const { expression, problems } = parseCondition(condition, scope);
  // The check has parsed it already.
  if (!expression) throw new Error(problems.map(({ message }) => message).join(' '));
  return expression;
}

/** An object that the check has found. */
export function objectOf({ live }: Play, name: string): ObjectDef {
  const object = findObject(live.model, name);
  if (!object) throw new Error(`There is no object ${name}.`);
  return object;
}
