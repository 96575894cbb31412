import type { Json } from '../json.ts';
import { fileOfComponent } from '../kinds/kind-path.ts';
import { equalJson } from '../layers/equal-json.ts';
import { type Merged, mergeLayers } from '../layers/merge.ts';
import type { Conflict, PropertyChange } from '../layers/org-layer.ts';
import { standsElsewhere } from '../layers/place.ts';
import { isTakenOut } from '../layers/removal.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { writeComponents, writePackage } from '../packages/write-files.ts';
import type { Problem } from '../problem.ts';
import type { StoredMetadata } from '../store/metadata-rows.ts';
import { elementLabel } from './diff-elements.ts';
import { checkAlone, findHomes, groupAdditions, hangsOn, type Neighbourhood } from './find-homes.ts';
import { installPackages, type Proposal } from './install-packages.ts';
import { renameStored } from './rename-stored.ts';

/** A package with files: as they are, or none yet. */
export interface OpenPackage {
  readonly item: Package;
  /** Text by path in the package. */
  readonly files: ReadonlyMap<string, string>;
}

/** What an admin did that goes into a file. */
export interface RetrievedChange {
  readonly element: ElementId;
  readonly change: 'added' | 'changed' | 'removed';
  /** Of a change; a property that is gone has no `after`. */
  readonly property?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly by: string;
  readonly at: string;
}

/** A file to write or remove, and why. A package that is written anew has files without a reason. */
export interface RetrievedFile {
  readonly package: string;
  readonly path: string;
  readonly action: 'created' | 'changed' | 'removed';
  /** Absent: the file goes. */
  readonly text?: string;
  readonly changes: readonly RetrievedChange[];
}

export interface RetrievePlan {
  readonly files: readonly RetrievedFile[];
  /** What the files and the org say differently since they parted; none of it is written. */
  readonly conflicts: readonly Conflict[];
  /** What stays with the org alone: it belongs to a package whose files are not here. */
  readonly left: readonly RetrievedChange[];
  readonly problems: readonly Problem[];
}

/**
 * Puts what admins changed into the files of the packages it belongs to. The files are merged with the org's layer as a
 * deploy of them would; what would be left in the layer then is what they do not say yet.
 */
export function planRetrieve(request: {
  readonly stored: StoredMetadata;
  readonly open: readonly OpenPackage[];
  /** Packages that the open ones need and that are not installed. */
  readonly others?: readonly Package[];
  /** Package that takes what admins added. */
  readonly target?: string;
}): RetrievePlan {
  const { open, others = [], target } = request;
  const packages = [...others, ...open.map(({ item }) => item)];
  const stored = renameStored(request.stored, packages);
  const proposal = installPackages(stored, { kind: 'packages', packages, by: '', note: '' }, '');
  const errors = proposal.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { files: [], conflicts: [], left: [], problems: errors };
  const merged = mergeLayers({ packages: proposal.metadata.packages, org: proposal.metadata.org });
  const retrieval = new Retrieval({ stored, proposal, merged, open });
  retrieval.takeRemovals();
  retrieval.takeChanges();
  const problems = retrieval.takeAdditions(target);
  const { conflicts, left } = retrieval;
  const isUnclear = problems.some(({ severity }) => severity === 'error');
  return { files: isUnclear ? [] : retrieval.files(), conflicts, left, problems };
}

interface Origin {
  readonly stored: StoredMetadata;
  readonly proposal: Proposal;
  readonly merged: Merged;
  readonly open: readonly OpenPackage[];
}

/** The open packages, as their files are to be. */
class Retrieval {
  readonly conflicts: Conflict[];
  readonly left: RetrievedChange[] = [];
  readonly #origin: Origin;
  readonly #elements: ReadonlyMap<string, Map<ElementId, Element>>;
  /** What is written so far, each with its element, of which only the place counts. */
  readonly #changes: { readonly element: Element; readonly change: RetrievedChange }[] = [];
  readonly #undecided: ReadonlySet<string>;

  constructor(origin: Origin) {
    this.#origin = origin;
    this.conflicts = [...(origin.proposal.conflicts ?? []), ...origin.merged.conflicts];
    this.#elements = new Map(origin.open.map(({ item }) => [item.name, new Map(item.elements)]));
    this.#undecided = new Set(this.conflicts.map(({ element, property }) => nameOf(element, property)));
  }

