import { type Json, present } from '../json.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { type Decide, type MetConflict, met, undecided } from './decide.ts';
import { equalJson } from './equal-json.ts';
import type { Origin } from './model.ts';
import type { OrgLayer, PropertyChange } from './org-layer.ts';
import { isTakenOut } from './removal.ts';
import { settleRemovals } from './settle-removals.ts';

/** The effective metadata of an org, before it is checked. */
export interface Merged {
  readonly elements: Map<ElementId, Element>;
  readonly origins: Map<ElementId, Readonly<Record<string, Origin>>>;
  /** The org's layer as it stands on these packages: what they now say themselves is no longer a change. */
  readonly org: OrgLayer;
  /** What both sides changed, differently, decided or open. What is open stands as the org has it. */
  readonly conflicts: MetConflict[];
}

/**
 * Lays the org's changes over the packages, three ways per property: the base is what the package said when the admin
 * changed it. A package that has not moved since leaves the admin's value; one that moved to it as well ends the
 * change; one that moved elsewhere is a conflict, which `decide` may decide. So is what the org took out and the package
 * changed since, and what both added, each in its way.
 */
export function mergeLayers(layers: {
  readonly packages: readonly Package[];
  readonly org: OrgLayer;
  readonly decide?: Decide;
}): Merged {
  const { packages, org, decide = undecided } = layers;
  const { added, removed, conflicts } = settleRemovals({ packages, org, decide });
  const merge = new Merge({ ...org, added }, decide);
  for (const each of packages) {
    const origin: Origin = { layer: 'package', package: each.name };
    for (const element of each.elements.values()) {
      const isRepeated = merge.elements.has(element.id);
      if (!isRepeated && !isTakenOut(element, removed)) merge.addPackageElement(element, origin);
    }
  }
  for (const element of added.values()) if (!merge.elements.has(element.id)) merge.addOrgElement(element);
  merge.keepDormantChanges();
  return {
    elements: merge.elements,
    origins: merge.origins,
    org: { added: merge.added, changed: merge.changed, removed },
    conflicts: [...conflicts, ...merge.conflicts],
  };
}

/** The result so far. */
class Merge {
  readonly elements = new Map<ElementId, Element>();
  readonly origins = new Map<ElementId, Readonly<Record<string, Origin>>>();
  readonly added = new Map<ElementId, OrgElement>();
  readonly changed = new Map<ElementId, Readonly<Record<string, PropertyChange>>>();
  readonly conflicts: MetConflict[] = [];
  readonly #org: OrgLayer;
  readonly #decide: Decide;

  constructor(org: OrgLayer, decide: Decide) {
    this.#org = org;
    this.#decide = decide;
  }

  addPackageElement(element: Element, origin: Origin & { readonly layer: 'package' }): void {
    const changes = this.#changesOf(element);
    const properties = new Map(Object.entries(element.properties));
    const origins = new Map<string, Origin>([...properties.keys()].map((name) => [name, origin]));
    const kept: [string, PropertyChange][] = [];
    for (const [property, change] of Object.entries(changes)) {
      const rebased = this.#rebase({ element, property, change });
      if (rebased === undefined) continue;
      kept.push([property, rebased]);
      origins.set(property, changedOrigin(rebased, origin));
      if (rebased.ours === undefined) properties.delete(property);
      else properties.set(property, rebased.ours);
    }
    this.elements.set(
      element.id,
      kept.length === 0 ? element : { ...element, properties: Object.fromEntries(properties) },
    );
    this.origins.set(element.id, Object.fromEntries(origins));
    if (kept.length > 0) this.changed.set(element.id, Object.fromEntries(kept));
  }

  addOrgElement(element: OrgElement): void {
    const { by, at, ...plain } = element;
    const names = Object.keys(plain.properties);
    this.elements.set(element.id, plain);
    this.origins.set(
      element.id,
      Object.fromEntries(names.map((name): [string, Origin] => [name, { layer: 'org', by, at }])),
    );
    this.added.set(element.id, element);
  }

  /** Changes of elements that no package holds any more are kept: absence never means deletion. */
  keepDormantChanges(): void {
    for (const [id, changes] of this.#org.changed) if (!this.elements.has(id)) this.changed.set(id, changes);
  }

  /** What the org says about a package's element; one that both added is a change of what the package added. */
  #changesOf(element: Element): Readonly<Record<string, PropertyChange>> {
    const added = this.#org.added.get(element.id);
    return added === undefined ? (this.#org.changed.get(element.id) ?? {}) : this.#settleAdded(element, added);
  }

  /** Halves of two elements that were made apart need not fit together: where they differ, one side has it whole. */
  #settleAdded(element: Element, added: OrgElement): Readonly<Record<string, PropertyChange>> {
    const { properties, by, at } = added;
    const said = Object.entries(properties);
    if (said.every(([name, ours]) => equalJson(own(element, name) ?? ours, ours)))
      return Object.fromEntries(said.map(([name, ours]): [string, PropertyChange] => [name, { ours, by, at }]));
    const conflict = { element: element.id, theirs: element.properties, ours: properties, by, at };
    const choose = this.#decide(conflict);
    this.conflicts.push(met(conflict, choose));
    if (choose === 'theirs') return {};
    const all = [...new Set([...Object.keys(properties), ...Object.keys(element.properties)])];
    return Object.fromEntries(
      all.map((name): [string, PropertyChange] => [
        name,
        { ...present('ours', own(added, name)), ...present('base', own(element, name)), by, at },
      ]),
    );
  }

  /** The change on its new base; undefined where it is none any more. */
  #rebase({ element, property, change }: Claim): PropertyChange | undefined {
    const theirs = own(element, property);
    if (equalJson(theirs, change.ours)) return undefined;
    if (equalJson(theirs, change.base)) return change;
    const conflict = { element: element.id, property, ...change, ...present('theirs', theirs) };
    const choose = this.#decide(conflict);
    this.conflicts.push(met(conflict, choose));
    if (choose === 'theirs') return undefined;
    return choose === 'ours' ? onBase(change, theirs) : change;
  }
}

type OrgElement = Element & { readonly by: string; readonly at: string };

interface Claim {
  readonly element: Element;
  readonly property: string;
  readonly change: PropertyChange;
}

function own({ properties }: Pick<Element, 'properties'>, name: string): Json | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function changedOrigin({ base, by, at }: PropertyChange, origin: Origin & { readonly layer: 'package' }): Origin {
  return { layer: 'org', by, at, package: origin.package, ...(base === undefined ? {} : { packageValue: base }) };
}

function onBase({ base: _, ...change }: PropertyChange, theirs: Json | undefined): PropertyChange {
  return { ...change, ...present('base', theirs) };
}
