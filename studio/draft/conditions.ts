import type { Condition } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';

/** A comparison inside a condition. */
export type Comparison = Extract<Condition, { fact: string }>;

/** Every comparison of a condition, in reading order. What is not a condition has none. */
export function comparisonsOf(condition: Json | Condition | undefined): readonly Comparison[] {
  if (typeof condition !== 'object' || condition === null) return [];
  if ('all' in condition && Array.isArray(condition.all)) return condition.all.flatMap(comparisonsOf);
  if ('any' in condition && Array.isArray(condition.any)) return condition.any.flatMap(comparisonsOf);
  if ('not' in condition) return comparisonsOf(condition.not as Json); // A condition is JSON.
  return isComparison(condition) ? [condition] : [];
}

/** The other side of a comparison where it is a field or a global: `{ "fact": "$User.Id" }`. */
export function factOf(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { fact } = value as { fact?: Json }; // An object that is no array.
  return typeof fact === 'string' ? fact : undefined;
}

function isComparison(value: object): value is Comparison {
  return 'fact' in value && typeof value.fact === 'string' && 'operator' in value;
}
