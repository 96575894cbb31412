import type { Json } from '../../platform/json.ts';
import type { KindName } from '../../platform/kinds/kind.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { parentId } from '../../platform/packages/element-id.ts';
import type { StudioModel } from '../../runtime/client/api.ts';
import { addressOf } from './element-id.ts';

/** An effective element with where each of its properties came from. */
export type StudioElement = StudioModel['elements'][number];

/** All elements, found by id, by kind, by what they are parts of. Made once per state of the draft. */
export interface Elements {
  readonly byId: ReadonlyMap<ElementId, StudioElement>;
  /** Components of a kind, by order and name. */
  components(kind: KindName): readonly StudioElement[];
  /** Components of a kind that belong to an object: its fields, rules, actions, list views. */
  partsOf(object: string, kind: KindName): readonly StudioElement[];
  /** Items of a collection of an element, by order and key. */
  items(parent: ElementId, collection: string): readonly StudioElement[];
}

/** Indexes elements, so that editors need not search. */
export function indexElements(byId: ReadonlyMap<ElementId, StudioElement>): Elements {
  const groups = new Map<string, StudioElement[]>();
  const add = (key: string, element: StudioElement) => {
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  };
  for (const element of byId.values()) {
    const parent = parentId(element.id);
    if (parent !== undefined) add(`${parent}/${element.path.at(-2)}`, element);
    else {
      add(element.kind, element);
      const dot = element.component.indexOf('.');
      if (dot !== -1) add(`${element.kind}:${element.component.slice(0, dot)}`, element);
    }
  }
  for (const group of groups.values()) group.sort(byOrder);
  const group = (key: string) => groups.get(key) ?? NONE;
  return {
    byId,
    components: (kind) => group(kind),
    partsOf: (object, kind) => group(`${kind}:${object}`),
    items: (parent, collection) => group(`${parent}/${collection}`),
  };
}

const NONE: readonly StudioElement[] = [];

/** Collections are sorted by `order`, then by key; components without an order by name. */
function byOrder(a: StudioElement, b: StudioElement): number {
  return orderOf(a) - orderOf(b) || compareText(lastOf(a), lastOf(b));
}

/** The sort key of an element; 0 where it has none. */
export function orderOf(element: Pick<StudioElement, 'properties'>): number {
  const order = element.properties.order;
  return typeof order === 'number' ? order : 0;
}

/** A property that is text; undefined when it is absent or something else. */
export function textOf(element: Pick<StudioElement, 'properties'> | undefined, property: string): string | undefined {
  const value = element?.properties[property];
  return typeof value === 'string' ? value : undefined;
}

/** A property that is true; absent counts as false. */
export function isSet(element: Pick<StudioElement, 'properties'> | undefined, property: string): boolean {
  return element?.properties[property] === true;
}

/** A new element of the org, before anything is published. */
export function newElement(id: ElementId, properties: Readonly<Record<string, Json>>): StudioElement {
  return { id, ...addressOf(id), owner: 'org', properties, origins: {} };
}

const lastOf = (element: StudioElement) => element.path.at(-1) ?? element.component;
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
