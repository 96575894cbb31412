import { fieldTypes } from '../fields/registry.ts';
import type { OrgLayer } from '../layers/org-layer.ts';
import { type Moves, placeless } from '../layers/place.ts';
import { isTakenOut } from '../layers/removal.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';

/** What becomes of the elements that the new versions of their packages have no more. */
export interface Vanished {
  /** They stay as they are, until somebody removes them on purpose. */
  readonly kept: readonly Element[];
  /** Listed as destructive. */
  readonly destroyed: readonly Element[];
  /** The org took them out, and now their package has as well: nothing is left to keep. */
  readonly agreed: readonly Element[];
  readonly moves: Moves;
}

/**
 * Sorts out what vanished. Absence alone never removes. What moved to another place of its component, or has none any
 * more because its field is no picklist now, did not vanish: the new version says where it went.
 */
export function sortOutVanished(
  installed: readonly Package[],
  next: ReadonlyMap<ElementId, Element>,
  { destructive, removed }: { readonly destructive: ReadonlySet<ElementId>; readonly removed: OrgLayer['removed'] },
): Vanished {
  const before = new Map(installed.flatMap(({ elements }) => [...elements]));
  const vanished = [...before.values()].filter(({ id }) => !next.has(id));
  // A column of the same name that another list had all along is no place that this one went to.
  const arrived = new Map([...next.values()].flatMap((each) => (before.has(each.id) ? [] : [[placeless(each), each]])));
  arrived.delete(undefined);
  const moves = new Map(
    vanished.flatMap((each) => {
      const now = arrived.get(placeless(each));
      return now === undefined ? [] : [[each.id, now]];
    }),
  );
  const isGone = (element: Element) => isTakenOut(element, destructive);
  const isSuperseded = (element: Element) => moves.has(element.id) || isOutgrown(element, next);
  const isAgreed = (element: Element) => isTakenOut(element, removed) && !isGone(element) && !moves.has(element.id);
  return {
    kept: vanished.filter((element) => !isGone(element) && !isSuperseded(element) && !isAgreed(element)),
    destroyed: vanished.filter(isGone),
    agreed: vanished.filter(isAgreed),
    moves,
  };
}

/** Values of a field that is still there, but as a type that has no values. */
function isOutgrown({ kind, component, path }: Element, next: ReadonlyMap<ElementId, Element>): boolean {
  const field =
    kind === 'field' && path[0] === 'values' ? next.get(elementId({ kind, component, path: [] })) : undefined;
  const type = Object.values(fieldTypes).find(({ name }) => name === field?.properties.type);
  return type !== undefined && type.valueClass !== 'choice' && type.valueClass !== 'choices';
}
