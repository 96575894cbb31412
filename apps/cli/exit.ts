/** What the exit code of every command means; documented in README.md and `formwork --help`. */
export const EXIT = { done: 0, problems: 1, usage: 2, unreachable: 3 } as const;

/** Ends a command because of how it was called. */
export class UsageError extends Error {}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? EXIT.usage : EXIT.unreachable;
}

/** One line that says what went wrong, with the cause where there is one. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const code = 'code' in error && error.code === 'ECONNREFUSED' ? 'The database does not answer. ' : '';
  return `${code}${error.message}${cause}`;
}
