import type { Edit } from '../../platform/layers/org-layer.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { orderOf, type StudioElement } from './elements.ts';

/** Smallest step between two sort keys that is still worth halving. */
const SMALLEST_GAP = 1e-6;

/**
 * Edits that put one item at a place of its list: one number between its neighbours', or, where these leave no room,
 * new numbers for all. `items` is the list in its order; the item itself may be in it or not.
 */
export function moveEdits(items: readonly StudioElement[], moving: ElementId, index: number): Edit[] {
  const others = items.filter((item) => item.id !== moving);
  const order = orderAt(others, index);
  if (order !== undefined) return [{ op: 'set', element: moving, properties: { order } }];
  const ids = others.map((item) => item.id);
  ids.splice(index, 0, moving);
  return ids.map((element, at) => ({ op: 'set', element, properties: { order: (at + 1) * 10 } }));
}

/** A sort key for a new place in a list; undefined where the neighbours leave no room. */
export function orderAt(items: readonly StudioElement[], index: number): number | undefined {
  const before = items[index - 1];
  const after = items[index];
  if (!before) return after ? orderOf(after) - 10 : 10;
  if (!after) return orderOf(before) + 10;
  const gap = orderOf(after) - orderOf(before);
  return gap > SMALLEST_GAP ? orderOf(before) + gap / 2 : undefined;
}
