import type { JsonObject } from '../json.ts';
import { kinds } from '../kinds/index.ts';
import type { Collection, KindName } from '../kinds/kind.ts';
import type { Element, ElementId } from './element.ts';
import { elementId, parseElementId } from './element-id.ts';
import { pointerStep } from './parse-json.ts';

/**
 * All elements of one component in one value, as its whole file would read: a tenth of what they take one by one. What
 * an element is asked for is made from it, and says the same.
 */
export interface Component {
  /** Identity of the element that the component itself is. */
  readonly id: ElementId;
  readonly kind: KindName;
  readonly name: string;
  /** The object that it is a part of; '' for kinds that are not. */
  readonly object: string;
  readonly owner: string;
  /** Own properties, and under each collection its items by key. */
  readonly value: JsonObject;
  /** Where it was read, for messages. */
  readonly file: string | undefined;
  readonly exceptions: Exceptions | undefined;
}

/** What the value alone does not tell. */
export interface Exceptions {
  /** Parts that are another's, by pointer; null where there is no element, only a way to those below. */
  readonly owners: ReadonlyMap<string, Owner | null>;
  /** Elements that no value can hold: in a collection that their kind has not, or with a property called like one. */
  readonly strays: readonly Element[];
  /** Names that renamed parts had first, by pointer. */
  readonly firstNames: ReadonlyMap<string, string>;
}

export interface Owner {
  readonly owner: string;
  readonly file: string | undefined;
}

/** Makes one of what is equal: metadata of an org says the same over and over. */
export interface Share {
  /** Small things, such as rows of permissions and items that have an order alone. */
  properties(properties: Element['properties']): Element['properties'];
  /** Names and other short texts. */
  text(text: string): string;
}

const AS_IT_IS: Share = { properties: (each) => each, text: (each) => each };

/** Puts the elements of one component together; undefined for none. Their order does not matter. */
export function packComponent(elements: readonly Element[], share: Share = AS_IT_IS): Component | undefined {
  const [first] = elements;
  if (first === undefined) return undefined;
  const { kind, component: name } = first;
  const root = elements.find(({ path }) => path.length === 0);
  const { owner, source } = root ?? first;
  const packing = new Packing({ owner, file: source?.file }, share);
  const value = packing.pack(elements, { depth: 0, pointer: '', collections: kinds[kind].collections });
  const { owners, strays, firstNames } = packing;
  const isPlain = owners.size + strays.length + firstNames.size === 0;
  const exceptions = isPlain ? undefined : { owners, strays, firstNames };
  const id = root?.id ?? elementId({ kind, component: name, path: [] });
  const { text } = share;
  const object = text(objectOf(kind, name));
  return { id, kind, name: text(name), object, owner: text(owner), value, file: source?.file, exceptions };
}

/** The object that a component is a part of; '' for kinds that are not. */
export function objectOf(kind: KindName, name: string): string {
  if (!PARTS.has(kind)) return '';
  const dot = name.indexOf('.');
  return dot < 0 ? name : name.slice(0, dot);
}

/** The element at some path of a component; undefined where there is none. */
export function elementAt(component: Component, path: readonly string[]): Element | undefined {
  const stray = component.exceptions?.strays.find((each) => isSamePath(each.path, path));
  if (stray !== undefined) return stray;
  const part = partAt(component, path);
  return part && elementOf(component, { ...part, properties: ownProperties(part.value, part.collections) });
}

/** The element at some path of a component and all below it. */
export function* elementsBelow(component: Component, path: readonly string[]): Generator<Element> {
  const part = partAt(component, path);
  if (part !== undefined) yield* belowPart(component, part);
  for (const stray of component.exceptions?.strays ?? [])
    if (path.every((step, index) => stray.path[index] === step)) yield stray;
}

function partAt(component: Component, path: readonly string[]): Part | undefined {
  let value: JsonObject | undefined = component.value;
  let collections: Collections = kinds[component.kind].collections;
  let pointer = '';
  for (let index = 0; index < path.length; index += 2) {
    const [name = '', key = ''] = [path[index], path[index + 1]];
    const collection: Collection | undefined = own(collections, name);
    value = collection && (own(value[name] as JsonObject | undefined, key) as JsonObject | undefined); // holds items by key
    if (collection === undefined || value === undefined) return undefined;
    collections = collection.collections ?? NONE;
    pointer += pointerStep(name) + pointerStep(key);
  }
  return { value, path, pointer, collections };
}

