import type { ElementId } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { type Decide, type MetConflict, met } from './decide.ts';
import type { OrgLayer } from './org-layer.ts';
import { type Moves, standsElsewhere } from './place.ts';

/**
 * Lets what admins said of an item follow it to where its package moved it: their changes, and that they took it out.
 * What both sides moved, each elsewhere, is a conflict; until it is decided, the org's place stands.
 */
export function followMoves(
  org: OrgLayer,
  moves: Moves,
  decide: Decide,
): { readonly org: OrgLayer; readonly conflicts: readonly MetConflict[] } {
  const [added, changed, removed] = [new Map(org.added), new Map(org.changed), new Map(org.removed)];
  const conflicts: MetConflict[] = [];
  for (const [from, to] of moves) {
    const changes = changed.get(from);
    if (changed.delete(from)) changed.set(to.id, { ...changes, ...changed.get(to.id) });
    const removal = removed.get(from);
    if (removal === undefined) continue;
    removed.delete(from);
    // Both moved it to the same place.
    if (added.has(to.id)) continue;
    const ours = placedByOrg(from, org);
    const { by, at, base } = removal;
    const conflict = ours && { element: to.id, base, theirs: to.properties, ours: ours.properties, by, at };
    const choose = conflict && decide(conflict);
    if (conflict) conflicts.push(met(conflict, choose));
    if (ours !== undefined && choose === 'theirs') added.delete(ours.id);
    else removed.set(to.id, removal);
  }
  return { org: { added, changed, removed }, conflicts };
}

function placedByOrg(id: ElementId, { added }: OrgLayer) {
  const address = parseElementId(id);
  return address && standsElsewhere({ id, ...address }, added.values());
}
