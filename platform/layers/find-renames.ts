import type { Element, ElementId } from '../packages/element.ts';
import { ownName } from '../packages/element-id.ts';
import { elementsThatDiffer } from '../packages/element-map.ts';
import { identityOf } from '../packages/first-names.ts';

export type RenamePairs = ReadonlyMap<ElementId, ElementId>;

const NONE: RenamePairs = new Map();

/**
 * What was renamed between two versions of some elements: the identity that each had to the one that it has, by the names
 * that they had first. What only lies within something renamed is not listed: it follows. Nor is what would take the name
 * of something that keeps it.
 */
export function findRenames(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): RenamePairs {
  const pairs = findClaims(before, after);
  const refused = withoutFree(pairs, before);
  if (refused.size === 0) return pairs;
  return new Map([...pairs].filter(([was]) => !refused.has(was)));
}

/** What cannot be renamed as a new version says: something is called so, and neither goes nor is renamed itself. */
export function findTakenNames(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): RenamePairs {
  return withoutFree(findClaims(before, after), before);
}

function findClaims(before: ReadonlyMap<ElementId, Element>, after: ReadonlyMap<ElementId, Element>): RenamePairs {
  const wasRenamed = ({ firstName }: Element) => firstName !== undefined;
  const differing = elementsThatDiffer(before, after);
  if (!differing.before.values().some(wasRenamed) && !differing.after.values().some(wasRenamed)) return NONE;
  const former = new Map(differing.before.values().map((element) => [identityOf(element, before), element]));
  const pairs = new Map<ElementId, ElementId>();
  for (const element of differing.after.values()) {
    const was = former.get(identityOf(element, after));
    if (was === undefined || ownName(was) === ownName(element)) continue;
    pairs.set(was.id, element.id);
  }
  return pairs;
}

/** The claims whose name does not become free, and those that wait for one of them. */
function withoutFree(pairs: RenamePairs, before: ReadonlyMap<ElementId, Element>): RenamePairs {
  const taken = new Map<ElementId, ElementId>();
  const isFree = (id: ElementId) => !before.has(id) || (pairs.has(id) && !taken.has(id));
  for (let size = -1; size < taken.size; ) {
    size = taken.size;
    for (const [was, is] of pairs) if (!isFree(is)) taken.set(was, is);
  }
  return taken;
}