/** All elements of a component, each after the one that it is part of. */
export function elementsOf(component: Component): Generator<Element> {
  return elementsBelow(component, []);
}

/** The elements of a component that are not the very same in another state of it; what both share is passed over. */
export function* elementsUnlike(component: Component, other: Component | undefined): Generator<Element> {
  if (component === other) return;
  const strays = [component, other].some((each) => (each?.exceptions?.strays.length ?? 0) > 0);
  if (other === undefined || strays || component.owner !== other.owner || component.file !== other.file) {
    yield* elementsOf(component);
    return;
  }
  yield* unlike(component, { ...rootPart(component), other: other.value });
  for (const pointer of pointersUnlike(component.exceptions, other.exceptions)) {
    const element = elementAt(component, stepsOf(pointer));
    if (element !== undefined) yield element;
  }
}

/** Pointers of which two components say otherwise whose element is there. */
function pointersUnlike(one: Exceptions | undefined, other: Exceptions | undefined): string[] {
  const sayings = [one, other].flatMap((each) => (each ? [each.owners, each.firstNames] : []));
  const pointers = new Set(sayings.flatMap((each) => [...each.keys()]));
  const said = (from: Exceptions | undefined, at: string) =>
    JSON.stringify([from?.owners.get(at) ?? from?.owners.has(at), from?.firstNames.get(at)]);
  return [...pointers].filter((at) => said(one, at) !== said(other, at));
}

function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function rootPart({ kind, value }: Component): Part {
  return { value, path: [], pointer: '', collections: kinds[kind].collections };
}

function* unlike(component: Component, part: Part & { readonly other: JsonObject }): Generator<Element> {
  const { value, other, path, pointer, collections } = part;
  if (value === other) return;
  const properties = ownProperties(value, collections);
  const element = elementOf(component, { path, pointer, properties });
  if (element !== undefined && !isShallowEqual(properties, ownProperties(other, collections))) yield element;
  for (const [name, collection] of Object.entries(collections)) {
    const [items, others] = [itemsOf(value, name), itemsOf(other, name)];
    if (items === others) continue;
    for (const key of keysOf(items)) {
      const [item, before] = [items[key] as JsonObject, others[key]]; // its own key
      if (item === before) continue;
      const at = { path: [...path, name, key], pointer: pointer + pointerStep(name) + pointerStep(key) };
      const below = { value: item, ...at, collections: collection.collections ?? NONE };
      if (before === undefined) yield* belowPart(component, below);
      else yield* unlike(component, { ...below, other: before });
    }
  }
}

function itemsOf(value: JsonObject, name: string): Items {
  return (own(value, name) ?? NO_ITEMS) as Items; // a collection holds items by key
}

const NO_ITEMS: Items = Object.freeze(Object.create(null));

function isShallowEqual(one: JsonObject, other: JsonObject): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  );
}

/** A component with some of its elements others, or gone; undefined where nothing is left. */
export function patchComponent(
  component: Component | undefined,
  changes: ReadonlyMap<ElementId, Element | undefined>,
  share?: Share,
): Component | undefined {
  const patched = component && patchItems(component, changes, share);
  if (patched !== undefined) return patched;
  const elements = new Map<ElementId, Element | undefined>(component ? byId(elementsOf(component)) : []);
  for (const [id, element] of changes) elements.set(id, element);
  return packComponent(
    [...elements.values()].filter((each) => each !== undefined),
    share,
  );
}

/** Keys of a collection in their order. To list those of a large one takes long, so that it is done once. */
export function keysOf(items: object): readonly string[] {
  const found = listed.get(items);
  if (found !== undefined) return found;
  const keys = Object.keys(items);
  if (keys.length > MANY) listed.set(items, keys);
  return keys;
}

/** Items never change, so this is forgotten with them. */
const listed = new WeakMap<object, readonly string[]>();
const MANY = 1000;

