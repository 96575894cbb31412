import type { Json } from '../json.ts';
import type { Condition } from './expression.ts';
import { operatorWords } from './operators.ts';

/** How names and values of a condition read to people. */
export interface Wording {
  /** Label of a fact: "Status", "Provider's name", "you". */
  label(fact: string): string;
  /** A value as pages show it; without it, the value itself. */
  value?(fact: string, value: Json): string;
}

/** A condition as a sentence without its full stop: `Status is New and Owner is you`. */
export function conditionSentence(condition: Condition, wording: Wording): string {
  return sentence(condition, wording, 'outermost');
}

function sentence(condition: Condition, wording: Wording, place: 'outermost' | 'inside'): string {
  if ('all' in condition) return join(condition.all, ' and ', wording, place);
  if ('any' in condition) return join(condition.any, ' or ', wording, place);
  if ('not' in condition) return `not (${sentence(condition.not, wording, 'outermost')})`;
  const left = wording.label(condition.fact);
  if (condition.operator === 'isBlank') return `${left} ${condition.value === false ? 'is not blank' : 'is blank'}`;
  return `${left} ${operatorWords[condition.operator]} ${valueWords(condition.fact, condition.value, wording)}`;
}

function join(terms: readonly Condition[], word: string, wording: Wording, place: 'outermost' | 'inside'): string {
  const text = terms.map((term) => sentence(term, wording, 'inside')).join(word);
  return place === 'inside' && terms.length > 1 ? `(${text})` : text;
}

function valueWords(fact: string, value: Json, wording: Wording): string {
  if (Array.isArray(value)) return value.map((each: Json) => valueWords(fact, each, wording)).join(', ');
  if (value === null) return 'blank';
  if (typeof value === 'object') return wording.label(String((value as { readonly fact?: Json }).fact ?? '')); // an operand is a literal or a fact
  return wording.value?.(fact, value) ?? (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));
}
