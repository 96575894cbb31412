import { equalJson } from './equal-json.ts';
import type { Conflict, Decision, Side } from './org-layer.ts';

/** Says which side of a conflict holds; undefined leaves it open. */
export type Decide = (conflict: Conflict) => Side | undefined;

/** A conflict that a merge met, with how it was decided, if it was. */
export type MetConflict = Conflict & { readonly choose?: Side };

/** Leaves every conflict open. */
export const undecided: Decide = () => undefined;

/** Decides by single decisions first; what they leave open `prefer` decides. */
export function decideBy(said: {
  readonly decisions?: readonly Decision[] | undefined;
  readonly prefer?: Side | undefined;
}): Decide {
  const byPlace = new Map((said.decisions ?? []).map((decision) => [placeOf(decision), decision]));
  return (conflict) => {
    const decision = byPlace.get(placeOf(conflict));
    return decision !== undefined && isAbout(decision, conflict) ? decision.choose : said.prefer;
  };
}

/** A conflict with its decision. */
export function met(conflict: Conflict, choose: Side | undefined): MetConflict {
  return choose === undefined ? conflict : { ...conflict, choose };
}

/** What a conflict and its decision have in common. */
export function placeOf({ element, property }: Pick<Conflict, 'element' | 'property'>): string {
  return JSON.stringify([element, property ?? null]);
}

/** Whether a decision weighed these very values; one that repeats none holds whatever they are. */
export function isAbout(decision: Decision, conflict: Conflict): boolean {
  if (decision.theirs === undefined && decision.ours === undefined) return true;
  return equalJson(decision.theirs, conflict.theirs) && equalJson(decision.ours, conflict.ours);
}
