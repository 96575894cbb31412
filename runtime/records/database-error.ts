import { refuse } from '../errors.ts';

/** SQLSTATE of a PostgreSQL error; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

export const UNIQUE_VIOLATION = '23505';
/** By the connection's statement timeout. */
const QUERY_CANCELED = '57014';
const LOCK_ERRORS: ReadonlySet<string> = new Set(['40P01', '40001', '55P03']);

/** Whether an org's schema or its tables are not there any more: whoever deleted it did not ask this process. */
export function isMissingOrg(error: unknown): boolean {
  const state = sqlState(error);
  return state === '42P01' || state === '3F000';
}

/** What two saves at the same time can do to each other, in the API's words; anything else as it is. */
export function translateDatabaseError(error: unknown): unknown {
  const state = sqlState(error);
  if (state === UNIQUE_VIOLATION) {
    return withCause(
      refuse('DUPLICATE_VALUE', 'Another save has just taken a value that must be unique. Try again.'),
      error,
    );
  }
  if (state !== undefined && LOCK_ERRORS.has(state)) {
    return withCause(
      refuse('UNABLE_TO_LOCK_ROW', 'Another save is working on the same records. Nothing was saved; try again.'),
      error,
    );
  }
  if (state === QUERY_CANCELED)
    return withCause(refuse('QUERY_TIMEOUT', 'The save took too long. Nothing was saved; try again.'), error);
  return error;
}

function withCause(error: Error, cause: unknown): Error {
  error.cause = cause;
  return error;
}
