import type { Element, ElementId } from '../packages/element.ts';
import { elementsThatDiffer } from '../packages/element-map.ts';
import { identityOf } from '../packages/first-names.ts';

export type RenamePairs = ReadonlyMap<ElementId, ElementId>;

const NONE: RenamePairs = new Map();

/**
 * What was renamed between two versions of some elements: the identity that each had to the one that it has, by the names
 * that they had first. What only lies within something renamed is not listed: it follows.
 */
export function findRenames(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): RenamePairs {
  const wasRenamed = ({ firstName }: Element) => firstName !== undefined;
  const differing = elementsThatDiffer(before, after);
  if (!differing.before.values().some(wasRenamed) && !differing.after.values().some(wasRenamed)) return NONE;
  const former = new Map(differing.before.values().map((element) => [identityOf(element, before), element]));
  const pairs = new Map<ElementId, ElementId>();
  for (const element of differing.after.values()) {
    const was = former.get(identityOf(element, after));
    if (was === undefined || lastName(was) === lastName(element)) continue;
    pairs.set(was.id, element.id);
  }
  return pairs;
}

function lastName({ component, path }: Element): string {
  return path.at(-1) ?? component.split('.').at(-1) ?? component;
}
