import { elementsBelow, elementsOf } from '../packages/component.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { parentId, parseElementId } from '../packages/element-id.ts';
import { componentOf, ElementMap, type Group, groupOf } from '../packages/element-map.ts';
import type { Decide, MetConflict } from './decide.ts';
import { mergeLayers } from './merge.ts';
import type { Origin, Origins } from './model.ts';
import { EMPTY_ORG_LAYER, type OrgLayer } from './org-layer.ts';
import { containersOf } from './removal.ts';

/** Packages with the org's layer over them, and what they were. */
export interface MergedOrg {
  readonly elements: ElementMap;
  readonly origins: MergedOrigins;
  /** The org's layer as it stands on these packages. */
  readonly org: OrgLayer;
  readonly conflicts: readonly MetConflict[];
  readonly layers: Layers;
}

interface Layers {
  readonly packages: readonly Pick<Package, 'name' | 'elements'>[];
  readonly org: OrgLayer;
}

/**
 * Merges as `mergeLayers` does, and only what has to be: what one package says and the org does not is taken as it is.
 * Given what was merged before, only what differs is merged anew; that must have been decided alike.
 */
export function mergeChanged(
  layers: { readonly packages: readonly Package[]; readonly org: OrgLayer; readonly decide?: Decide },
  before?: MergedOrg,
): MergedOrg {
  const packages = layers.packages.map((each) => ({ ...each, elements: ElementMap.of(each.elements) }));
  const isSameList = before && namesOf(before.layers.packages) === namesOf(packages);
  const start = isSameList ? before : withoutOrg(packages);
  const touched = new Touched(packages, start, layers.org);
  const merged = mergeLayers({
    ...layers,
    packages: packages.map((each) => ({ ...each, elements: touched.elementsIn(each.elements) })),
    org: touched.partOf(layers.org),
  });
  const elements = touched.replaceIn(start.elements, merged.elements);
  const said = new Map([...start.origins.said].filter(([id]) => !touched.has(id)));
  for (const [id, origins] of merged.origins)
    if (Object.values(origins).some(({ layer }) => layer === 'org')) said.set(id, origins);
  return {
    elements,
    origins: new MergedOrigins(elements, said),
    org: touched.joinWith(start.org, merged.org),
    conflicts: [...start.conflicts.filter(({ element }) => !touched.has(element)), ...merged.conflicts],
    layers: { packages, org: layers.org },
  };
}

/** Where properties came from: what the org says nothing about is its owner's. */
export class MergedOrigins implements Origins {
  /** Of elements about which the org says something. */
  readonly said: ReadonlyMap<ElementId, Readonly<Record<string, Origin>>>;
  readonly #elements: ElementMap;

  constructor(elements: ElementMap, said: ReadonlyMap<ElementId, Readonly<Record<string, Origin>>>) {
    this.#elements = elements;
    this.said = said;
  }

  get(id: ElementId): Readonly<Record<string, Origin>> | undefined {
    const said = this.said.get(id);
    const element = said === undefined ? this.#elements.get(id) : undefined;
    if (element === undefined) return said;
    const origin: Origin = { layer: 'package', package: element.owner };
    return Object.fromEntries(Object.keys(element.properties).map((name) => [name, origin]));
  }
}

function namesOf(packages: Layers['packages']): string {
  return JSON.stringify(packages.map(({ name }) => name));
}

/** What packages make where none touches a group of another; groups that several have are left out. */
function withoutOrg(packages: Layers['packages']): MergedOrg {
  const groups = new Map<string, Group>();
  const shared = new Set<string>();
  for (const { elements } of packages)
    for (const [key, group] of ElementMap.of(elements).groups) {
      if (groups.has(key)) shared.add(key);
      groups.set(key, group);
    }
  for (const key of shared) groups.delete(key);
  const elements = new ElementMap(groups);
  const own = packages.map(({ name, elements: all }) => ({ name, elements: without(ElementMap.of(all), shared) }));
  const layers = { packages: own, org: EMPTY_ORG_LAYER };
  return { elements, origins: new MergedOrigins(elements, new Map()), org: EMPTY_ORG_LAYER, conflicts: [], layers };
}

function without({ groups }: ElementMap, keys: ReadonlySet<string>): ElementMap {
  return new ElementMap(new Map([...groups].filter(([key]) => !keys.has(key))));
}

/** All elements that may differ between two states of the layers: whole groups, and single elements with what is below. */
class Touched {
  readonly #groups = new Set<string>();
  readonly #elements = new Set<ElementId>();
  readonly #components = new Set<ElementId>();
  /** By what they are part of, too. */
  readonly #containers = new Set<ElementId>();

