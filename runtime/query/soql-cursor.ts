import type { RequestError } from '../errors.ts';
import { malformedQuery } from './soql-error.ts';
import type { Token } from './soql-tokens.ts';

/** A query while it is read: its words and how far they were taken. */
export interface Source {
  readonly text: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  readonly written: { readonly path: readonly string[]; readonly start: number }[];
}

/** The word `ahead` of the next one. */
export function peek(source: Source, ahead = 0): Token {
  // The last token is `end`, and nothing reads past it.
  return source.tokens[Math.min(source.at + ahead, source.tokens.length - 1)] as Token;
}

/** Takes the next word, whatever it is. */
export function next(source: Source): Token {
  const token = peek(source);
  source.at++;
  return token;
}

/** True for the keyword, whatever its case. */
export function isWord(token: Token, word: string): boolean {
  return token.kind === 'name' && token.text.toUpperCase() === word;
}

/** True for the symbol. */
export function isSymbol(token: Token, symbol: string): boolean {
  return token.kind === 'symbol' && token.text === symbol;
}

/** Takes the keyword if it comes next. */
export function takeWord(source: Source, word: string): boolean {
  const isThere = isWord(peek(source), word);
  if (isThere) source.at++;
  return isThere;
}

/** Takes the symbol if it comes next. */
export function takeSymbol(source: Source, symbol: string): boolean {
  const isThere = isSymbol(peek(source), symbol);
  if (isThere) source.at++;
  return isThere;
}

/** Takes the keyword or refuses the query. */
export function expectWord(source: Source, word: string): void {
  if (!takeWord(source, word)) throw unexpected(source, `Expected ${word}.`);
}

/** Takes the symbol or refuses the query. */
export function expectSymbol(source: Source, symbol: string): void {
  if (!takeSymbol(source, symbol)) throw unexpected(source, `Expected ${symbol}`);
}

/** Takes a name or refuses the query. */
export function expectName(source: Source, what: string): Token {
  const token = peek(source);
  if (token.kind !== 'name' || CLAUSE_STARTS.has(token.text.toUpperCase()))
    throw unexpected(source, `Expected ${what}.`);
  return next(source);
}

const CLAUSE_STARTS = new Set(['SELECT', 'FROM', 'WHERE']);

/** The refusal of a query at its next word. */
export function unexpected(source: Source, hint?: string): RequestError {
  const token = peek(source);
  return malformedQuery(`unexpected token: '${token.text}'`, source.text, token.start, hint);
}