  takeRemovals(): void {
    for (const [id, { base, by, at }] of this.#origin.merged.org.removed) {
      if (this.#undecided.has(nameOf(id))) continue;
      const isIt = { has: (each: ElementId) => each === id };
      const below = [...this.#elements.values()].flatMap((elements) =>
        [...elements.values()].filter((element) => isTakenOut(element, isIt)),
      );
      const strangers = below.filter((element) => element.id !== id && this.#isNews(element));
      for (const each of strangers) this.conflicts.push({ element: each.id, theirs: each.properties, by, at });
      if (strangers.length > 0) continue;
      for (const element of below) {
        this.#elements.get(element.owner)?.delete(element.id);
        this.#record(element, { element: element.id, change: 'removed', before: element.properties, by, at });
      }
      if (this.#hasOthers(isIt)) this.left.push({ element: id, change: 'removed', before: base, by, at });
    }
  }

  takeChanges(): void {
    const { changed, removed } = this.#origin.merged.org;
    for (const [id, changes] of changed) {
      // What was changed before it was taken out is changed no more.
      if (isTakenOut({ id, component: parseElementId(id)?.component ?? '' }, removed)) continue;
      for (const [property, change] of Object.entries(changes))
        if (!this.#undecided.has(nameOf(id, property))) this.#change(id, property, change);
    }
  }

  /** Tells of what somebody has to say where it goes, and of what its package could not understand alone. */
  takeAdditions(target: string | undefined): Problem[] {
    const { merged, proposal, open } = this.#origin;
    const { packages } = proposal.metadata;
    const stamps = merged.org.added;
    const neighbourhood: Neighbourhood = {
      packages,
      merged,
      open: new Set(open.map(({ item }) => item.name)),
      ...(target === undefined ? {} : { target }),
    };
    const all = groupAdditions(this.#decidedAdditions());
    const { fit = [], lost = [] } = Object.groupBy(all, ({ root }) => (this.#canStand(root) ? 'fit' : 'lost'));
    for (const { root } of lost)
      this.conflicts.push({ element: root.id, ours: root.properties, ...stampOf(stamps.get(root.id)) });
    const { homes, ambiguous, homeless } = findHomes(fit, neighbourhood);
    for (const [{ elements }, home] of homes)
      for (const element of elements) this.#add({ ...element, owner: home }, stampOf(stamps.get(element.id)));
    for (const { elements } of homeless)
      for (const { id, properties } of elements)
        this.left.push({ element: id, change: 'added', after: properties, ...stampOf(stamps.get(id)) });
    if (ambiguous.length > 0) return ambiguous.map(({ root }) => needsPackage(root, neighbourhood));
    return this.#checkAlone(neighbourhood, homes);
  }

  /** The files that change, and those that were not there. */
  files(): RetrievedFile[] {
    const changed = Map.groupBy(this.#changes, ({ element }) => nameOf(element.owner, fileOfComponent(element)));
    return this.#origin.open.flatMap(({ item, files }) => {
      const elements = this.#elements.get(item.name) ?? item.elements;
      const texts = files.size === 0 ? writePackage({ ...item, elements }) : writeComponents(elements.values());
      const paths = new Set([...files.keys(), ...texts.keys()]);
      return [...paths].sort().flatMap((path): RetrievedFile[] => {
        const changes = (changed.get(nameOf(item.name, path)) ?? []).map(({ change }) => change);
        const text = texts.get(path);
        // What nobody changed keeps its bytes, however it is laid out.
        if ((changes.length === 0 && files.size > 0) || text === files.get(path)) return [];
        const action = text === undefined ? 'removed' : files.has(path) ? 'changed' : 'created';
        return [{ package: item.name, path, action, ...(text === undefined ? {} : { text }), changes }];
      });
    });
  }

  #change(id: ElementId, property: string, { ours, base, by, at }: PropertyChange): void {
    const found = this.#find(id);
    const before = base === undefined ? {} : { before: base };
    const after = ours === undefined ? {} : { after: ours };
    const change: RetrievedChange = { element: id, change: 'changed', property, ...before, ...after, by, at };
    if (found === undefined) this.#leave(change);
    else {
      const { [property]: _, ...rest } = found.properties;
      const properties = ours === undefined ? rest : { ...rest, [property]: ours };
      this.#elements.get(found.owner)?.set(id, { ...found, properties });
      this.#record(found, change);
    }
  }

  /** What the files of its package have no more is nothing to write, and nothing to pass over either. */
  #leave(change: RetrievedChange): void {
    const { element, property = '', before, after, by, at } = change;
    const installed = this.#origin.merged.elements.get(element);
    if (installed === undefined || !this.#elements.has(installed.owner)) this.left.push(change);
    else
      this.conflicts.push({
        element,
        property,
        ...(before === undefined ? {} : { base: before }),
        ...(after === undefined ? {} : { ours: after }),
        by,
        at,
      });
  }

  #add(element: Element, stamp: Stamp): void {
    const { id, owner, properties } = element;
    this.#elements.get(owner)?.set(id, element);
    this.#record(element, { element: id, change: 'added', after: properties, ...stamp });
  }

  #record(element: Element, change: RetrievedChange): void {
    this.#changes.push({ element, change });
  }

  #find(id: ElementId): Element | undefined {
    for (const elements of this.#elements.values()) if (elements.has(id)) return elements.get(id);
    return undefined;
  }

  /** Whether the files say something that the org has not seen when an admin took it out with what it is part of. */
  #isNews({ id, owner, properties }: Element): boolean {
    const installed = this.#origin.stored.packages.find(({ name }) => name === owner)?.elements.get(id);
    return installed === undefined || !equalJson(installed.properties, properties);
  }

  #hasOthers(removed: { has(id: ElementId): boolean }): boolean {
    return this.#origin.proposal.metadata.packages.some(
      ({ name, elements }) =>
        !this.#elements.has(name) && elements.values().some((element) => isTakenOut(element, removed)),
    );
  }

