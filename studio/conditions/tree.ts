import type { Condition, Operator } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';
import type { Comparison } from '../draft/conditions.ts';

/** How the rows of a group are joined. */
export type Match = 'all' | 'any' | 'none' | 'notAll';

/** A condition as rows and groups of rows, as a person edits it. Ids tell rows apart while they are edited. */
export interface Group {
  readonly id: string;
  readonly match: Match;
  readonly terms: readonly Term[];
}
export interface Row {
  readonly id: string;
  /** '' while nothing is chosen. */
  readonly fact: string;
  readonly operator: Operator;
  readonly value: Json;
}
export type Term = Group | Row;

export const isGroup = (term: Term): term is Group => 'terms' in term;

/** Reads a condition; what cannot be read becomes an empty group, and its problem stands below. */
export function parseTree(condition: Json | Condition | undefined): Group {
  const term = parseTerm(condition, ROOT);
  if (term === undefined) return { id: ROOT, match: 'all', terms: [] };
  return isGroup(term) ? term : { id: ROOT, match: 'all', terms: [{ ...term, id: `${ROOT}.0` }] };
}

/** Writes the condition; rows that are not finished are left out, undefined when none is. */
export function formatTree(group: Group): Condition | undefined {
  const terms = group.terms.flatMap((term) => {
    const written = isGroup(term) ? formatTree(term) : formatRow(term);
    return written === undefined ? [] : [written];
  });
  if (terms.length === 0) return undefined;
  switch (group.match) {
    case 'all':
      return { all: terms };
    case 'any':
      return { any: terms };
    case 'none':
      return { not: { any: terms } };
    case 'notAll':
      return { not: { all: terms } };
  }
}

const ROOT = 'c';

function parseTerm(condition: Json | Condition | undefined, id: string): Term | undefined {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return undefined;
  if ('all' in condition) return parseGroup(condition.all, 'all', id);
  if ('any' in condition) return parseGroup(condition.any, 'any', id);
  if ('not' in condition) return negate(parseTerm(condition.not as Json, id)); // A condition is JSON.
  if (!('fact' in condition) || typeof condition.fact !== 'string') return undefined;
  const { fact, operator, value } = condition as Comparison; // Its operator and value are checked by the platform.
  return { id, fact, operator, value: value ?? null };
}

function parseGroup(terms: Json | readonly Condition[] | undefined, match: Match, id: string): Group {
  const list: readonly (Json | Condition)[] = Array.isArray(terms) ? terms : [];
  return { id, match, terms: list.flatMap((term, index) => parseTerm(term, `${id}.${index}`) ?? []) };
}

const OPPOSITE: Readonly<Record<Match, Match>> = { all: 'notAll', any: 'none', none: 'any', notAll: 'all' };

function negate(term: Term | undefined): Term | undefined {
  if (term === undefined) return undefined;
  if (isGroup(term)) return { ...term, match: OPPOSITE[term.match] };
  return { id: term.id, match: 'none', terms: [{ ...term, id: `${term.id}.0` }] };
}

function formatRow({ fact, operator, value }: Row): Condition | undefined {
  return fact === '' ? undefined : { fact, operator, value };
}