/** Items of a collection by key; they have no prototype. */
export type Items = Readonly<Record<string, JsonObject>>;

/** Own properties of a part of a component: those that are no collections. */
export function ownProperties(value: JsonObject, collections: Collections): JsonObject {
  for (const name in collections)
    if (Object.hasOwn(value, name))
      return Object.fromEntries(Object.entries(value).filter(([each]) => !Object.hasOwn(collections, each)));
  return value;
}

/**
 * Where only items change that hold no others, the rest is taken over as it is: a permission set has them by the ten
 * thousand. Undefined where it is not as simple.
 */
function patchItems(
  component: Component,
  changes: ReadonlyMap<ElementId, Element | undefined>,
  share: Share = AS_IT_IS,
): Component | undefined {
  const { kind, value, exceptions, owner, file } = component;
  if (exceptions && (exceptions.strays.length > 0 || exceptions.owners.get('') === null)) return undefined;
  const [owners, firstNames] = [new Map(exceptions?.owners), new Map(exceptions?.firstNames)];
  const byCollection = new Map<string, Map<string, JsonObject | undefined>>();
  for (const [id, element] of changes) {
    const [collection = '', key = '', ...deeper] = parseElementId(id)?.path ?? [];
    if (deeper.length > 0 || own(kinds[kind].collections, collection)?.collections !== undefined) return undefined;
    if (own(kinds[kind].collections, collection) === undefined) return undefined;
    const items = byCollection.get(collection) ?? new Map<string, JsonObject | undefined>();
    byCollection.set(collection, items.set(key, element && share.properties(element.properties)));
    const pointer = pointerStep(collection) + pointerStep(key);
    owners.delete(pointer);
    firstNames.delete(pointer);
    if (element?.firstName !== undefined) firstNames.set(pointer, element.firstName);
    const isOther = element !== undefined && (element.owner !== owner || element.source?.file !== file);
    if (isOther) owners.set(pointer, { owner: element.owner, file: element.source?.file });
  }
  const next: Record<string, JsonObject[string]> = { ...value };
  for (const [name, items] of byCollection) {
    const patched = withItems(own(value, name) as Items | undefined, items); // a collection holds items by key
    if (patched === undefined) delete next[name];
    else next[name] = patched;
  }
  const isPlain = owners.size + firstNames.size === 0;
  return { ...component, value: next, exceptions: isPlain ? undefined : { owners, strays: [], firstNames } };
}

/** Items with some others in their place, by key in order; undefined where none is left. */
function withItems(before: Items = {}, changes: ReadonlyMap<string, JsonObject | undefined>): Items | undefined {
  const added = [...changes.keys()].filter((key) => !Object.hasOwn(before, key)).sort();
  // Without a prototype, no key means anything but itself.
  const items: Record<string, JsonObject> = Object.create(null);
  let count = 0;
  const put = (key: string, item: JsonObject | undefined) => {
    if (item === undefined) return;
    items[key] = item;
    count++;
  };
  let next = 0;
  for (const key of keysOf(before)) {
    for (let name = added[next]; name !== undefined && name < key; name = added[++next]) put(name, changes.get(name));
    put(key, changes.has(key) ? changes.get(key) : before[key]);
  }
  for (const name of added.slice(next)) put(name, changes.get(name));
  return count === 0 ? undefined : items;
}

function byId(elements: Iterable<Element>): [ElementId, Element][] {
  return [...elements].map((element) => [element.id, element]);
}

export type Collections = Readonly<Record<string, Collection>>;

const NONE: Collections = {};

/** Kinds whose components are parts of an object. */
const PARTS: ReadonlySet<KindName> = new Set(
  Object.values(kinds).flatMap(({ name, path }) => (path.includes('{object}') && name !== 'object' ? [name] : [])),
);

interface Place {
  /** How many steps lead here. */
  readonly depth: number;
  readonly pointer: string;
  readonly collections: Collections;
}

/** What is put together, and what does not fit. */
class Packing {
  readonly owners = new Map<string, Owner | null>();
  readonly strays: Element[] = [];
  readonly firstNames = new Map<string, string>();
  readonly #main: Owner;
  readonly #share: Share;