  /** Without what the org moved there, where the files moved it elsewhere. */
  #decidedAdditions(): Element[] {
    const { added } = this.#origin.merged.org;
    const moved = this.conflicts.flatMap(({ element: id, property }) => {
      const address = property === undefined ? parseElementId(id) : undefined;
      return (address && standsElsewhere({ id, ...address }, added.values())?.id) ?? [];
    });
    return [...added.values()].flatMap(({ by: _, at: __, ...element }) =>
      moved.includes(element.id) ? [] : [element],
    );
  }

  /** Whether what an addition is part of will be there; the files may have dropped it. */
  #canStand(root: Element): boolean {
    const id = hangsOn(root);
    const above = id === undefined ? undefined : this.#origin.merged.elements.get(id);
    if (id === undefined) return true;
    return above !== undefined && this.#elements.get(above.owner)?.has(id) !== false;
  }

  #checkAlone(neighbourhood: Neighbourhood, homes: ReturnType<typeof findHomes>['homes']): Problem[] {
    const touched = Map.groupBy(this.#changes, ({ element }) => element.owner);
    return [...touched].flatMap(([owner, changes]) => {
      const ids = new Set(changes.map(({ change }) => change.element));
      return checkAlone(owner, neighbourhood, homes).flatMap((problem): Problem[] =>
        problem.severity === 'error' && ids.has(problem.element ?? '') ? [needsOthers(owner, problem)] : [],
      );
    });
  }
}

interface Stamp {
  readonly by: string;
  readonly at: string;
}

function stampOf(stamp: Stamp | undefined): Stamp {
  return { by: stamp?.by ?? '', at: stamp?.at ?? '' };
}

/** Names, put together so that no two pairs are the same. */
function nameOf(...names: readonly (string | undefined)[]): string {
  return JSON.stringify(names.filter((name) => name !== undefined));
}

function needsPackage(root: Element, { open }: Neighbourhood): Problem {
  const which = [...open].join(', ');
  return {
    code: 'CHOOSE_PACKAGE',
    severity: 'error',
    message: `${elementLabel(root)} is the org's own. Say with --package which package it goes to: one of ${which}.`,
    element: root.id,
    expected: `one of ${which}`,
  };
}

function needsOthers(
  owner: string,
  { code: _, severity: __, file: ___, line: ____, column: _____, ...problem }: Problem,
): Problem {
  const message = `${owner} cannot stand without packages above it any more: ${problem.message} Add what is missing to its dependencies, or move this to a package that has it.`;
  return { ...problem, code: 'NEEDS_OTHER_PACKAGE', severity: 'warning', message };
}
