import type { Draft } from '../fields/field-control.ts';
import { type Drafts, isSameDraft } from './drafts.ts';

/** A field that two people changed to different values since the form was opened. */
export interface Conflict {
  readonly field: string;
  readonly mine: Draft;
  readonly theirs: Draft;
}

export interface Comparison {
  readonly conflicts: readonly Conflict[];
  /** What is saved when nobody's change is lost: theirs, with mine over it. */
  readonly merged: Drafts;
  /** Fields that only the other person changed. */
  readonly onlyTheirs: readonly string[];
}

/** Compares what the form began with, what I made of it, and what the record has become meanwhile. */
export function compareVersions(base: Drafts, mine: Drafts, theirs: Drafts): Comparison {
  const merged: Record<string, Draft> = {};
  const conflicts: Conflict[] = [];
  const onlyTheirs: string[] = [];
  for (const [field, my] of Object.entries(mine)) {
    const their = theirs[field] ?? my;
    const iChanged = !isSameDraft(base[field], my);
    const theyChanged = !isSameDraft(base[field], their);
    merged[field] = iChanged ? my : their;
    if (theyChanged && !iChanged) onlyTheirs.push(field);
    if (iChanged && theyChanged && !isSameDraft(my, their)) conflicts.push({ field, mine: my, theirs: their });
  }
  return { conflicts, merged, onlyTheirs };
}
