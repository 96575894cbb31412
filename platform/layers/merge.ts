import type { Json } from '../json.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { equalJson } from './equal-json.ts';
import type { Origin } from './model.ts';
import type { Conflict, OrgLayer, PropertyChange } from './org-layer.ts';
import { isTakenOut } from './removal.ts';
import { settleRemovals } from './settle-removals.ts';

/** The effective metadata of an org, before it is checked. */
export interface Merged {
  readonly elements: Map<ElementId, Element>;
  readonly origins: Map<ElementId, Readonly<Record<string, Origin>>>;
  /** The org's layer as it stands on these packages: what they now say themselves is no longer a change. */
  readonly org: OrgLayer;
  /** What both sides changed, differently. Until each is decided, the org's value stands. */
  readonly conflicts: Conflict[];
}

/**
 * Lays the org's changes over the packages, three ways per property: the base is what the package said when the admin
 * changed it. A package that has not moved since leaves the admin's value; one that moved to it as well ends the
 * change; one that moved elsewhere is a conflict, unless `prefer` decides. So is what the org took out and the package
 * changed since.
 */
export function mergeLayers(layers: {
  readonly packages: readonly Package[];
  readonly org: OrgLayer;
  readonly prefer?: 'ours' | 'theirs';
}): Merged {
  const { added, removed, conflicts } = settleRemovals(layers);
  const merge = new Merge({ ...layers.org, added }, layers.prefer);
  for (const each of layers.packages) {
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
  readonly conflicts: Conflict[] = [];
  readonly #org: OrgLayer;
  readonly #prefer: 'ours' | 'theirs' | undefined;

  constructor(org: OrgLayer, prefer: 'ours' | 'theirs' | undefined) {
    this.#org = org;
    this.#prefer = prefer;
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
    if (added === undefined) return this.#org.changed.get(element.id) ?? {};
    const { by, at } = added;
    const changes = Object.entries(added.properties).map(([name, ours]): [string, PropertyChange] => [
      name,
      { ours, by, at },
    ]);
    // Halves of two elements that were made apart need not fit together: whoever is preferred has it whole.
    const clashes = changes.some(([name, { ours }]) => !equalJson(own(element, name) ?? ours, ours));
    if (clashes && this.#prefer === 'theirs') return {};
    if (clashes && this.#prefer === 'ours')
      for (const [name, base] of Object.entries(element.properties))
        if (!Object.hasOwn(added.properties, name)) changes.push([name, { base, by, at }]);
    return Object.fromEntries(changes);
  }

  /** The change on its new base; undefined where it is none any more. */
  #rebase({ element, property, change }: Claim): PropertyChange | undefined {
    const theirs = own(element, property);
    if (equalJson(theirs, change.ours)) return undefined;
    if (equalJson(theirs, change.base)) return change;
    if (this.#prefer === 'theirs') return undefined;
    if (this.#prefer === 'ours') return onBase(change, theirs);
    this.conflicts.push({ element: element.id, property, ...change, ...(theirs === undefined ? {} : { theirs }) });
    return change;
  }
}

type OrgElement = Element & { readonly by: string; readonly at: string };

interface Claim {
  readonly element: Element;
  readonly property: string;
  readonly change: PropertyChange;
}

function own({ properties }: Element, name: string): Json | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function changedOrigin({ base, by, at }: PropertyChange, origin: Origin & { readonly layer: 'package' }): Origin {
  return { layer: 'org', by, at, package: origin.package, ...(base === undefined ? {} : { packageValue: base }) };
}

function onBase({ base: _, ...change }: PropertyChange, theirs: Json | undefined): PropertyChange {
  return theirs === undefined ? change : { ...change, base: theirs };
}