  constructor(packages: Layers['packages'], before: MergedOrg, org: OrgLayer) {
    for (const [index, { elements }] of packages.entries()) {
      const was = ElementMap.of(before.layers.packages[index]?.elements ?? new Map()).groups;
      const { groups } = ElementMap.of(elements);
      for (const [key, group] of groups) if (was.get(key) !== group) this.#groups.add(key);
      for (const key of was.keys()) if (!groups.has(key)) this.#groups.add(key);
    }
    for (const id of differingIds(before.layers.org, org)) this.#add(id);
  }

  #add(id: ElementId): void {
    if (id.startsWith('object:') && !id.includes('/')) this.#groups.add(groupOf(id));
    this.#elements.add(id);
    this.#components.add(componentOf(id));
    this.#containers.add(id);
  }

  has(id: ElementId): boolean {
    if (this.#groups.has(groupOf(id))) return true;
    if (!this.#components.has(componentOf(id))) return false;
    for (let at: ElementId | undefined = id; at !== undefined; at = parentId(at))
      if (this.#elements.has(at)) return true;
    return false;
  }

  /** The touched of some elements. */
  elementsIn(elements: ReadonlyMap<ElementId, Element>): Map<ElementId, Element> {
    const map = ElementMap.of(elements);
    const found = new Map<ElementId, Element>();
    const addAll = (all: Iterable<Element>) => {
      for (const element of all) if (!found.has(element.id)) found.set(element.id, element);
    };
    for (const key of this.#groups) for (const each of map.groups.get(key)?.values() ?? []) addAll(elementsOf(each));
    for (const id of this.#elements) {
      if (this.#groups.has(groupOf(id))) continue;
      const component = map.component(componentOf(id));
      if (component === undefined) continue;
      addAll(elementsBelow(component, parseElementId(id)?.path ?? []));
    }
    return found;
  }

  /** What the org says of the touched, and which of what they are part of it took out. */
  partOf({ added, changed, removed }: OrgLayer): OrgLayer {
    const containers = new Set([...this.#elements].flatMap(containersOfId));
    const isTouched = ([id]: readonly [ElementId, unknown]) => this.has(id);
    return {
      added: new Map([...added].filter(isTouched)),
      changed: new Map([...changed].filter(isTouched)),
      removed: new Map([...removed].filter(([id]) => this.has(id) || containers.has(id))),
    };
  }

  /** The org's layer with its touched part as it was merged. */
  joinWith(before: OrgLayer, merged: OrgLayer): OrgLayer {
    const join = <T>(old: ReadonlyMap<ElementId, T>, fresh: ReadonlyMap<ElementId, T>): ReadonlyMap<ElementId, T> =>
      new Map([...[...old].filter(([id]) => !this.has(id)), ...fresh]);
    return {
      added: join(before.added, merged.added),
      changed: join(before.changed, merged.changed),
      removed: join(before.removed, merged.removed),
    };
  }

  /** Elements with their touched ones as they were merged. */
  replaceIn(before: ElementMap, merged: ReadonlyMap<ElementId, Element>): ElementMap {
    const [whole, single] = [new Map<ElementId, Element>(), new Map<ElementId, Element | undefined>()];
    for (const [id, element] of merged) (this.#groups.has(groupOf(id)) ? whole : single).set(id, element);
    for (const id of this.elementsIn(before).keys())
      if (!merged.has(id) && !this.#groups.has(groupOf(id))) single.set(id, undefined);
    const groups = new Map(before.groups);
    for (const key of this.#groups) groups.delete(key);
    for (const [key, group] of ElementMap.of(whole).groups) groups.set(key, group);
    return new ElementMap(groups).patched(single);
  }
}

function containersOfId(id: ElementId): ElementId[] {
  const component = componentOf(id);
  return containersOf({ id, component: component.slice(component.indexOf(':') + 1) });
}

function differingIds(before: OrgLayer, after: OrgLayer): Set<ElementId> {
  const parts = ['added', 'changed', 'removed'] as const;
  return new Set(
    parts.flatMap((part) => {
      const [old, fresh] = [before[part], after[part]] as [
        ReadonlyMap<ElementId, unknown>,
        ReadonlyMap<ElementId, unknown>,
      ];
      const ids = [...new Set([...old.keys(), ...fresh.keys()])];
      return ids.filter((id) => old.get(id) !== fresh.get(id));
    }),
  );
}
