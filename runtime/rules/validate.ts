import type { ObjectDef, ValidationRuleDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { type Conditions, compiledConditions, runConditions } from './conditions.ts';
import type { Subject } from './facts.ts';

/** A record with the fields that are known to be wrong, about which no rule needs to speak. */
export interface Candidate extends Subject {
  readonly faulty: ReadonlySet<string>;
}

/** For each record the active validation rules that refuse it, in the rules' order. One run over the whole set. */
export async function failedRules(
  context: Context,
  object: ObjectDef,
  candidates: readonly Candidate[],
): Promise<readonly (readonly ValidationRuleDef[])[]> {
  const rules = object.validationRules.filter((rule) => rule.isActive);
  if (rules.length === 0) return candidates.map(() => []);
  const conditions = ruleConditions(context, object, rules);
  const held = await runConditions(context, conditions, candidates);
  return candidates.map(({ faulty }, index) =>
    rules.filter((rule) => held[index]?.has(rule.name) && !readsAny(conditions, rule, faulty)),
  );
}

function ruleConditions(context: Context, object: ObjectDef, rules: readonly ValidationRuleDef[]): Conditions {
  return compiledConditions(context.live, `Validation rules of ${object.name}`, () => ({
    object,
    place: 'validationRule',
    conditions: rules.map((rule) => ({ name: rule.name, condition: rule.errorCondition })),
  }));
}

function readsAny(conditions: Conditions, rule: ValidationRuleDef, fields: ReadonlySet<string>): boolean {
  return [...(conditions.fields.get(rule.name) ?? [])].some((name) => fields.has(name));
}
