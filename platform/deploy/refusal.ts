import type { Problem } from '../problem.ts';

/** Undoes a deploy because of what an author can mend. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ message }) => message).join('; '), options);
    this.problems = problems;
  }
}

export const UNIQUE_VIOLATION = '23505';
export const QUERY_CANCELED = '57014';

/** PostgreSQL's code of an error; undefined for any other. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** A lock that was not to be had: lock_not_available, deadlock_detected. Worth another try. */
export function isLocked(error: unknown): boolean {
  return ['55P03', '40P01'].includes(codeOf(error) ?? '');
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Runs one statement of the session again where a save, which does not want what was being made, cancelled it. */
export async function uncancelled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== QUERY_CANCELED) throw error;
    return work();
  }
}
