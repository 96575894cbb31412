import type { Json } from '../json.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { type Decide, type MetConflict, met } from './decide.ts';
import { equalJson } from './equal-json.ts';
import type { OrgLayer } from './org-layer.ts';
import { standsElsewhere } from './place.ts';

/**
 * Holds what admins took out against what packages now say of it. A package that has not touched an element since
 * leaves it out; one that changed it is a conflict. Until it is decided, the element stays out. That an element only moved
 * among its like matters to nobody who took it out.
 */
export function settleRemovals(layers: {
  readonly packages: readonly Package[];
  readonly org: OrgLayer;
  readonly decide: Decide;
}): Pick<OrgLayer, 'added' | 'removed'> & { readonly conflicts: readonly MetConflict[] } {
  const { packages, org, decide } = layers;
  const [added, removed] = [new Map(org.added), new Map(org.removed)];
  const conflicts: MetConflict[] = [];
  for (const [id, removal] of org.removed) {
    const element = findElement(packages, id);
    if (element === undefined || isUntouched(removal.base, element.properties)) continue;
    const { base, by, at } = removal;
    const conflict = { element: id, base, theirs: element.properties, by, at };
    const choose = decide(conflict);
    conflicts.push(met(conflict, choose));
    if (choose === 'ours') removed.set(id, { ...removal, base: element.properties });
    if (choose === 'theirs') {
      removed.delete(id);
      // Where the org put it instead, it would stand a second time.
      added.delete(standsElsewhere(element, org.added.values())?.id ?? '');
    }
  }
  return { added, removed, conflicts };
}

function findElement(packages: readonly Package[], id: ElementId): Element | undefined {
  for (const { elements } of packages) if (elements.has(id)) return elements.get(id);
  return undefined;
}

/** Whether an element is what it was, wherever it stands among its like. */
export function isUntouched(base: Readonly<Record<string, Json>>, now: Readonly<Record<string, Json>>): boolean {
  const { order: _, ...before } = base;
  const { order: __, ...after } = now;
  return equalJson(before, after);
}
