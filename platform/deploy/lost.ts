import { fieldTypes } from '../fields/registry.ts';
import { scopeOf } from '../layers/reference-scope.ts';
import { containersOf } from '../layers/removal.ts';
import { findUses, type Use } from '../layers/uses.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { elementsThatDiffer } from '../packages/element-map.ts';

type Elements = ReadonlyMap<ElementId, Element>;

/** What two versions differ in by what the second has no more. */
export interface Lost {
  /** Components and picklist values; of what is part of another that is lost, the outermost. */
  readonly elements: ReadonlyMap<ElementId, Element>;
  /** Places of the second version that name them or parts of them, by the lost element. */
  readonly uses: ReadonlyMap<ElementId, readonly Use[]>;
}

/**
 * What is lost from one version to the next, and what of the next names it still. Items such as columns are no loss of
 * their own: they show what is there, and hold nothing.
 */
export function findLost(before: Elements, after: Elements): Lost {
  const gone = [...elementsThatDiffer(before, after).before.values()].filter(({ id }) => !after.has(id));
  const candidates = new Map(gone.filter((element) => isOfItsOwn(element, after)).map((each) => [each.id, each]));
  const isOutermost = (element: Element) =>
    !containersOf(element)
      .slice(1)
      .some((id) => candidates.has(id));
  const elements = new Map([...candidates].filter(([, element]) => isOutermost(element)));
  return { elements, uses: elements.size === 0 ? new Map() : usesOf(elements, before, after) };
}

/** What names lead to was there before; where they stand is what stays. */
function usesOf(lost: Elements, before: Elements, after: Elements): Map<ElementId, Use[]> {
  const rootOf = (target: ElementId) => {
    const address = after.has(target) ? undefined : parseElementId(target);
    return address && containersOf({ id: target, component: address.component }).find((id) => lost.has(id));
  };
  const uses = new Map<ElementId, Use[]>();
  for (const use of findUses(after, scopeOf(new Map([...before, ...after])))) {
    const root = rootOf(use.target);
    if (root === undefined) continue;
    const found = uses.get(root);
    if (found === undefined) uses.set(root, [use]);
    else found.push(use);
  }
  return uses;
}

/** Values of a field that is no picklist any more are texts from now on: nothing of them is lost. */
function isOfItsOwn({ kind, component, path }: Element, after: Elements): boolean {
  if (path.length === 0) return true;
  if (kind !== 'field' || path[0] !== 'values') return false;
  const type = after.get(`field:${component}`)?.properties.type;
  const found = Object.values(fieldTypes).find(({ name }) => name === type);
  return found === undefined || found.valueClass === 'choice' || found.valueClass === 'choices';
}
