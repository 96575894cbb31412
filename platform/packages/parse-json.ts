import { shorten } from '../fields/parsed-value.ts';
import type { Json } from '../json.ts';

/** What is wrong with the text of a JSON file, and where. */
export interface JsonProblem {
  readonly code: 'MALFORMED_JSON' | 'DUPLICATE_KEY' | 'FORBIDDEN_KEY' | 'INVALID_TEXT' | 'INEXACT_NUMBER';
  readonly message: string;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly found?: string;
  readonly expected?: string;
}

/** 1-based place in a text. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON as RFC 8259 has it, and reports what `JSON.parse` hides: duplicate keys, keys that would change an
 * object's prototype, numbers that would not stay what they are, and the place of every fault. A malformed text has no value; other faults leave theirs out.
 */
export function parseJson(text: string): { readonly value?: Json; readonly problems: readonly JsonProblem[] } {
  const reader = new JsonReader(text, () => {});
  try {
    const value = reader.readDocument();
    return { value, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
    return { problems: [...reader.problems, error.problem] };
  }
}

/** Where the value of a pointer stands in a JSON text: at its key, where it has one. The nearest parent otherwise. */
export function locateJson(text: string, pointer: string): TextPosition {
  return jsonLocator(text)(pointer);
}

/** The same for many pointers into one text, which is read once. */
export function jsonLocator(text: string): (pointer: string) => TextPosition {
  const offsets = new Map<string, number>([['', 0]]);
  try {
    new JsonReader(text, (at, offset) => offsets.set(at, offsets.get(at) ?? offset)).readDocument();
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
  }
  const positionOf = positions(text);
  return (pointer) => {
    let at = pointer;
    while (!offsets.has(at)) at = at.slice(0, at.lastIndexOf('/'));
    return positionOf(offsets.get(at) ?? 0);
  };
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

class MalformedJson extends Error {
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** How deep the JSON of metadata may nest. */
export const MAX_DEPTH = 60;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** A recursive-descent reader over one text; it keeps its place and what it found wrong so far. */
class JsonReader {
  readonly problems: JsonProblem[] = [];
  readonly #text: string;
  readonly #onValue: (pointer: string, offset: number) => void;
  #at = 0;
  #positions: ((offset: number) => TextPosition) | undefined;

  constructor(text: string, onValue: (pointer: string, offset: number) => void) {
    this.#text = text;
    this.#onValue = onValue;
  }

  readDocument(): Json {
    // Some editors begin a text with a byte order mark, which is no part of the JSON.
    if (this.#text.startsWith('\uFEFF')) this.#at++;
    this.#skipSpace();
    this.#onValue('', this.#at);
    const value = this.#readValue('', 0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('', 'the end of the file');
    return value;
  }

  #readValue(pointer: string, depth: number): Json {
    if (depth > MAX_DEPTH) this.#fail(pointer, `at most ${MAX_DEPTH} levels of nesting`);
    const character = this.#text[this.#at];
    if (character === '{') return this.#readObject(pointer, depth);
    if (character === '[') return this.#readArray(pointer, depth);
    if (character === '"') return this.#readText(pointer);
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#readNumber(pointer);
  }

  #readObject(pointer: string, depth: number): Json {
    const entries = new Map<string, Json>();
    this.#at++;
    this.#skipSpace();
    if (this.#take('}')) return {};
    for (;;) {
      this.#skipSpace();
      const offset = this.#at;
      if (this.#text[this.#at] !== '"') this.#fail(pointer, 'a property name in double quotes');
      const key = this.#readText(pointer);
      const member = pointer + pointerStep(key);
      this.#skipSpace();
      if (!this.#take(':')) this.#fail(member, 'a colon after the property name');
      this.#skipSpace();
      this.#onValue(member, offset);
      const value = this.#readValue(member, depth + 1);
      if (this.#isAllowedKey(key, member, offset, entries)) entries.set(key, value);
      this.#skipSpace();
      if (this.#take('}')) return Object.fromEntries(entries);
      if (!this.#take(',')) this.#fail(member, 'a comma or }');
    }
  }

  #isAllowedKey(key: string, pointer: string, offset: number, entries: ReadonlyMap<string, Json>): boolean {
    if (key === '__proto__') {
      const message = 'The property "__proto__" is not allowed; remove it.';
      this.#report({ code: 'FORBIDDEN_KEY', message, pointer, found: key }, offset);
      return false;
    }
    if (entries.has(key)) {
      const message = `The property "${shorten(key)}" stands here twice; keep one.`;
      this.#report({ code: 'DUPLICATE_KEY', message, pointer, found: key }, offset);
      return false;
    }
    return true;
  }

  #readArray(pointer: string, depth: number): Json {
    const items: Json[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#take(']')) return items;
    for (;;) {
      this.#skipSpace();
      const item = `${pointer}/${items.length}`;
      this.#onValue(item, this.#at);
      items.push(this.#readValue(item, depth + 1));
      this.#skipSpace();
      if (this.#take(']')) return items;
      if (!this.#take(',')) this.#fail(item, 'a comma or ]');
    }
  }

  #readText(pointer: string): string {
    const start = this.#at;
    let text = '';
    this.#at++;
    for (;;) {
      text += this.#readPlain();
      const character = this.#text[this.#at];
      if (character === '"') break;
      if (character !== '\\') this.#fail(pointer, 'a closing double quote on the same line');
      text += this.#readEscape(pointer);
    }
    this.#at++;
    if (text.isWellFormed() && !text.includes('\u0000')) return text;
    const message = 'The text holds a NUL character or half of a character pair; remove it.';
    this.#report({ code: 'INVALID_TEXT', message, pointer }, start);
    return text.toWellFormed().replaceAll('\u0000', '');
  }

  #readPlain(): string {
    const start = this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character < ' ' || character === '"' || character === '\\') break;
      this.#at++;
    }
    return this.#text.slice(start, this.#at);
  }

  #readEscape(pointer: string): string {
    const code = this.#text[this.#at + 1] ?? '';
    const hex = this.#text.slice(this.#at + 2, this.#at + 6);
    if (code === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const character = Object.hasOwn(ESCAPES, code) ? ESCAPES[code] : undefined;
    if (character === undefined) return this.#fail(pointer, 'an escape such as \\n, \\" or \\u00e9');
    this.#at += 2;
    return character;
  }

  #readNumber(pointer: string): number {
    const start = this.#at;
    const digits = this.#match(NUMBER);
    if (digits === undefined)
      return this.#fail(pointer, 'a value: text in double quotes, number, true, false, null, { or [');
    const number = Number(digits);
    if (!Number.isFinite(number)) return this.#fail(pointer, 'a number within range');
    if (String(number) !== digits && plainDecimal(String(number)) !== plainDecimal(digits)) {
      const message = `The number ${shorten(digits)} has more digits than a JSON number keeps, and would become ${number}; write it as text.`;
      const expected = `"${shorten(digits)}" in double quotes`;
      this.#report({ code: 'INEXACT_NUMBER', message, pointer, found: digits, expected }, start);
    }
    return number;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(character: string): boolean {
    const isThere = this.#text[this.#at] === character;
    if (isThere) this.#at++;
    return isThere;
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? '-')) this.#at++;
  }

  #fail(pointer: string, expected: string): never {
    const character = this.#text.codePointAt(this.#at);
    const found = character === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(character));
    const message = `The file is not valid JSON: expected ${expected}, found ${found}.`;
    const place = this.#positionOf(this.#at);
    throw new MalformedJson({ code: 'MALFORMED_JSON', message, pointer, ...place, found, expected });
  }

  #positionOf(offset: number): TextPosition {
    this.#positions ??= positions(this.#text);
    return this.#positions(offset);
  }

  #report(problem: Omit<JsonProblem, 'line' | 'column'>, offset: number): void {
    this.problems.push({ ...problem, ...this.#positionOf(offset) });
  }
}

/** The digits of a number and where its point stands, the same however it is written: 1.50, 15e-1. */
function plainDecimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  const sign = mantissa.startsWith('-') ? '-' : '';
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

/** Places of offsets into a text, whose lines are counted once. */
function positions(text: string): (offset: number) => TextPosition {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
