import type { Element, ElementId } from '../packages/element.ts';
import { type Decide, type MetConflict, met } from './decide.ts';
import type { OrgLayer } from './org-layer.ts';
import { containersOf } from './removal.ts';
import { isUntouched } from './settle-removals.ts';

/** What packages say, under the names that they give now. */
interface Versions {
  readonly before: ReadonlyMap<ElementId, Element>;
  readonly after: ReadonlyMap<ElementId, Element>;
}

/**
 * Holds what new versions of packages say inside of what admins took out against that: nobody has seen it who took out
 * what is around it. It is a conflict over the whole: ours leaves it out, theirs brings it back. Until it is decided, it
 * stays out. A whole that was changed itself is no concern here: that is met when removals are settled.
 */
export function settleInside(
  org: OrgLayer,
  versions: Versions,
  decide: Decide,
): { readonly org: OrgLayer; readonly conflicts: readonly MetConflict[] } {
  const removed = new Map(org.removed);
  const conflicts: MetConflict[] = [];
  for (const id of wholesOfUnseen(org, versions)) {
    const [removal, element] = [org.removed.get(id), versions.after.get(id)];
    if (removal === undefined || element === undefined || !isUntouched(removal.base, element.properties)) continue;
    const { base, by, at } = removal;
    const conflict = { element: id, base, theirs: element.properties, by, at };
    const choose = decide(conflict);
    conflicts.push(met(conflict, choose));
    if (choose === 'theirs') removed.delete(id);
  }
  return conflicts.length === 0 ? { org, conflicts } : { org: { ...org, removed }, conflicts };
}

/** What was taken out with something in it that was not there then, or was not what it is now. */
function wholesOfUnseen({ removed }: OrgLayer, { before, after }: Versions): Set<ElementId> {
  const wholes = new Set<ElementId>();
  if (removed.size === 0) return wholes;
  for (const element of after.values()) {
    const was = before.get(element.id);
    if (was === element || removed.has(element.id)) continue;
    if (was !== undefined && isUntouched(was.properties, element.properties)) continue;
    for (const id of containersOf(element).slice(1)) if (removed.has(id)) wholes.add(id);
  }
  return wholes;
}
