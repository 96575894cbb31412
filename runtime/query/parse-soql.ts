import type { Expression, Operator } from '../../platform/expressions/expression.ts';
import { checkRelationships } from './check-relationships.ts';
import { DATE_LITERAL_NAMES } from './date-literals.ts';
import { DATE_LITERAL, type Query } from './query.ts';
import {
  expectName,
  expectSymbol,
  expectWord,
  isSymbol,
  isWord,
  next,
  peek,
  type Source,
  takeSymbol,
  takeWord,
  unexpected,
} from './soql-cursor.ts';
import { malformedQuery } from './soql-error.ts';
import { type Token, tokenize } from './soql-tokens.ts';

/** Reads SOQL text into a query; throws MALFORMED_QUERY that points at the character where it stops being SOQL. */
export function parseSoql(text: string): Query {
  const source: Source = { text, tokens: tokenize(text), at: 0, depth: 0, written: [] };
  expectWord(source, 'SELECT');
  const select = parseSelect(source);
  expectWord(source, 'FROM');
  const object = expectName(source, 'the name of an object');
  const alias = parseAlias(source);
  const where = takeWord(source, 'WHERE') ? parseCondition(source) : undefined;
  const orderBy = takeWord(source, 'ORDER') ? parseOrderBy(source) : undefined;
  const limit = takeWord(source, 'LIMIT') ? parseCount(source) : undefined;
  const offset = takeWord(source, 'OFFSET') ? parseCount(source) : undefined;
  if (peek(source).kind !== 'end') throw unexpected(source);
  const strip = (path: readonly string[]) => stripAlias(path, [alias?.text, object.text]);
  checkRelationships(source.written.map(({ path }) => strip(path)));
  return {
    object: object.text,
    select: select === 'count' ? [] : select.map(strip),
    ...(select === 'count' ? { isCount: true } : {}),
    ...(where ? { where: mapPaths(where, strip) } : {}),
    text: 'ignoreCase',
    ...(orderBy ? { orderBy: orderBy.map((item) => ({ ...item, path: strip(item.path) })) } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    soql: { text, from: object.start, paths: firstOccurrences(source, strip) },
  };
}

/** How deep parentheses and NOT may nest. */
const MAX_NESTING = 50;

type Path = readonly string[];
type OrderBy = NonNullable<Query['orderBy']>[number];
type Literal =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'date'; readonly path: Path };

function parseSelect(source: Source): readonly Path[] | 'count' {
  if (isWord(peek(source), 'COUNT') && isSymbol(peek(source, 1), '(') && isSymbol(peek(source, 2), ')')) {
    source.at += 3;
    return 'count';
  }
  const paths: Path[] = [];
  do paths.push(parseSelected(source));
  while (takeSymbol(source, ','));
  return paths;
}

/** One of `FIELDS(…)` becomes the path `['FIELDS(ALL)']`, which planning expands. */
function parseSelected(source: Source): Path {
  if (!isWord(peek(source), 'FIELDS') || !isSymbol(peek(source, 1), '(')) return parsePath(source);
  source.at += 2;
  const which = ['ALL', 'STANDARD', 'CUSTOM'].find((word) => takeWord(source, word));
  if (!which) throw unexpected(source, 'FIELDS() takes ALL, STANDARD or CUSTOM.');
  expectSymbol(source, ')');
  return [`FIELDS(${which})`];
}

function parsePath(source: Source): Path {
  const first = expectName(source, 'a field');
  const path = [first.text];
  while (takeSymbol(source, '.')) path.push(expectName(source, 'a field').text);
  source.written.push({ path, start: first.start });
  return path;
}

const CLAUSES = ['WHERE', 'ORDER', 'LIMIT', 'OFFSET', 'GROUP', 'HAVING', 'FOR', 'USING', 'WITH', 'ALL'];

function parseAlias(source: Source): Token | undefined {
  if (takeWord(source, 'AS')) return expectName(source, 'an alias');
  const token = peek(source);
  if (token.kind !== 'name' || CLAUSES.some((word) => isWord(token, word))) return undefined;
  return next(source);
}

