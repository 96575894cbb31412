import type { Element, ElementId } from '../packages/element.ts';

type Placed = Pick<Element, 'id' | 'kind' | 'component' | 'path'>;

/**
 * What an item stays while it moves from one item of its component to another: component, collection and name.
 * Undefined for what lies at the top, where there is nowhere to move to.
 */
export function placeless({ kind, component, path }: Placed): string | undefined {
  return path.length > 2 ? JSON.stringify([kind, component, ...path.slice(-2)]) : undefined;
}

/** Where else among some elements an item stands that was, or would be, at one place. */
export function standsElsewhere<T extends Placed>(item: Placed, among: Iterable<T>): T | undefined {
  const name = placeless(item);
  if (name === undefined) return undefined;
  for (const each of among) if (each.id !== item.id && placeless(each) === name) return each;
  return undefined;
}

/** Where each item that a package moved was before, and the item as it is now. */
export type Moves = ReadonlyMap<ElementId, Element>;
