import { OrgError } from '../../platform/store/org-error.ts';

/** What the exit code of every command means; documented in README.md and `formwork --help`. */
export const EXIT = { done: 0, problems: 1, usage: 2, unreachable: 3 } as const;

/** Ends a command because of how it was called. */
export class UsageError extends Error {}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError || error instanceof OrgError ? EXIT.usage : EXIT.unreachable;
}

/** One line that says what went wrong, with the cause where there is one. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${messageOf(error.cause)})` : '';
  return `${messageOf(error)}${cause}`;
}

/** The message; of a failure at several addresses, which has none of its own, the messages of each. */
function messageOf(error: Error): string {
  if (error.message) return error.message;
  const parts = error instanceof AggregateError ? error.errors : [];
  return parts.map((part) => (part instanceof Error ? part.message : String(part))).join(', ') || error.name;
}