  constructor(main: Owner, share: Share) {
    this.#main = main;
    this.#share = share;
  }

  /** The value at one place, of its own element, if there is one, and of all below. */
  pack(elements: readonly Element[], place: Place): JsonObject {
    const { depth, pointer, collections } = place;
    const self = elements.find(({ path }) => path.length === depth);
    const fits = self !== undefined && !Object.keys(self.properties).some((name) => Object.hasOwn(collections, name));
    if (self !== undefined && !fits) this.strays.push(self);
    if (!fits) this.owners.set(pointer, null);
    else this.#note(pointer, self);
    const properties = fits ? self.properties : {};
    if (elements.length === (self === undefined ? 0 : 1))
      return depth === 0 ? properties : this.#share.properties(properties);
    return { ...properties, ...this.#packCollections(elements, place) };
  }

  #packCollections(elements: readonly Element[], { depth, pointer, collections }: Place): JsonObject {
    const byName = Map.groupBy(
      elements.filter(({ path }) => path.length > depth),
      ({ path }) => path[depth] ?? '',
    );
    const packed: [string, JsonObject][] = [];
    for (const [name, items] of byName) {
      const collection = own(collections, name);
      if (collection === undefined) this.strays.push(...items);
      else packed.push([name, this.#packItems(items, collection, { depth, pointer: pointer + pointerStep(name) })]);
    }
    return Object.fromEntries(packed.sort(byKey));
  }

  #packItems(
    elements: readonly Element[],
    { collections = NONE }: Collection,
    { depth, pointer }: Pick<Place, 'depth' | 'pointer'>,
  ): JsonObject {
    // Without a prototype, no key means anything but itself.
    const items: Record<string, JsonObject> = Object.create(null);
    const byItem = [...Map.groupBy(elements, ({ path }) => path[depth + 1] ?? '')];
    for (const [key, own] of isSorted(byItem) ? byItem : byItem.sort(byKey))
      items[this.#share.text(key)] = this.pack(own, {
        depth: depth + 2,
        pointer: pointer + pointerStep(key),
        collections,
      });
    return items;
  }

  #note(pointer: string, { owner, source, firstName }: Element): void {
    if (firstName !== undefined) this.firstNames.set(pointer, firstName);
    const isMain = owner === this.#main.owner && source?.file === this.#main.file;
    if (!isMain) this.owners.set(pointer, { owner, file: source?.file });
  }
}

interface Part {
  readonly value: JsonObject;
  readonly path: readonly string[];
  readonly pointer: string;
  readonly collections: Collections;
}

function* belowPart(component: Component, { value, path, pointer, collections }: Part): Generator<Element> {
  const element = elementOf(component, { path, pointer, properties: ownProperties(value, collections) });
  if (element !== undefined) yield element;
  for (const [name, collection] of Object.entries(collections)) {
    const items = (own(value, name) ?? NONE) as { readonly [key: string]: JsonObject }; // a collection holds items by key
    for (const key in items) {
      const at = { path: [...path, name, key], pointer: pointer + pointerStep(name) + pointerStep(key) };
      yield* belowPart(component, { value: items[key] ?? {}, ...at, collections: collection.collections ?? NONE });
    }
  }
}

/** The element at a pointer; undefined where there is only a way to others. */
function elementOf(
  component: Component,
  { path, pointer, properties }: Pick<Part, 'path' | 'pointer'> & Pick<Element, 'properties'>,
): Element | undefined {
  const { kind, name, exceptions } = component;
  const said = exceptions?.owners.get(pointer);
  if (said === null) return undefined;
  const { owner, file } = said ?? component;
  const id = path.length === 0 ? component.id : elementId({ kind, component: name, path });
  const source = file === undefined ? {} : { source: { file, pointer } };
  const firstName = exceptions?.firstNames.get(pointer);
  return {
    ...{ id, kind, component: name, path, owner, properties, ...source },
    ...(firstName === undefined ? {} : { firstName }),
  };
}

function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

function isSorted(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.every(([key], index) => index === 0 || (entries[index - 1]?.[0] ?? '') <= key);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
