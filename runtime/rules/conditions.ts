import type { Condition, Expression } from '../../platform/expressions/expression.ts';
import { parseCondition } from '../../platform/expressions/parse-condition.ts';
import type { ValueClass } from '../../platform/fields/field-type.ts';
import { CONDITION_GLOBALS, type ConditionPlace, conditionScope } from '../../platform/kinds/condition-scope.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Context } from '../context.ts';
import { factName, factPaths, loadFacts, type Subject } from './facts.ts';
import { compileRules, type RunRules } from './rule-engine.ts';

/** A condition of the metadata with the name by which its result is told. */
export interface NamedCondition {
  readonly name: string;
  readonly condition: Condition;
}

/** Conditions of one object, compiled for one version of the model. */
export interface Conditions {
  readonly object: ObjectDef;
  /** Fields of the record itself that each condition reads, by the condition's name. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly paths: readonly (readonly string[])[];
  readonly classes: ReadonlyMap<string, ValueClass>;
  readonly run: RunRules;
}

/** Conditions that stand together in the metadata. */
export interface ConditionSet {
  readonly object: ObjectDef;
  readonly place: ConditionPlace;
  readonly conditions: readonly NamedCondition[];
}

/**
 * The compiled form of conditions of the metadata, made once per version of the model. `name` says whose they are, as
 * in "Validation rules of Account"; in one version it always stands for the same set.
 */
export function compiledConditions(live: Live, name: string, set: () => ConditionSet): Conditions {
  const known = compiled.get(live) ?? new Map<string, Conditions>();
  compiled.set(live, known);
  const found = known.get(name) ?? compile(live, name, set());
  known.set(name, found);
  return found;
}

/** For each subject the names of the conditions that hold. */
export async function runConditions(
  context: Context,
  conditions: Conditions,
  subjects: readonly Subject[],
): Promise<readonly ReadonlySet<string>[]> {
  if (conditions.fields.size === 0 || subjects.length === 0) return subjects.map(() => new Set<string>());
  const facts = await loadFacts(context, conditions.object, conditions.paths, subjects);
  const paths = new Map(conditions.paths.map((path) => [factName(path), path]));
  return conditions.run(
    facts.map((factOf) => (name) => {
      const path = paths.get(name);
      const valueClass = conditions.classes.get(name);
      if (!path || !valueClass) throw new Error(`The rules engine asks for a fact that no condition names: ${name}`);
      return { value: factOf(path), valueClass };
    }),
  );
}

/** Forgotten with the version of the model they were made from. */
const compiled = new WeakMap<Live, Map<string, Conditions>>();

function compile(live: Live, whose: string, { object, place, conditions }: ConditionSet): Conditions {
  const scope = conditionScope(live.model, object, CONDITION_GLOBALS[place]);
  const rules = conditions.map(({ name, condition }) => {
    const { expression, problems } = parseCondition(condition, scope);
    // Deploys refuse such metadata. A rule that cannot be evaluated must not pass for one that holds nothing against a save.
    if (!expression) throw new Error(`${whose}, ${name}: ${problems.map((problem) => problem.message).join(' ')}`);
    return { key: name, expression };
  });
  const paths = factPaths(rules.map((rule) => rule.expression));
  const classes = paths.flatMap((path) => {
    const type = scope.typeOf(path);
    return type ? [[factName(path), type.valueClass] as const] : [];
  });
  return {
    object,
    fields: new Map(rules.map(({ key, expression }) => [key, ownFields(object, expression)])),
    paths,
    classes: new Map(classes),
    run: compileRules(rules),
  };
}

function ownFields(object: ObjectDef, expression: Expression): ReadonlySet<string> {
  const steps = new Set(factPaths([expression]).map(([first = '']) => first.toLowerCase()));
  const names = [...object.fields.values()]
    .filter((field) => steps.has(field.name.toLowerCase()) || steps.has(field.relationshipName?.toLowerCase() ?? ''))
    .map((field) => field.name);
  return new Set(names);
}