/** AND and OR may not stand side by side without parentheses, as in Salesforce. */
function parseCondition(source: Source): Expression {
  const first = parseTerm(source);
  const connective = (['AND', 'OR'] as const).find((word) => isWord(peek(source), word));
  if (!connective) return first;
  const terms = [first];
  while (takeWord(source, connective)) terms.push(parseTerm(source));
  if (isWord(peek(source), 'AND') || isWord(peek(source), 'OR'))
    throw unexpected(source, 'Put parentheses around the conditions that belong together: AND and OR are mixed here.');
  return { kind: connective === 'AND' ? 'and' : 'or', terms };
}

function parseTerm(source: Source): Expression {
  if (++source.depth > MAX_NESTING)
    throw malformedQuery(`conditions are nested more than ${MAX_NESTING} deep`, source.text, peek(source).start);
  const term = parseNestedTerm(source);
  source.depth--;
  return term;
}

function parseNestedTerm(source: Source): Expression {
  if (takeWord(source, 'NOT')) return not(parseTerm(source));
  if (!takeSymbol(source, '(')) return parseComparison(source);
  const inner = parseCondition(source);
  expectSymbol(source, ')');
  return inner;
}

const COMPARISONS: Readonly<Record<string, Operator>> = {
  '=': 'equal',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '>': 'greaterThan',
  '>=': 'greaterThanInclusive',
};

function parseComparison(source: Source): Expression {
  const path = parsePath(source);
  const token = next(source);
  if (isSymbol(token, '!=') || isSymbol(token, '<>')) return not(compare(path, 'equal', parseLiteral(source)));
  const operator = token.kind === 'symbol' ? COMPARISONS[token.text] : undefined;
  if (operator) return compare(path, operator, parseLiteral(source));
  if (isWord(token, 'LIKE')) return compare(path, 'like', parsePattern(source));
  if (isWord(token, 'IN')) return isIn(path, parseList(source));
  if (isWord(token, 'INCLUDES')) return includes(path, parseList(source));
  if (isWord(token, 'EXCLUDES')) return not(includes(path, parseList(source)));
  if (isWord(token, 'NOT') && takeWord(source, 'IN')) return not(isIn(path, parseList(source)));
  source.at--;
  throw unexpected(source, 'Expected =, !=, <, <=, >, >=, LIKE, IN, NOT IN, INCLUDES or EXCLUDES.');
}

function not(term: Expression): Expression {
  return { kind: 'not', term };
}

function compare(path: Path, operator: Operator, literal: Literal): Expression {
  if (literal.kind === 'date')
    return { kind: 'compare', path, operator, operand: { kind: 'fact', path: literal.path } };
  if (operator === 'equal' && (literal.value === null || literal.value === ''))
    return { kind: 'compare', path, operator: 'isBlank', operand: { kind: 'literal', value: true } };
  return { kind: 'compare', path, operator, operand: { kind: 'literal', value: literal.value } };
}

function isIn(path: Path, literals: readonly Literal[]): Expression {
  const plain = literals.flatMap((literal) => (literal.kind === 'value' && !isBlank(literal) ? [literal.value] : []));
  const others = literals.filter((literal) => literal.kind === 'date' || isBlank(literal));
  const terms = others.map((literal) => compare(path, 'equal', literal));
  if (plain.length > 0) terms.push({ kind: 'compare', path, operator: 'in', operand: { kind: 'list', values: plain } });
  return terms.length === 1 && terms[0] ? terms[0] : { kind: 'or', terms };
}

function isBlank(literal: Literal): boolean {
  return literal.kind === 'value' && (literal.value === null || literal.value === '');
}

/** `INCLUDES ('A;B', 'C')`: A and B, or C. */
function includes(path: Path, literals: readonly Literal[]): Expression {
  const values = literals.map((literal) =>
    literal.kind === 'value' ? literal.value : literal.path.slice(1).join(':'),
  );
  return { kind: 'compare', path, operator: 'includes', operand: { kind: 'list', values } };
}

