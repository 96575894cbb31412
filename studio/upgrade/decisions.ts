import { isAbout, placeOf } from '../../platform/layers/decide.ts';
import type { Conflict, Decision, Side } from '../../platform/layers/org-layer.ts';

/** What a person decided, by the conflict's place; a decision about other values than are in conflict now is none. */
export type Choices = Readonly<Record<string, Decision>>;

/** Where choices are kept; the browser's localStorage in the application. */
export type ChoiceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The decisions that hold: each repeats the values that were weighed. */
export function decisionsOf(conflicts: readonly Conflict[], choices: Choices): Decision[] {
  return conflicts.flatMap((conflict) => decisionOf(conflict, choices) ?? []);
}

/** Which side of a conflict holds; undefined leaves it open. */
export function sideOf(conflict: Conflict, choices: Choices): Side | undefined {
  return decisionOf(conflict, choices)?.choose;
}

/** How many of the conflicts are decided. */
export function countDecided(conflicts: readonly Conflict[], choices: Choices): number {
  return decisionsOf(conflicts, choices).length;
}

/** Some conflicts decided one way. */
export function choose(conflicts: readonly Conflict[], side: Side): Choices {
  return Object.fromEntries(conflicts.map((conflict) => [placeOf(conflict), decide(conflict, side)]));
}

/** One person's choices in one org on a device. */
export function choicesKey(org: string, user: string): string {
  return `formwork.studio.upgrade.${org}.${user}`;
}

/** The choices that were kept. What cannot be read counts as none. */
export function loadChoices(storage: ChoiceStorage, key: string): Choices {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, each]) => isDecision(each)));
  } catch {
    return {}; // The browser forbids it, or another program wrote there.
  }
}

/** Keeps choices as far as the browser lets it: without room for them, a reload loses them. */
export function saveChoices(storage: ChoiceStorage, key: string, choices: Choices): void {
  try {
    if (Object.keys(choices).length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(choices));
  } catch {
    // They stand on the page still.
  }
}

function decisionOf(conflict: Conflict, choices: Choices): Decision | undefined {
  const decision = choices[placeOf(conflict)];
  return decision !== undefined && isAbout(decision, conflict) ? decision : undefined;
}

function decide({ element, property, theirs, ours }: Conflict, side: Side): Decision {
  return {
    element,
    choose: side,
    ...(property !== undefined && { property }),
    ...(theirs !== undefined && { theirs }),
    ...(ours !== undefined && { ours }),
  };
}

function isDecision(kept: unknown): boolean {
  if (typeof kept !== 'object' || kept === null) return false;
  const { element, choose } = kept as Partial<Record<keyof Decision, unknown>>; // Each is checked here.
  return typeof element === 'string' && (choose === 'ours' || choose === 'theirs');
}
