import { decideBy, type MetConflict } from '../layers/decide.ts';
import { followMoves } from '../layers/follow-moves.ts';
import type { OrgLayer } from '../layers/org-layer.ts';
import { containersOf, isTakenOut } from '../layers/removal.ts';
import { settleInside } from '../layers/settle-inside.ts';
import { nearMiss } from '../near-miss.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import { type StoredMetadata, sortByDependency } from '../store/metadata-rows.ts';
import { elementLabel } from './diff-elements.ts';
import { checkRenames, renameStored } from './rename-stored.ts';
import type { PackagesRequest } from './request.ts';
import { takeOut } from './take-out.ts';
import { checkUninstalled } from './uninstall.ts';
import { sortOutVanished } from './vanished.ts';

/** Stored metadata as it would be, before the org's layer is merged with it anew. */
export interface Proposal {
  readonly metadata: StoredMetadata;
  readonly problems: readonly Problem[];
  /** Where packages and admins met before any value is looked at, decided or open. */
  readonly conflicts?: readonly MetConflict[];
}

/**
 * Puts packages in the place of their installed versions, and takes out those that are to go. What a new version has no
 * more is kept, with a warning, unless the request lists it as destructive: a file that was forgotten must not take a
 * table along.
 */
export function installPackages(installed: StoredMetadata, request: PackagesRequest, at: string): Proposal {
  const stored = renameStored(installed, request.packages);
  const decide = decideBy(request);
  const { shipped, uninstalled, others, left, upgraded } = sortPackages(stored, request);
  const all = [...others, ...request.packages];
  const owners = ownersOf(all);
  const next = new Map(all.flatMap(({ elements }) => [...elements]));
  const destructive = new Set(request.destructive);
  const { kept, destroyed, agreed, moves } = sortOutVanished(upgraded, next, {
    destructive,
    removed: stored.org.removed,
  });
  const moved = followMoves(stored.org, moves, decide);
  const before = new Map(stored.packages.flatMap(({ elements }) => [...elements]));
  const inside = settleInside(moved.org, { before, after: next }, decide);
  const taken = takeOut({
    org: inside.org,
    destroyed: [...destroyed, ...left],
    uninstalled,
    staying: next,
    decide,
    by: request.by,
    at,
  });
  const stays = [...kept, ...taken.kept];
  const keptByOwner = Map.groupBy(stays, ({ owner }) => owner);
  const packages = all.map((item) => withElements(item, keptByOwner.get(item.name) ?? []));
  return {
    metadata: {
      packages: sortByDependency(packages),
      kept: new Set([...stays.map(({ id }) => id), ...keptElsewhere(stored, others)]),
      org: forgetRemovals(taken.org, agreed, packages),
      withdrawn: new Map([
        ...[...stored.withdrawn].filter(([name]) => !shipped.has(name)),
        ...uninstalled.map(({ name, digest }) => [name, digest] as const),
      ]),
    },
    problems: [
      ...duplicates(owners),
      ...checkRenames(installed, request.packages),
      ...checkUninstalled(stored.packages, request),
      ...taken.problems,
      ...missingDependencies(packages),
      ...warnOfKept(kept.filter(({ id }) => !stored.kept.has(id))),
      ...checkDestructive(request.destructive ?? [], stored, next),
    ],
    conflicts: [...moved.conflicts, ...inside.conflicts, ...taken.conflicts],
  };
}

/**
 * What both sides have taken out is nothing to remember. Where another package still adds to it, that would be left
 * hanging.
 */
function forgetRemovals(org: OrgLayer, agreed: readonly Element[], packages: readonly Package[]): OrgLayer {
  const gone = new Set(agreed.map(({ id }) => id));
  const absent = [...org.removed.keys()].filter((id) => !packages.some(({ elements }) => elements.has(id)));
  const needed = new Set(
    absent.length === 0
      ? []
      : packages.flatMap(({ elements }) => [...elements.values()].flatMap((element) => containersOf(element))),
  );
  const forgotten = new Set(absent.filter((id) => !needed.has(id)));
  if (gone.size === 0 && forgotten.size === 0) return org;
  return {
    added: org.added,
    changed: new Map([...org.changed].filter(([id]) => !gone.has(id))),
    removed: new Map([...org.removed].filter(([id]) => !forgotten.has(id))),
  };
}

