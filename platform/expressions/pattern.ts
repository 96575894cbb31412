const LONGEST = 200;
/** A literal, an escaped class or sign, a bracket class, or any character; then at most one bounded repetition. */
const PART =
  /(?:\\[dDwWsS.+*?^$()[\]{}|/-]|\[\^?(?:\\[dDwWsS\]\\^-]|[^\\\]])+\]|[^\\^$.|?*+()[\]{}]|\.)(?:\{\d{1,3}(?:,\d{0,3})?\}|[?*+])?/y;

/** Why a pattern is refused; undefined when it is safe. */
export type PatternRefusal = string | undefined;

/**
 * Patterns are the part of regular expressions that no text can make slow and that JavaScript and PostgreSQL read
 * alike: literals, classes, `.`, repetitions and the anchors; no groups, alternatives or back-references.
 */
export function checkPattern(pattern: string): PatternRefusal {
  if (pattern.length === 0) return 'a pattern is needed';
  if (pattern.length > LONGEST) return `a pattern has at most ${LONGEST} characters`;
  const body = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  let unbounded = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const at = PART.lastIndex;
    const part = PART.exec(body);
    if (!part)
      return `"${body.slice(at, at + 10)}" is not allowed: use characters, classes like [0-9A-Z], repetitions like {6}, ^ and $`;
    if (/[*+]$|,\}$/.test(part[0]) && !/\\[*+]$/.test(part[0])) unbounded += 1;
  }
  return unbounded > 2 ? 'at most two open repetitions (* + {n,}) are allowed' : undefined;
}

/** The pattern as a JavaScript expression; throws for one that `checkPattern` refuses. */
export function compilePattern(pattern: string): RegExp {
  const refusal = checkPattern(pattern);
  if (refusal) throw new Error(`Pattern ${pattern}: ${refusal}`);
  return new RegExp(pattern, 'u');
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
