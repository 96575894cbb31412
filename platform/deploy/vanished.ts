import { fieldTypes } from '../fields/registry.ts';
import { isTakenOut } from '../layers/removal.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';

/** What becomes of the elements that the new versions of their packages have no more. */
export interface Vanished {
  /** They stay as they are, until somebody removes them on purpose. */
  readonly kept: readonly Element[];
  /** Listed as destructive. */
  readonly destroyed: readonly Element[];
}

/**
 * Sorts out what vanished. Absence alone never removes. What moved to another place of its component, or has none any
 * more because its field is no picklist now, did not vanish: the new version says where it went.
 */
export function sortOutVanished(
  installed: readonly Package[],
  next: ReadonlyMap<ElementId, Element>,
  destructive: ReadonlySet<ElementId>,
): Vanished {
  const vanished = installed.flatMap(({ elements }) => [...elements.values()].filter(({ id }) => !next.has(id)));
  const places = new Set([...next.values()].flatMap((element) => placeOf(element) ?? []));
  const isGone = (element: Element) => isTakenOut(element, destructive);
  const isSuperseded = (element: Element) => places.has(placeOf(element) ?? '') || isOutgrown(element, next);
  return {
    kept: vanished.filter((element) => !isGone(element) && !isSuperseded(element)),
    destroyed: vanished.filter(isGone),
  };
}

/** Component, collection and name of an item that lies deeper down, where it can move from one item to another. */
function placeOf({ kind, component, path }: Element): string | undefined {
  return path.length > 2 ? JSON.stringify([kind, component, ...path.slice(-2)]) : undefined;
}

/** Values of a field that is still there, but as a type that has no values. */
function isOutgrown({ kind, component, path }: Element, next: ReadonlyMap<ElementId, Element>): boolean {
  const field =
    kind === 'field' && path[0] === 'values' ? next.get(elementId({ kind, component, path: [] })) : undefined;
  const type = Object.values(fieldTypes).find(({ name }) => name === field?.properties.type);
  return type !== undefined && type.valueClass !== 'choice' && type.valueClass !== 'choices';
}
