import type { ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { refuse } from '../errors.ts';
import { compileQuery } from '../query/compile.ts';
import { idPlan } from '../query/load-rows.ts';
import { runQuery, runStatement } from '../query/run-query.ts';
import { aliases } from './aliases.ts';
import { authorizeExplanation } from './authorize.ts';
import type { Principal } from './principal.ts';
import { type Ground, type RowRight, rowGrounds } from './row-access.ts';

/** Why somebody can or cannot read, edit or delete a record: every rule that could have opened it, and whether it did. */
export interface Explanation {
  readonly isAllowed: boolean;
  /** One sentence for the whole. */
  readonly summary: string;
  readonly rules: readonly {
    readonly kind: Ground['kind'] | 'objectPermission';
    readonly reason: string;
    readonly element?: string;
    /** The rule opens this record. */
    readonly applies: boolean;
    /** Why the rule opens nothing at all. */
    readonly fault?: string;
  }[];
}

/**
 * Explains the rights of `about` from the rules that decide them. Whoever asks must be able to read the record:
 * otherwise it is NOT_FOUND, whether it exists or not.
 */
export async function explainAccess(
  context: Context,
  about: Principal,
  question: { readonly object: string; readonly id: string; readonly right: RowRight },
): Promise<Explanation> {
  const { live } = context;
  const object = live.model.objects.get(await readableObject(context, question));
  if (!object) throw new Error(`A query answered with the object ${question.object}, which the model does not have`);
  if (!about.permissions.objects.get(object.name)?.[question.right]) return closedObject(object, about, question.right);
  const asker = { live, principal: about };
  const grounds = rowGrounds(asker, object, { right: question.right, alias: 't0', aliases: aliases() });
  const plan = idPlan(context, object.name, { fields: [], ids: [question.id] });
  const statement = compileQuery(live, authorizeExplanation(asker, plan, grounds));
  const [row] = await runStatement({ ...context, principal: about }, statement, plan);
  return explain(object, { about, right: question.right }, grounds, (index) => row?.[`g${index}`] === true);
}

async function readableObject(context: Context, { object, id }: { object: string; id: string }): Promise<string> {
  const operand = { kind: 'literal', value: id } as const;
  const where = { kind: 'compare', path: ['Id'], operator: 'equal', operand } as const;
  const result = await runQuery(context, { object, select: [['Id']], where });
  if (result.count === 0)
    throw refuse('NOT_FOUND', 'Provided external ID field does not exist or is not accessible: Id');
  return result.object;
}

function closedObject(object: ObjectDef, about: Principal, right: RowRight): Explanation {
  const reason = `no permission set of ${about.name} allows to ${right} ${object.pluralLabel}`;
  return {
    isAllowed: false,
    summary: `${about.name} cannot ${right} this record: ${reason}.`,
    rules: [{ kind: 'objectPermission', reason, applies: false }],
  };
}

function explain(
  object: ObjectDef,
  { about, right }: { readonly about: Principal; readonly right: RowRight },
  grounds: readonly Ground[],
  applies: (index: number) => boolean,
): Explanation {
  const rules = grounds.map(({ kind, reason, element, fault }, index) => ({
    kind,
    reason,
    ...(element === undefined ? {} : { element }),
    applies: applies(index),
    ...(fault === undefined ? {} : { fault }),
  }));
  const deciding = rules.filter((rule) => rule.applies).map((rule) => rule.reason);
  const isAllowed = deciding.length > 0;
  const why = isAllowed ? deciding.join('; ') : `none of the rules that share ${object.pluralLabel} opens it`;
  return { isAllowed, summary: `${about.name} ${isAllowed ? 'can' : 'cannot'} ${right} this record: ${why}.`, rules };
}
