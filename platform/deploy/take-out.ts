import type { Json } from '../json.ts';
import { type Decide, type MetConflict, met } from '../layers/decide.ts';
import type { OrgLayer, PropertyChange } from '../layers/org-layer.ts';
import { scopeOf } from '../layers/reference-scope.ts';
import { containersOf, isTakenOut } from '../layers/removal.ts';
import { findUses } from '../layers/uses.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import type { Problem } from '../problem.ts';
import { elementLabel } from './diff-elements.ts';

interface Leaving {
  readonly org: OrgLayer;
  /** What packages say that stay: names may lead through it. */
  readonly staying: ReadonlyMap<ElementId, Element>;
  /** Elements that the request lists as destructive, with their items. */
  readonly destroyed: readonly Element[];
  /** Packages that are uninstalled. */
  readonly uninstalled: readonly Package[];
  readonly decide: Decide;
  /** Who deploys, and when: the org takes over in their name. */
  readonly by: string;
  readonly at: string;
}

interface TakenOut {
  /** The org's layer without what goes along, and with what it takes over. */
  readonly org: OrgLayer;
  /** Destroyed elements that stay after all, because of what the org has on them. */
  readonly kept: readonly Element[];
  readonly conflicts: readonly MetConflict[];
  /** What else the org takes over. */
  readonly problems: readonly Problem[];
}

/**
 * Takes elements out. Where the org has something on one of them, values it changed or parts it added, that is a conflict
 * over the whole of it: theirs takes all of it along; ours keeps it, and where its package leaves, the org takes it over,
 * with what it names of the same packages. Until it is decided, it stays.
 */
export function takeOut(leaving: Leaving): TakenOut {
  const { org, destroyed, uninstalled, decide } = leaving;
  const orphaned = uninstalled.flatMap(({ elements }) => [...elements.values()]);
  const all = new Map([...destroyed, ...orphaned].map((element) => [element.id, element]));
  const parts = Map.groupBy(all.values(), (element) => rootOf(element, all) ?? element.id);
  const claims = claimsOn(org, all);
  const orphans = new Set(orphaned.map(({ id }) => id));
  const conflicts: MetConflict[] = [];
  const [kept, adopted, gone]: [Element[], Set<ElementId>, Set<ElementId>] = [[], new Set(), new Set()];
  for (const [root, within] of parts) {
    const conflict = conflictOver(all.get(root), claims.get(root), org);
    const choose = conflict && decide(conflict);
    if (conflict) conflicts.push(met(conflict, choose));
    if (conflict === undefined || choose === 'theirs') gone.add(root);
    else if (orphans.has(root)) adopted.add(root);
    else kept.push(...within);
  }
  const isFree = (root: ElementId) => gone.has(root) && orphans.has(root) && !claims.has(root);
  const named = findNamed(adopted, isFree, { all, leaving });
  for (const root of named.keys()) gone.delete(root);
  const taken = [...adopted, ...named.keys()].flatMap((root) => parts.get(root) ?? []);
  return { org: adopt(forget(org, gone, all), taken, leaving), kept, conflicts, problems: tellNamed(named, all) };
}

/** The outermost element that goes and that this one is part of. */
function rootOf(element: Pick<Element, 'id' | 'component'>, leaving: ReadonlyMap<ElementId, Element>) {
  return containersOf(element).findLast((id) => leaving.has(id));
}

/** What goes though what the org takes over names it, in turn, each with the place that does. */
function findNamed(
  adopted: ReadonlySet<ElementId>,
  isFree: (root: ElementId) => boolean,
  { all, leaving }: { readonly all: ReadonlyMap<ElementId, Element>; readonly leaving: Leaving },
): Map<ElementId, ElementId> {
  const named = new Map<ElementId, ElementId>();
  if (adopted.size === 0) return named;
  const { org, staying } = leaving;
  const shown = [...all.values()].filter((element) => !isTakenOut(element, org.removed));
  const asTheyAre = shown.map((each) => ({ ...each, properties: effective(each, org.changed.get(each.id)) }));
  const elements = new Map([...asTheyAre, ...org.added.values()].map((each) => [each.id, each]));
  const rootOfId = (id: ElementId) => rootOf({ id, component: parseElementId(id)?.component ?? '' }, all);
  const uses = Map.groupBy(findUses(elements, scopeOf(new Map([...staying, ...elements]))), ({ from }) =>
    rootOfId(from),
  );
  const queue = [...adopted];
  for (let root = queue.shift(); root !== undefined; root = queue.shift())
    for (const { from, target } of uses.get(root) ?? []) {
      const other = rootOfId(target);
      if (other === undefined || named.has(other) || !isFree(other)) continue;
      named.set(other, from);
      queue.push(other);
    }
  return named;
}

