import type { Json } from '../json.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { equalJson } from './equal-json.ts';
import type { Conflict, OrgLayer } from './org-layer.ts';
import { standsElsewhere } from './place.ts';

/**
 * Holds what admins took out against what packages now say of it. A package that has not touched an element since
 * leaves it out; one that changed it is a conflict, unless `prefer` decides. That an element only moved among its like
 * matters to nobody who took it out.
 */
export function settleRemovals(layers: {
  readonly packages: readonly Package[];
  readonly org: OrgLayer;
  readonly prefer?: 'ours' | 'theirs';
}): Pick<OrgLayer, 'added' | 'removed'> & { readonly conflicts: readonly Conflict[] } {
  const { packages, org, prefer } = layers;
  const [added, removed] = [new Map(org.added), new Map(org.removed)];
  const conflicts: Conflict[] = [];
  for (const [id, removal] of org.removed) {
    const element = findElement(packages, id);
    if (element === undefined || isUntouched(removal.base, element.properties)) continue;
    const { base, by, at } = removal;
    if (prefer === undefined) conflicts.push({ element: id, base, theirs: element.properties, by, at });
    if (prefer === 'ours') removed.set(id, { ...removal, base: element.properties });
    if (prefer === 'theirs') {
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

function isUntouched(base: Readonly<Record<string, Json>>, now: Readonly<Record<string, Json>>): boolean {
  const { order: _, ...before } = base;
  const { order: __, ...after } = now;
  return equalJson(before, after);
}
