import type { Json, JsonObject } from '../json.ts';
import type { Names } from './reference.ts';

/** Operators that compare with whole picklist values; the others look into the text of one. */
const WHOLE: ReadonlySet<unknown> = new Set(['equal', 'notEqual', 'in', 'notIn', 'includes', 'excludes']);

/** Where a condition stands. */
interface Place {
  readonly object: string;
  readonly how: string;
}

/** The facts and picklist values of a condition. What is no condition has none. */
export function conditionNames<T extends Json | undefined>(names: Names, condition: T, place: Place): T | Json {
  return isObject(condition) ? nodeNames(names, condition, place) : condition;
}

function nodeNames(names: Names, condition: JsonObject, place: Place): JsonObject {
  const terms = (list: Json | undefined) => (Array.isArray(list) ? list.map((term: Json) => rename(term)) : list);
  const rename = (term: Json) => conditionNames(names, term, place);
  if (condition.all !== undefined) return { ...condition, all: terms(condition.all) ?? null };
  if (condition.any !== undefined) return { ...condition, any: terms(condition.any) ?? null };
  if (condition.not !== undefined) return { ...condition, not: rename(condition.not) };
  return condition.fact === undefined ? condition : comparisonNames(names, condition, place);
}

function comparisonNames(names: Names, comparison: JsonObject, { object, how }: Place): JsonObject {
  const { fact = null, operator, value } = comparison;
  const renamed = { ...comparison, fact: names.fact(object, fact, how) };
  if (isObject(value) && value.fact !== undefined)
    return { ...renamed, value: { ...value, fact: names.fact(object, value.fact, how) } };
  const field = WHOLE.has(operator) && typeof fact === 'string' ? fieldOfFact(names, object, fact) : undefined;
  if (value === undefined || field === undefined) return renamed;
  const choose = (each: Json) => names.choice(field.object, field.name, each, how);
  return { ...renamed, value: Array.isArray(value) ? value.map((each: Json) => choose(each)) : choose(value) };
}

/** The field that a fact reads, at the end of its path. */
export function fieldOfFact({ scope }: Names, object: string, fact: string) {
  const steps = fact.split('.');
  if (steps[0] === '$Prior') steps.shift();
  const name = steps.pop() ?? '';
  let at: string | undefined = object;
  for (const step of steps) at = at === undefined ? undefined : scope.relationship(at, step)?.references;
  return at === undefined ? undefined : scope.field(at, name);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
