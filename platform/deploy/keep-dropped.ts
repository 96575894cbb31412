import type { DeployHooks } from './request.ts';

/**
 * Days for which the columns of removed fields and the tables of removed objects keep their values. A month: long enough
 * for a report at its end to show that something is missing, short enough that what is to be gone is gone.
 */
export const KEEP_DROPPED_DAYS = 30;

/** Until when what is dropped at a time can be brought back. */
export function keptUntil(
  at: Date,
  { keepDroppedDays = KEEP_DROPPED_DAYS }: Pick<DeployHooks, 'keepDroppedDays'>,
): Date {
  return new Date(at.getTime() + keepDroppedDays * DAY_MS);
}

const DAY_MS = 24 * 3600 * 1000;
