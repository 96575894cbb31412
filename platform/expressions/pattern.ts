const LONGEST = 200;
/** PostgreSQL's limit of one repetition, and ours of all together. */
const MOST_TIMES = 255;
const MOST_STATES = 1000;

/** A literal, an escaped class or sign, a bracket class, or any character; then at most one repetition. */
const PART =
  /(\\[dDwWsS.+*?^$()[\]{}|/-]|\[\^?(?:\\[dDwWsS[\]\\^-]|[^\\[\]])+\]|[^\\^$.|?*+()[\]{}]|\.)(?:\{(\d{1,3})(,(\d{0,3}))?\}|([?*+]))?/uy;

/** Why a pattern is refused; undefined when it is safe. */
export type PatternRefusal = string | undefined;

/** A pattern, ready to be tried on texts; a try takes time in proportion to the text, whatever either says. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * Patterns are the part of regular expressions that JavaScript and PostgreSQL read alike: literals, classes, `.`,
 * repetitions and the anchors; no groups, alternatives or back-references.
 */
export function checkPattern(pattern: string): PatternRefusal {
  const parsed = parsePattern(pattern);
  return typeof parsed === 'string' ? parsed : undefined;
}

/** The pattern as a test of texts; throws for one that `checkPattern` refuses. */
export function compilePattern(pattern: string): Pattern {
  const parsed = parsePattern(pattern);
  if (typeof parsed === 'string') throw new Error(`Pattern ${pattern}: ${parsed}`);
  return { test: (text) => isFound(parsed, text) };
}

/** The pattern as PostgreSQL reads it in collation "C": the same but for `.`, which in JavaScript ends at a line. */
export function postgresPattern(pattern: string): string {
  return pattern.replaceAll(/\\.|\[\^?(?:\\.|[^\\\]])+\]|\./gs, (part) =>
    part === '.' ? '[^\\n\\r\u2028\u2029]' : part,
  );
}

/** A LIKE pattern that PostgreSQL takes: one that ends in a lone `\\` means that sign, and has it doubled. */
export function soundLike(pattern: string): string {
  const ending = /\\*$/.exec(pattern)?.[0] ?? '';
  return ending.length % 2 === 0 ? pattern : `${pattern}\\`;
}

/** Whether a text is like a pattern of SQL: `%` any text, `_` one character, `\` takes the next as it is. */
export function isLike(text: string, pattern: string): boolean {
  const [wanted, characters] = [likeSigns(pattern), [...text]];
  let [at, sign] = [0, 0];
  let retry: { at: number; sign: number } | undefined;
  while (at < characters.length) {
    if (wanted[sign] === ANY_TEXT) {
      retry = { at, sign: ++sign };
    } else if (sign < wanted.length && (wanted[sign] === ANY_CHARACTER || wanted[sign] === characters[at])) {
      at++;
      sign++;
    } else if (retry !== undefined) {
      // Only the last % need take more: an earlier one could gain nothing that this one cannot.
      retry = { at: retry.at + 1, sign: retry.sign };
      ({ at, sign } = retry);
    } else return false;
  }
  return wanted.slice(sign).every((each) => each === ANY_TEXT);
}

interface Part {
  readonly matches: (character: string) => boolean;
  readonly least: number;
  /** Infinity where it has no end. */
  readonly most: number;
}

interface ParsedPattern {
  readonly parts: readonly Part[];
  readonly isAnchoredAtStart: boolean;
  readonly isAnchoredAtEnd: boolean;
}