function tellNamed(named: ReadonlyMap<ElementId, ElementId>, all: ReadonlyMap<ElementId, Element>): Problem[] {
  return [...named].flatMap(([root, from]): Problem[] => {
    const [element, user] = [all.get(root), parseElementId(from)];
    if (element === undefined || user === undefined) return [];
    const message = `${elementLabel(element)} becomes the org's as well: ${elementLabel(user)}, which the org takes over, names it.`;
    return [{ code: 'TAKEN_OVER', severity: 'warning', message, element: root }];
  });
}

interface Claim {
  readonly by: string;
  readonly at: string;
}

/** Who changed or added something on what goes, by the outermost element that goes. */
function claimsOn(org: OrgLayer, leaving: ReadonlyMap<ElementId, Element>): Map<ElementId, Claim[]> {
  const claims = new Map<ElementId, Claim[]>();
  const claim = (root: ElementId | undefined, made: Claim) => {
    if (root !== undefined) claims.set(root, [...(claims.get(root) ?? []), made]);
  };
  for (const [id, changes] of org.changed) {
    const element = leaving.get(id);
    const root = element && rootOf(element, leaving);
    for (const change of Object.values(changes)) claim(root, change);
  }
  for (const element of org.added.values()) claim(rootOf(element, leaving), element);
  return claims;
}

/** Tells the latest who claimed it, and the element as the org has it. */
function conflictOver(root: Element | undefined, claims: readonly Claim[] | undefined, { changed }: OrgLayer) {
  const latest = claims?.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  if (root === undefined || latest === undefined) return undefined;
  const { by, at } = latest;
  return { element: root.id, base: root.properties, ours: effective(root, changed.get(root.id)), by, at };
}

/** What admins changed about what goes, and added to it, goes with it. */
function forget(org: OrgLayer, gone: ReadonlySet<ElementId>, leaving: ReadonlyMap<ElementId, Element>): OrgLayer {
  const isGone = (id: ElementId) => {
    const element = leaving.get(id);
    return element !== undefined && isTakenOut(element, gone);
  };
  const without = <T>(map: ReadonlyMap<ElementId, T>) => new Map([...map].filter(([id]) => !isGone(id)));
  return {
    added: new Map([...org.added].filter(([, element]) => !isTakenOut(element, gone))),
    changed: without(org.changed),
    removed: without(org.removed),
  };
}

/** The org takes elements over as they are in it, its own changes and removals included. */
function adopt(org: OrgLayer, adopted: readonly Element[], { by, at }: Leaving): OrgLayer {
  if (adopted.length === 0) return org;
  const [added, changed, removed] = [new Map(org.added), new Map(org.changed), new Map(org.removed)];
  for (const element of adopted) {
    const properties = effective(element, org.changed.get(element.id));
    if (!isTakenOut(element, org.removed)) added.set(element.id, { ...element, owner: ORG, properties, by, at });
    changed.delete(element.id);
    removed.delete(element.id);
  }
  return { added, changed, removed };
}

function effective(
  { properties }: Element,
  changes: Readonly<Record<string, PropertyChange>> | undefined,
): Readonly<Record<string, Json>> {
  const said = new Map(Object.entries(properties));
  for (const [name, { ours }] of Object.entries(changes ?? {})) {
    if (ours === undefined) said.delete(name);
    else said.set(name, ours);
  }
  return Object.fromEntries(said);
}
