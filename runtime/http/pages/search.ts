import type { Expression } from '../../../platform/expressions/expression.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { VisiblePath } from './paths.ts';

/** Words that are looked for at most; more say no more. */
const MAX_WORDS = 6;

/** Each word of the text is somewhere in one of the paths; undefined when there is nothing to look for. */
export function searchCondition(text: string, paths: readonly VisiblePath[]): Expression | undefined {
  const words = text.trim().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
  if (words.length === 0) return undefined;
  const terms = words.map((word): Expression => ({ kind: 'or', terms: paths.flatMap((path) => inPath(word, path)) }));
  return { kind: 'and', terms };
}

function inPath(word: string, { path, field, displayPath }: VisiblePath): readonly Expression[] {
  const { valueClass, isFilterable } = fieldTypes[field.type];
  if (displayPath) return [contains(displayPath, word)];
  if (!isFilterable) return [];
  if (valueClass === 'text') return [contains(path, word)];
  if (valueClass !== 'choice') return [];
  // People look for what they see, which is the label.
  const values = (field.values ?? []).filter(({ label }) => label.toLowerCase().includes(word.toLowerCase()));
  if (values.length === 0) return [];
  return [
    { kind: 'compare', path, operator: 'in', operand: { kind: 'list', values: values.map(({ value }) => value) } },
  ];
}

function contains(path: readonly string[], word: string): Expression {
  return { kind: 'compare', path, operator: 'contains', operand: { kind: 'literal', value: word } };
}