function parseList(source: Source): readonly Literal[] {
  expectSymbol(source, '(');
  if (isWord(peek(source), 'SELECT')) throw unexpected(source, 'Subqueries are not supported in conditions.');
  const literals: Literal[] = [];
  do literals.push(parseLiteral(source));
  while (takeSymbol(source, ','));
  expectSymbol(source, ')');
  return literals;
}

function parseLiteral(source: Source): Literal {
  const token = next(source);
  if (token.kind === 'string') return { kind: 'value', value: unescapeText(token.text) };
  if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
  if (token.kind === 'date' || token.kind === 'datetime')
    return { kind: 'date', path: [DATE_LITERAL, token.text.toUpperCase()] };
  if (token.kind === 'name') {
    const word = token.text.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'value', value: word === 'TRUE' };
    if (word === 'NULL') return { kind: 'value', value: null };
    const parameter = DATE_LITERAL_NAMES.get(word);
    if (parameter === 'none') return { kind: 'date', path: [DATE_LITERAL, word] };
    if (parameter === 'count') return { kind: 'date', path: [DATE_LITERAL, word, parseDateCount(source)] };
  }
  source.at--;
  throw unexpected(source, 'Expected a value: a quoted text, a number, TRUE, FALSE, NULL, a date or a date literal.');
}

function parseDateCount(source: Source): string {
  expectSymbol(source, ':');
  const token = next(source);
  if (token.kind === 'number' && /^\d{1,5}$/.test(token.text)) return token.text;
  source.at--;
  throw unexpected(source, 'Expected a whole number of at most five digits.');
}

/** The text of LIKE keeps `\%`, `\_` and `\\`: they stand for the characters themselves. */
function parsePattern(source: Source): Literal {
  const token = next(source);
  if (token.kind === 'string') return { kind: 'value', value: unescapeText(token.text, /\\([^%_\\])/gs) };
  source.at--;
  throw unexpected(source, 'LIKE takes a quoted text, with % for any text and _ for one character.');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeText(text: string, pattern = /\\(.)/gs): string {
  return text.replace(pattern, (_, character: string) => ESCAPES[character.toLowerCase()] ?? character);
}

function parseOrderBy(source: Source): readonly OrderBy[] {
  expectWord(source, 'BY');
  const items: OrderBy[] = [];
  do items.push(parseOrderItem(source));
  while (takeSymbol(source, ','));
  return items;
}

function parseOrderItem(source: Source): OrderBy {
  const path = parsePath(source);
  const direction = takeWord(source, 'DESC') ? 'desc' : 'asc';
  if (direction === 'asc') takeWord(source, 'ASC');
  if (!takeWord(source, 'NULLS')) return { path, direction };
  if (takeWord(source, 'FIRST')) return { path, direction, nulls: 'first' };
  expectWord(source, 'LAST');
  return { path, direction, nulls: 'last' };
}

function parseCount(source: Source): number {
  const token = next(source);
  if (token.kind === 'number' && /^\d{1,9}$/.test(token.text)) return Number(token.text);
  source.at--;
  throw unexpected(source, 'Expected a whole number.');
}

/** `FROM Account a` allows `a.Name`, and every query its object's own name: `Account.Name`. */
function stripAlias(path: Path, aliases: readonly (string | undefined)[]): Path {
  const isOwn = path.length > 1 && aliases.some((alias) => alias?.toLowerCase() === path[0]?.toLowerCase());
  return isOwn ? path.slice(1) : path;
}

function mapPaths(expression: Expression, map: (path: Path) => Path): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, terms: expression.terms.map((term) => mapPaths(term, map)) };
    case 'not':
      return { ...expression, term: mapPaths(expression.term, map) };
    case 'compare':
      return { ...expression, path: map(expression.path) };
  }
}

function firstOccurrences(source: Source, strip: (path: Path) => Path): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { path, start } of source.written) {
    const key = strip(path).join('.').toLowerCase();
    if (!found.has(key)) found.set(key, start);
  }
  return found;
}
