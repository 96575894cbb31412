import { type Json, present } from '../json.ts';
import { findRenames, findTakenNames, type RenamePairs } from '../layers/find-renames.ts';
import { mergeLayers } from '../layers/merge.ts';
import type { OrgLayer, PropertyChange } from '../layers/org-layer.ts';
import { scopeOf } from '../layers/reference-scope.ts';
import { renamesOf, rewriteId, rewriteReferences } from '../layers/rename.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import { ownName, parseElementId } from '../packages/element-id.ts';
import type { Problem } from '../problem.ts';
import type { StoredMetadata } from '../store/metadata-rows.ts';

/**
 * What is stored, under the names that new versions of packages give: what admins said of something renamed they said of
 * what it is called now, and what they said elsewhere speaks of it by its new name.
 */
export function renameStored(stored: StoredMetadata, incoming: readonly Package[]): StoredMetadata {
  const rename = renamingOf(stored, incoming);
  if (rename === undefined) return stored;
  const names = new Set(incoming.map(({ name }) => name));
  const upgraded = stored.packages.filter(({ name }) => names.has(name));
  return {
    ...stored,
    packages: stored.packages.map((each) => (upgraded.includes(each) ? rename.package(each) : each)),
    kept: new Set([...stored.kept].map(rename.id)),
    org: rename.org(stored.org),
  };
}

/** How new versions of packages rename what is stored; undefined where they rename nothing. */
export function renamingOf(stored: StoredMetadata, incoming: readonly Package[]) {
  const pairs = findRenames(...versionsOf(stored, incoming));
  return pairs.size === 0 ? undefined : rewriterOf(stored, pairs);
}

/** What new versions call as something else is called that they leave as it is, or that admins added. */
export function checkRenames(stored: StoredMetadata, incoming: readonly Package[]): Problem[] {
  const [before, after] = versionsOf(stored, incoming);
  return [...findTakenNames(before, after)].flatMap(([was, id]): Problem[] => {
    const [former, element, there] = [before.get(was), after.get(id), before.get(id)];
    if (former === undefined || element === undefined || there === undefined) return [];
    const way =
      there.owner === ORG
        ? 'Give it another name in the package, or have an admin delete theirs first.'
        : 'Rename that one, too, or delete it in a deploy of its own before this one.';
    return [
      {
        code: 'NAME_TAKEN',
        severity: 'error',
        message: `"${ownName(former)}" cannot be renamed to "${ownName(element)}": ${there.owner === ORG ? 'the org' : there.owner} has something called so, which stays. ${way}`,
        element: id,
        found: ownName(element),
        ...(element.source ? { file: element.source.file, pointer: element.source.pointer } : {}),
      },
    ];
  });
}

/** The elements that packages and admins gave names to, before and after new versions of packages. */
function versionsOf({ packages, org }: StoredMetadata, incoming: readonly Package[]) {
  const before = new Map([...elementsOf(packages), ...org.added]);
  const names = new Set(incoming.map(({ name }) => name));
  return [before, elementsOf([...packages, ...incoming], names)] as const;
}

/** The elements of packages; of those named, only the later ones count. */
function elementsOf(packages: readonly Package[], replaced: ReadonlySet<string> = new Set()): Map<ElementId, Element> {
  const latest = new Map(packages.map((each) => [each.name, each]));
  const counted = packages.filter((each) => !replaced.has(each.name) || latest.get(each.name) === each);
  return new Map(counted.flatMap(({ elements }) => [...elements]));
}

/** Everything that renaming does to stored metadata, in the scope of what is live. */
export function rewriterOf({ packages, org }: Pick<StoredMetadata, 'packages' | 'org'>, pairs: RenamePairs) {
  const scope = scopeOf(mergeLayers({ packages, org }).elements);
  const renames = renamesOf(pairs);
  const element = <T extends Element>(each: T): T => rewriteReferences(each, scope, renames);
  const id = (each: ElementId) => rewriteId(each, scope, renames);
  const properties = (of: ElementId, said: Readonly<Record<string, Json>>) => {
    const address = parseElementId(of);
    return address === undefined
      ? said
      : rewriteReferences({ id: of, ...address, properties: said }, scope, renames).properties;
  };
  const byId = <T extends Element>(all: Iterable<T>) =>
    new Map([...all].map((each): [ElementId, T] => [each.id, each]));
  return {
    id,
    package: (each: Package): Package => ({ ...each, elements: byId(each.elements.values().map(element)) }),
    org: ({ added, changed, removed }: OrgLayer): OrgLayer => ({
      added: byId(added.values().map(element)),
      changed: new Map(
        [...changed].map(([each, changes]) => [id(each), renameChanges(changes, (said) => properties(each, said))]),
      ),
      removed: new Map([...removed].map(([each, gone]) => [id(each), { ...gone, base: properties(each, gone.base) }])),
    }),
  };
}

type Rewrite = (said: Readonly<Record<string, Json>>) => Readonly<Record<string, Json>>;

/** The value of an admin and that of the package beneath it speak of the same things. */
function renameChanges(
  changes: Readonly<Record<string, PropertyChange>>,
  rewrite: Rewrite,
): Readonly<Record<string, PropertyChange>> {
  return Object.fromEntries(
    Object.entries(changes).map(([property, { ours, base, ...who }]) => {
      const [name, renamed] = one(property, ours, rewrite);
      const [, beneath] = one(property, base, rewrite);
      return [name ?? property, { ...who, ...present('ours', renamed), ...present('base', beneath) }];
    }),
  );
}

function one(property: string, value: Json | undefined, rewrite: Rewrite): [string, Json] | [string, undefined] {
  const [entry] = value === undefined ? [] : Object.entries(rewrite({ [property]: value }));
  return entry ?? [property, undefined];
}
