import { placeOf } from '../../platform/layers/decide.ts';
import type { Conflict, Decision, Side } from '../../platform/layers/org-layer.ts';

/** Which side of each conflict holds, by the conflict's place; those left open are not in it. */
export type Choices = Readonly<Record<string, Side>>;

/** The decisions that choices stand for: each repeats the values that were weighed. */
export function decisionsOf(conflicts: readonly Conflict[], choices: Choices): Decision[] {
  return conflicts.flatMap(({ element, property, theirs, ours }) => {
    const choose = choices[placeOf({ element, ...(property !== undefined && { property }) })];
    if (choose === undefined) return [];
    return [
      {
        element,
        choose,
        ...(property !== undefined && { property }),
        ...(theirs !== undefined && { theirs }),
        ...(ours !== undefined && { ours }),
      },
    ];
  });
}

/** How many of the conflicts are decided. */
export function countDecided(conflicts: readonly Conflict[], choices: Choices): number {
  return conflicts.filter((conflict) => choices[placeOf(conflict)] !== undefined).length;
}

/** All conflicts decided one way. */
export function chooseAll(conflicts: readonly Conflict[], side: Side): Choices {
  return Object.fromEntries(conflicts.map((conflict) => [placeOf(conflict), side]));
}

/** Choices kept on this device for one waiting upgrade; a newer one begins anew. */
export function loadChoices(storage: Pick<Storage, 'getItem'>, key: string): Choices {
  const text = storage.getItem(key);
  if (text === null) return {};
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, side]) => side === 'ours' || side === 'theirs'));
  } catch {
    // Somebody else's text under our key says nothing.
    return {};
  }
}