/** The parts of a pattern, or why it is refused. */
function parsePattern(pattern: string): ParsedPattern | string {
  if (pattern.length === 0) return 'a pattern is needed';
  if (pattern.length > LONGEST) return `a pattern has at most ${LONGEST} characters`;
  const isAnchoredAtStart = pattern.startsWith('^');
  const isAnchoredAtEnd = /(?<!\\)(?:\\\\)*\$$/.test(pattern);
  const body = pattern.slice(isAnchoredAtStart ? 1 : 0, isAnchoredAtEnd ? -1 : undefined);
  const parts: Part[] = [];
  for (let at = 0; at < body.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const match = PART.exec(body);
    const part = match === null ? undefined : toPart(match);
    if (part === undefined) {
      return `"${body.slice(at, at + 10)}" is not allowed: use characters, classes like [0-9A-Z], repetitions like {6}, ^ and $`;
    }
    parts.push(part);
    PART.lastIndex = at + (match?.[0].length ?? 0);
  }
  const states = parts.reduce(
    (sum, { least, most }) => sum + 1 + (most === Number.POSITIVE_INFINITY ? least : most),
    0,
  );
  if (states > MOST_STATES) return `its repetitions add up to more than ${MOST_STATES} characters`;
  return { parts, isAnchoredAtStart, isAnchoredAtEnd };
}

function toPart([, atom = '', times, range, upper, sign]: RegExpExecArray): Part | undefined {
  const matches = toTest(atom);
  const [least, most] = sign === undefined ? bounds(times, range, upper) : (SIGNS[sign] ?? [1, 1]);
  const isSound = least <= most && least <= MOST_TIMES && (most <= MOST_TIMES || most === Number.POSITIVE_INFINITY);
  return matches === undefined || !isSound ? undefined : { matches, least, most };
}

const SIGNS: Readonly<Record<string, readonly [number, number]>> = {
  '?': [0, 1],
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
};

function bounds(times: string | undefined, range: string | undefined, upper: string | undefined): [number, number] {
  if (times === undefined) return [1, 1];
  if (range === undefined) return [Number(times), Number(times)];
  return [Number(times), upper === '' ? Number.POSITIVE_INFINITY : Number(upper)];
}

/** One character's test; undefined for a range such as z-a. White space is what PostgreSQL's "C" collation has for it. */
function toTest(atom: string): ((character: string) => boolean) | undefined {
  const isClass = atom.startsWith('[');
  const source = atom
    .replaceAll('\\s', isClass ? SPACES : `[${SPACES}]`)
    .replaceAll(
      '\\S',
      isClass ? '\\S\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff' : `[^${SPACES}]`,
    );
  try {
    const test = new RegExp(`^${source}$`, 'u');
    return (character) => test.test(character);
  } catch {
    return undefined;
  }
}

const SPACES = ' \\t\\n\\v\\f\\r';

/** Follows all ways through the parts at once, so that no text makes it try them one by one. */
function isFound({ parts, isAnchoredAtStart, isAnchoredAtEnd }: ParsedPattern, text: string): boolean {
  let states = new Map<number, Set<number>>();
  const enter = (to: Map<number, Set<number>>, index: number, count: number): void => {
    const counts = to.get(index) ?? new Set();
    if (counts.has(count)) return;
    to.set(index, counts.add(count));
    const part = parts[index];
    if (part !== undefined && count >= part.least) enter(to, index + 1, 0);
  };
  enter(states, 0, 0);
  for (const character of text) {
    if (states.has(parts.length) && !isAnchoredAtEnd) return true;
    const next = new Map<number, Set<number>>();
    for (const [index, counts] of states) {
      const part = parts[index];
      if (part === undefined || !part.matches(character)) continue;
      for (const count of counts) {
        if (part.most === Number.POSITIVE_INFINITY) enter(next, index, Math.min(count + 1, part.least));
        else if (count < part.most) enter(next, index, count + 1);
      }
    }
    if (!isAnchoredAtStart) enter(next, 0, 0);
    states = next;
    if (states.size === 0) return false;
  }
  return states.has(parts.length);
}

const ANY_TEXT = Symbol('%');
const ANY_CHARACTER = Symbol('_');

function likeSigns(pattern: string): (string | symbol)[] {
  return [...pattern.matchAll(/\\(.)|(.)/gsu)].map(([, escaped, plain = '']) => {
    if (escaped !== undefined) return escaped;
    return plain === '%' ? ANY_TEXT : plain === '_' ? ANY_CHARACTER : plain;
  });
}