/** Installed packages by what becomes of them; what those that stay had only kept may go without their new versions. */
function sortPackages({ packages, kept }: StoredMetadata, request: PackagesRequest) {
  const shipped = new Set(request.packages.map(({ name }) => name));
  const leaving = new Set(request.uninstall);
  const destructive = new Set(request.destructive);
  const staying = packages.filter(({ name }) => !leaving.has(name) && !shipped.has(name));
  const left = staying.flatMap(({ elements }) =>
    [...elements.values()].filter((element) => kept.has(element.id) && isTakenOut(element, destructive)),
  );
  return {
    shipped,
    uninstalled: packages.filter(({ name }) => leaving.has(name) && !shipped.has(name)),
    others: staying.map((item) => withoutElements(item, new Set(left.map(({ id }) => id)))),
    left,
    upgraded: packages.filter(({ name }) => shipped.has(name)),
  };
}

/** The packages of a request that differ from what is installed, or that a person asks for after a rollback. */
export function changedPackages(stored: StoredMetadata, request: PackagesRequest): readonly Package[] {
  const installed = new Map(stored.packages.map((item) => [item.name, item]));
  return request.packages.filter(({ name, digest }) => {
    if (request.trigger === 'start' && stored.withdrawn.get(name) === digest) return false;
    return installed.get(name)?.digest !== digest;
  });
}

function ownersOf(packages: readonly Package[]): Map<ElementId, string[]> {
  const owners = new Map<ElementId, string[]>();
  for (const { name, elements } of packages)
    for (const id of elements.keys()) owners.set(id, [...(owners.get(id) ?? []), name]);
  return owners;
}

function withElements(item: Package, kept: readonly Element[]): Package {
  if (kept.length === 0) return item;
  return { ...item, elements: new Map([...item.elements, ...kept.map((element) => [element.id, element] as const)]) };
}

function withoutElements(item: Package, gone: ReadonlySet<ElementId>): Package {
  if (gone.size === 0) return item;
  const elements = new Map([...item.elements].filter(([id]) => !gone.has(id)));
  return elements.size === item.elements.size ? item : { ...item, elements };
}

function keptElsewhere(stored: StoredMetadata, others: readonly Package[]): ElementId[] {
  return others.flatMap(({ elements }) => [...elements.keys()].filter((id) => stored.kept.has(id)));
}

function duplicates(owners: ReadonlyMap<ElementId, readonly string[]>): Problem[] {
  return [...owners]
    .filter(([, names]) => names.length > 1)
    .map(([element, names]) => ({
      code: 'DUPLICATE_ELEMENT',
      severity: 'error',
      message: `${element} is in more than one package: ${names.join(', ')}. Every element has one owner.`,
      element,
    }));
}

function missingDependencies(packages: readonly Package[]): Problem[] {
  const names = new Set(packages.map(({ name }) => name));
  return packages.flatMap((item) =>
    item.dependencies
      .filter((dependency) => !names.has(dependency))
      .map((dependency) => ({
        code: 'MISSING_DEPENDENCY',
        severity: 'error' as const,
        message: `Package ${item.name} needs ${dependency}, which is neither installed nor part of this deploy.`,
        found: dependency,
      })),
  );
}

/** One warning for each element that stands on its own: its items need none of their own. */
function warnOfKept(kept: readonly Element[]): Problem[] {
  const ids = new Set(kept.map(({ id }) => id));
  return kept
    .filter((element) => !isTakenOut(element, { has: (id) => id !== element.id && ids.has(id) }))
    .map((element) => ({
      code: 'ELEMENT_KEPT',
      severity: 'warning',
      message: `${elementLabel(element)} is not in this version of ${element.owner} any more. It stays; to remove it, list ${element.id} as destructive.`,
      element: element.id,
    }));
}

function checkDestructive(
  destructive: readonly ElementId[],
  stored: StoredMetadata,
  shipped: ReadonlyMap<ElementId, Element>,
): Problem[] {
  const known = new Set(stored.packages.flatMap(({ elements }) => [...elements.keys()]));
  return destructive.flatMap((element): Problem[] => {
    const still = shipped.get(element);
    if (still)
      return [wrongDestructive(element, `${element} is still in ${placeOf(still)}; take it out of the files first.`)];
    if (known.has(element)) return [];
    if (stored.org.added.has(element))
      return [wrongDestructive(element, `${element} belongs to the ${ORG}; an admin removes it in the studio.`)];
    const suggestion = nearMiss(element, known);
    const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
    const problem = wrongDestructive(element, `No installed package has an element ${element}.${hint}`);
    return [suggestion === undefined ? problem : { ...problem, suggestion }];
  });
}

function placeOf({ owner, source }: Element): string {
  return source === undefined ? owner : `${owner} (${source.file})`;
}

function wrongDestructive(element: ElementId, message: string): Problem {
  return { code: 'NOT_DESTRUCTIBLE', severity: 'error', message, element, found: element };
}
