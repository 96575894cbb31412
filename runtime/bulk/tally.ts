import type { SaveOutcome } from '../records/save-request.ts';

/** How far an import is. */
export interface ImportProgress {
  /** Rows dealt with, of `total`. */
  readonly read: number;
  readonly total: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** What became of the rows so far. */
export interface Tally {
  readonly total: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  /** How many records changed, by field. */
  readonly changed: Map<string, number>;
}

export function newTally(total: number): Tally {
  return { total, created: 0, updated: 0, unchanged: 0, rejected: 0, changed: new Map() };
}

/** Counts a row that was saved. */
export function tallyOutcome(tally: Tally, outcome: SaveOutcome): void {
  if (outcome.created) tally.created++;
  else if (outcome.unchanged) tally.unchanged++;
  else tally.updated++;
  for (const field of outcome.changedFields) tally.changed.set(field, (tally.changed.get(field) ?? 0) + 1);
}

export function progressOf({ total, created, updated, unchanged, rejected }: Tally): ImportProgress {
  return { read: created + updated + unchanged + rejected, total, created, updated, unchanged, rejected };
}

/** How many records changed in each field, the most changed first. */
export function changedFieldsOf({ changed }: Tally): Readonly<Record<string, number>> {
  return Object.fromEntries([...changed].sort(([, one], [, other]) => other - one));
}
