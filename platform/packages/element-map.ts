import type { KindName } from '../kinds/kind.ts';
import { shareTexts } from '../share-texts.ts';
import {
  type Component,
  elementAt,
  elementsOf,
  elementsUnlike,
  objectOf,
  packComponent,
  patchComponent,
  type Share,
} from './component.ts';
import type { Element, ElementId } from './element.ts';
import { parseElementId } from './element-id.ts';

/**
 * Components that belong together: an object with its fields, rules and views, or one component alone. Names that
 * differ in case alone are of one group, so that what collides is found within it.
 */
export type Group = ReadonlyMap<ElementId, Component>;

/**
 * Elements by identity, kept by component and these by group. It never changes: `with` gives another that shares with it
 * all groups that stay as they are, and who compares two of them compares groups.
 */
export class ElementMap implements ReadonlyMap<ElementId, Element> {
  readonly groups: ReadonlyMap<string, Group>;
  #size: number | undefined;

  constructor(groups: ReadonlyMap<string, Group>) {
    this.groups = groups;
  }

  /** Of elements in any order; the first of one identity holds. What is one already is answered itself. */
  static of(elements: ReadonlyMap<ElementId, Element>): ElementMap {
    return elements instanceof ElementMap ? elements : ElementMap.from(elements.values());
  }

  static from(elements: Iterable<Element>, share: Share = createShare()): ElementMap {
    const byComponent = Map.groupBy(elements, ({ id }) => componentOf(id));
    const groups = new Map<string, Map<ElementId, Component>>();
    for (const [id, parts] of byComponent) {
      const component = packComponent(parts, share);
      const key = groupOf(id);
      const group = groups.get(key) ?? new Map<ElementId, Component>();
      if (component !== undefined) groups.set(key, group.set(id, component));
    }
    return new ElementMap(groups);
  }

  /** These components instead; undefined takes one out. */
  with(changes: ReadonlyMap<ElementId, Component | undefined>): ElementMap {
    const groups = new Map(this.groups);
    const copies = new Map<string, Map<ElementId, Component>>();
    for (const [id, component] of changes) {
      const key = groupOf(id);
      const group = copies.get(key) ?? new Map(this.groups.get(key));
      copies.set(key, group);
      if (component === undefined) group.delete(id);
      else group.set(id, component);
    }
    for (const [key, group] of copies) {
      if (group.size === 0) groups.delete(key);
      else groups.set(key, group);
    }
    return new ElementMap(groups);
  }

  /** These elements instead; undefined takes one out. */
  patched(changes: ReadonlyMap<ElementId, Element | undefined>): ElementMap {
    const byComponent = Map.groupBy(changes, ([id]) => componentOf(id));
    const components = [...byComponent].map(([id, own]) => {
      const component = patchComponent(this.component(id), new Map(own), createShare());
      return [id, component] as const;
    });
    return this.with(new Map(components));
  }

  component(id: ElementId): Component | undefined {
    return this.groups.get(groupOf(id))?.get(id);
  }

  /** All components of all groups. */
  *components(): Generator<Component> {
    for (const group of this.groups.values()) yield* group.values();
  }

  get(id: ElementId): Element | undefined {
    const component = this.component(componentOf(id));
    if (component === undefined) return undefined;
    if (component.id === id) return elementAt(component, []);
    const path = parseElementId(id)?.path;
    const element = path && elementAt(component, path);
    return element?.id === id ? element : undefined;
  }

  has(id: ElementId): boolean {
    return this.get(id) !== undefined;
  }

  get size(): number {
    if (this.#size === undefined) {
      this.#size = 0;
      for (const _ of this.values()) this.#size++;
    }
    return this.#size;
  }

  *values(): Generator<Element, undefined> {
    for (const component of this.components()) yield* elementsOf(component);
  }

  *keys(): Generator<ElementId, undefined> {
    for (const { id } of this.values()) yield id;
  }

  *entries(): Generator<[ElementId, Element], undefined> {
    for (const element of this.values()) yield [element.id, element];
  }

  [Symbol.iterator](): Generator<[ElementId, Element], undefined> {
    return this.entries();
  }

  forEach(visit: (element: Element, id: ElementId, map: ReadonlyMap<ElementId, Element>) => void): void {
    for (const element of this.values()) visit(element, element.id, this);
  }
}

/**
 * The elements in which two states may differ, as each has them: those that are not the very same in both. Of what are no
 * element maps, all.
 */
export function elementsThatDiffer(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): { readonly before: ReadonlyMap<ElementId, Element>; readonly after: ReadonlyMap<ElementId, Element> } {
  if (!(before instanceof ElementMap && after instanceof ElementMap)) return { before, after };
  const [old, fresh] = [new Map<ElementId, Element>(), new Map<ElementId, Element>()];
  for (const key of new Set([...before.groups.keys(), ...after.groups.keys()])) {
    const [was, is] = [before.groups.get(key), after.groups.get(key)];
    if (was === is) continue;
    addUnlike(old, was, is);
    addUnlike(fresh, is, was);
  }
  return { before: old, after: fresh };
}

function addUnlike(found: Map<ElementId, Element>, group: Group | undefined, other: Group | undefined): void {
  for (const component of group?.values() ?? [])
    if (other?.get(component.id) !== component)
      for (const element of elementsUnlike(component, other?.get(component.id))) found.set(element.id, element);
}

/** Identity of the component that an element is part of. */
export function componentOf(id: ElementId): ElementId {
  const cut = id.indexOf('/');
  return cut < 0 ? id : id.slice(0, cut);
}

/** The group of a component, by its identity. */
export function groupOf(id: ElementId): string {
  const component = componentOf(id);
  const colon = component.indexOf(':');
  const object = objectOf(component.slice(0, colon) as KindName, component.slice(colon + 1)); // if it is none, it has no parts
  return (object === '' ? component : `object:${object}`).toLowerCase();
}

/** For the elements of one org. What it makes one lives as long as something holds it. */
export function createShare(): Share {
  const things = new Map<string, Element['properties']>();
  return {
    properties(properties) {
      const key = keyOfSmall(properties);
      if (key === undefined) return properties;
      const known = things.get(key) ?? Object.freeze(properties);
      things.set(key, known);
      return known;
    },
    text: shareTexts(),
  };
}

/** Things of flags and numbers alone come by the ten thousand, and most are equal. */
function keyOfSmall(properties: Element['properties']): string | undefined {
  let key = '';
  let count = 0;
  for (const name in properties) {
    const value = properties[name];
    if (++count > MOST_SHARED || (typeof value !== 'boolean' && typeof value !== 'number')) return undefined;
    key += `${name}:${value};`;
  }
  return key;
}

const MOST_SHARED = 6;
