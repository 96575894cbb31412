import type { Json } from '../json.ts';

/**
 * A condition as authors write it: json-rules-engine's JSON with our own typed operators. A fact is a field path of
 * the record at hand (`Status__c`, `Provider__r.Name`) or a global: `$User.Id`, `$User.Username`, `$Now`, `$Today`,
 * `$IsNew`, `$Prior.<Field>`, `$Count.<ChildRelationship>`. Which of them are allowed depends on where it stands.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly fact: string; readonly operator: Operator; readonly value: Json };

/** Operators: json-rules-engine's names where it has one. A `{ "fact": … }` as value compares with another fact. */
export const OPERATORS = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'startsWith',
  'like',
  'includes',
  'excludes',
  'isBlank',
  'matches',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** The right side of a comparison. */
export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind: 'fact'; readonly path: readonly string[] };

/**
 * The one typed tree that conditions and SOQL's WHERE become. Comparisons are two-valued: a blank compared is false,
 * and `not` of it true, in the evaluator and in SQL alike.
 */
export type Expression =
  | { readonly kind: 'and'; readonly terms: readonly Expression[] }
  | { readonly kind: 'or'; readonly terms: readonly Expression[] }
  | { readonly kind: 'not'; readonly term: Expression }
  | {
      readonly kind: 'compare';
      readonly path: readonly string[];
      readonly operator: Operator;
      readonly operand: Operand;
    };
