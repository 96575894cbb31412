import { malformedQuery } from './soql-error.ts';

/** One word of a query; `start` is its 0-based offset in the text. */
export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'date' | 'datetime' | 'symbol' | 'end';
  /** As written; strings without their quotes, escapes untouched. */
  readonly text: string;
  readonly start: number;
}

/** Longest query text, in characters. */
const MAX_QUERY_LENGTH = 100_000;

/** Cuts a query into words; the last one is always `end`. */
export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_QUERY_LENGTH)
    throw malformedQuery(`SOQL statements cannot be longer than ${MAX_QUERY_LENGTH} characters`, text, 0);
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const token = readToken(text, at);
    tokens.push(token.token);
    at = skipSpace(text, token.next);
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length });
  return tokens;
}

const SPACE = /\s*/y;
const PATTERNS = [
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)(?![\w.-])/iy],
  ['date', /\d{4}-\d\d-\d\d(?![\w-])/y],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?![\w.])/iy],
  ['name', /[A-Za-z_]\w*/y],
  ['symbol', /!=|<>|<=|>=|[=<>(),.:]/y],
] as const satisfies readonly (readonly [Token['kind'], RegExp])[];

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function readToken(text: string, start: number): { token: Token; next: number } {
  if (text[start] === "'") return readString(text, start);
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match) return { token: { kind, text: match[0], start }, next: pattern.lastIndex };
  }
  throw malformedQuery(`unexpected token: '${String.fromCodePoint(text.codePointAt(start) ?? 0)}'`, text, start);
}

function readString(text: string, start: number): { token: Token; next: number } {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === "'") {
      return { token: { kind: 'string', text: text.slice(start + 1, at), start }, next: at + 1 };
    }
  }
  throw malformedQuery('the string that begins here has no closing quote', text, start);
}
