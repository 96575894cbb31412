import { shorten } from '../fields/parsed-value.ts';
import type { JsonObject } from '../json.ts';
import { checkName } from '../kinds/check-name.ts';
import { checkSchema } from '../kinds/check-schema.ts';
import { fieldSchemaOf } from '../kinds/field/type-schema.ts';
import type { Finding } from '../kinds/finding.ts';
import { danglingReference, finding, pointerTo } from '../kinds/findings.ts';
import { fitsSchema } from '../kinds/fits-schema.ts';
import { kinds } from '../kinds/index.ts';
import { type Collection, type KindName, MOST_ITEMS } from '../kinds/kind.ts';
import { nearMiss } from '../near-miss.ts';
import {
  type Collections,
  type Component,
  elementAt,
  elementsOf,
  type Items,
  keysOf,
  ownProperties,
} from '../packages/component.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { elementId, ownName } from '../packages/element-id.ts';
import type { Group } from '../packages/element-map.ts';

/** Something wrong with one element; the pointer is into its properties. */
export interface ElementFinding extends Finding {
  readonly at: Element;
}

/** The components of a group as far as they fit their schemas. */
export interface Assembled {
  readonly components: ReadonlyMap<ElementId, Component>;
  readonly findings: readonly ElementFinding[];
  /** Names of what was left out, so that nobody complains of their absence a second time. */
  readonly broken: readonly string[];
}

/**
 * Leaves out of a group what does not fit its schema, with what is part of it, and reports it. Parts that were found to
 * fit before are not looked at again.
 */
export function assembleGroup(
  group: Group,
  { objectNames, before }: { readonly objectNames: () => Iterable<string>; readonly before: Assembled | undefined },
): Assembled {
  const components = new Map<ElementId, Component>();
  const findings: ElementFinding[] = [];
  const broken: string[][] = [];
  const namesakes = findNamesakes(group);
  for (const component of group.values()) {
    const assembly = new Assembly(component, before?.components.get(component.id));
    const namesake = namesakes?.get(component.id);
    assembly.run({ ...(namesake && { namesake }), orphan: isOrphan(component, group) ? objectNames : undefined });
    if (assembly.result !== undefined) components.set(component.id, assembly.result);
    findings.push(...assembly.findings);
    broken.push(assembly.broken);
  }
  // Nearly all fit as they are: a group need not be held twice.
  const isAsItIs = components.size === group.size && components.values().every((each) => group.get(each.id) === each);
  return { components: isAsItIs ? group : components, findings, broken: broken.flat() };
}

/** Whether a component is a part of an object that is not there. */
export function isOrphan({ object }: Component, group: Group): boolean {
  if (object === '') return false;
  const whole = group.get(elementId({ kind: 'object', component: object, path: [] }));
  return whole === undefined || elementAt(whole, []) === undefined;
}

/** Of components whose names differ in case alone, the first that each comes after; undefined where there are none. */
function findNamesakes(group: Group): ReadonlyMap<ElementId, Element> | undefined {
  const names = new Set([...group.keys()].map((id) => id.toLowerCase()));
  if (names.size === group.size) return undefined;
  const first = new Map<string, Element>();
  const namesakes = new Map<ElementId, Element>();
  for (const id of [...group.keys()].sort()) {
    const component = group.get(id);
    const element = component && elementAt(component, []);
    if (element === undefined) continue;
    const namesake = first.get(id.toLowerCase());
    if (namesake === undefined) first.set(id.toLowerCase(), element);
    else namesakes.set(id, namesake);
  }
  return namesakes;
}

/** One component, being looked through. */
class Assembly {
  result: Component | undefined;
  readonly findings: ElementFinding[] = [];
  readonly broken: string[] = [];
  readonly #component: Component;
  /** What of it was found to fit before. */
  readonly #before: Component | undefined;

  constructor(component: Component, before: Component | undefined) {
    this.#component = component;
    this.#before = before;
  }

  run({
    namesake,
    orphan,
  }: {
    readonly namesake?: Element;
    readonly orphan: (() => Iterable<string>) | undefined;
  }): void {
    const component = this.#component;
    const { kind, owner, object, value } = component;
    const { collections } = kinds[kind];
    const root = elementAt(component, []);
    if (root === undefined) {
      this.#reportOrphans();
      return;
    }
    const findings = [
      ...checkName({ kind, name: component.name, owner }),
      ...(orphan === undefined ? [] : [noObject(object, orphan())]),
      ...withCollections(checkProperties(kind, root.properties), collections),
      ...(namesake === undefined ? [] : [duplicate(root, namesake)]),
    ];
    this.findings.push(...findings.map((each) => ({ ...each, at: root })));
    if (findings.some(({ code }) => !isAboutName(code))) {
      this.#breakAll();
      return;
    }
    const fit = this.#walk(value, this.#before?.value, { path: [], pointer: '', collections });
    this.result = fit === value ? component : { ...component, value: fit };
    this.#addStrays();
  }

  /** The value without those items that do not fit; itself where all do. */
  #walk(value: JsonObject, before: JsonObject | undefined, place: Place): JsonObject {
    let fit = value;
    for (const [name, collection] of Object.entries(place.collections)) {
      const said = itemsOf(value, name);
      if (said === undefined || said === itemsOf(before, name)) continue;
      const pointer = place.pointer + pointerTo(name);
      const items = this.#withinSize(said, { path: place.path, name, collection });
      const kept = this.#walkItems(items, itemsOf(before, name), { path: [...place.path, name], pointer, collection });
      if (kept !== said) fit = { ...fit, [name]: kept };
    }
    return fit;
  }

  /** As many items as a component may have: what is too much is told once, and looked at no further. */
  #withinSize(items: Items, { path, name, collection }: SizedPlace): Items {
    const { itemLabel, maxItems = MOST_ITEMS } = collection;
    const keys = keysOf(items);
    if (keys.length <= maxItems) return items;
    const [most, count] = [maxItems, keys.length].map((each) => each.toLocaleString('en-US'));
    const message = `There are ${count} items of the kind ${itemLabel} here; ${most} are allowed.`;
    this.#report(path, [
      { ...finding('TOO_MANY_ITEMS', pointerTo(name), message, keys.length), expected: `at most ${most}` },
    ]);
    this.broken.push(...keys.slice(maxItems));
    return withChanges(items, new Map(keys.slice(maxItems).map((key) => [key, undefined])));
  }

  #walkItems(items: Items, before: Items | undefined, place: ItemsPlace): Items {
    const { collection } = place;
    const changes = new Map<string, JsonObject | undefined>();
    const namesakes = findItemNamesakes(items, before);
    const isSimple = collection.collections === undefined && this.#component.exceptions === undefined;
    for (const key of keysOf(items)) {
      const item = items[key] as JsonObject; // its own key
      if (namesakes === undefined && before?.[key] === item) continue;
      if (namesakes === undefined && isSimple && fitsSchema(collection.key, key) && fitsSchema(collection.item, item))
        continue;
      const kept = this.#walkItem(item, before?.[key], { ...place, key, namesake: namesakes?.get(key) });
      if (kept !== item) changes.set(key, kept);
    }
    return changes.size === 0 ? items : withChanges(items, changes);
  }

  #walkItem(item: JsonObject, before: JsonObject | undefined, place: ItemPlace): JsonObject | undefined {
    const { key, collection, namesake } = place;
    const collections = collection.collections ?? {};
    const [path, pointer] = [[...place.path, key], place.pointer + pointerTo(key)];
    if (this.#component.exceptions?.owners.get(pointer) === null) {
      this.#reportParentless(path, pointer);
      return undefined;
    }
    const findings = checkItem(collection, key, ownProperties(item, collections));
    if (namesake === undefined && findings.length === 0)
      return collection.collections === undefined ? item : this.#walk(item, before, { path, pointer, collections });
    this.#report(path, findings);
    const other = namesake === undefined ? undefined : this.#elementAt([...place.path, namesake]);
    if (other !== undefined) this.#report(path, [duplicate(this.#elementAt(path), other)]);
    // Going through all parts for each item would take the square of their number.
    if (collection.collections === undefined) this.broken.push(key);
    else this.#breakAll(path);
    return undefined;
  }

  #addStrays(): void {
    for (const element of this.#component.exceptions?.strays ?? []) {
      if (element.path.length === 0) continue;
      const parent = element.path.slice(0, -2);
      if (this.#elementAt(parent) === undefined) this.findings.push({ ...missingParent(element), at: element });
      else if (this.result !== undefined && elementAt(this.result, parent) !== undefined) {
        const collection = collectionOf(element);
        const findings =
          collection === undefined
            ? [finding('UNKNOWN_PROPERTY', '', `A ${element.kind} has no such collection.`)]
            : checkItem(collection, ownName(element), element.properties);
        this.findings.push(...findings.map((each) => ({ ...each, at: element })));
      }
      this.broken.push(ownName(element));
    }
  }

  /** There is no component for these parts to be added to. */
  #reportOrphans(): void {
    for (const element of elementsOf(this.#component)) {
      if (this.#elementAt(element.path.slice(0, -2)) === undefined)
        this.findings.push({ ...missingParent(element), at: element });
      this.broken.push(ownName(element));
    }
  }

  /** An element without a place of its own holds others; where it is a stray, it is told of itself. */
  #reportParentless(path: readonly string[], pointer: string): void {
    const isTold = this.#component.exceptions?.strays.some(({ path: stray }) => pointerTo(...stray) === pointer);
    for (const element of this.#below(path)) {
      if (!isTold && element.path.length === path.length + 2)
        this.findings.push({ ...missingParent(element), at: element });
      this.broken.push(ownName(element));
    }
  }

  #breakAll(path: readonly string[] = []): void {
    for (const element of this.#below(path)) this.broken.push(ownName(element));
  }

  #below(path: readonly string[]): Element[] {
    return [...elementsOf(this.#component)].filter((each) => path.every((step, index) => each.path[index] === step));
  }

  #report(path: readonly string[], findings: readonly Finding[]): void {
    const at = this.#elementAt(path);
    if (at !== undefined) this.findings.push(...findings.map((each) => ({ ...each, at })));
  }

  #elementAt(path: readonly string[]): Element | undefined {
    return elementAt(this.#component, path);
  }
}

interface Place {
  readonly path: readonly string[];
  readonly pointer: string;
  readonly collections: Collections;
}

interface SizedPlace {
  /** Of the element that has the collection. */
  readonly path: readonly string[];
  readonly name: string;
  readonly collection: Collection;
}

interface ItemsPlace {
  readonly path: readonly string[];
  readonly pointer: string;
  readonly collection: Collection;
}

interface ItemPlace extends ItemsPlace {
  readonly key: string;
  /** Another item of the same name but for its case, which comes before. */
  readonly namesake: string | undefined;
}

function itemsOf(value: JsonObject | undefined, collection: string): Items | undefined {
  if (value === undefined || !Object.hasOwn(value, collection)) return undefined;
  return value[collection] as Items; // a collection holds items by key
}

/** Of items whose names differ in case alone, the first that each comes after; before, there were none such. */
function findItemNamesakes(items: Items, before: Items | undefined): ReadonlyMap<string, string> | undefined {
  if (before !== undefined && !hasOtherNames(items, before)) return undefined;
  const keys = keysOf(items);
  if (new Set(keys.map((key) => key.toLowerCase())).size === keys.length) return undefined;
  const first = new Map<string, string>();
  const namesakes = new Map<string, string>();
  for (const key of keys.toSorted()) {
    const namesake = first.get(key.toLowerCase());
    if (namesake === undefined) first.set(key.toLowerCase(), key);
    else namesakes.set(key, namesake);
  }
  return namesakes;
}

function hasOtherNames(items: Items, before: Items): boolean {
  return keysOf(items).some((key) => before[key] === undefined);
}

function withChanges(items: Items, changes: ReadonlyMap<string, JsonObject | undefined>): Items {
  // Without a prototype, no key means anything but itself.
  const kept: Record<string, JsonObject> = Object.create(null);
  for (const key of keysOf(items)) {
    const item = changes.has(key) ? changes.get(key) : items[key];
    if (item !== undefined) kept[key] = item;
  }
  return kept;
}

/** A component under a wrong name can still be checked for what else is wrong with it. */
function isAboutName(code: string): boolean {
  return code === 'INVALID_NAME' || code === 'RESERVED_NAME';
}

function checkItem(collection: Collection, key: string, properties: JsonObject): Finding[] {
  const keyFindings = checkSchema(collection.key, key);
  const findings = withCollections(checkSchema(collection.item, properties), collection.collections ?? {});
  return keyFindings.length === 0 ? findings : [...keyFindings.map((each) => ({ ...each, pointer: '' })), ...findings];
}

/** What a component says of itself; of a field, that depends on its type. */
function checkProperties(kind: KindName, properties: Element['properties']): Finding[] {
  if (kind !== 'field') return checkSchema(kinds[kind].properties, properties);
  const type = String(properties.type);
  const general = kinds.field.properties;
  const isKnown = checkSchema(general.properties.type ?? general, type).length === 0;
  if (!isKnown) return checkSchema(general, properties);
  const findings = checkSchema(fieldSchemaOf(type as Parameters<typeof fieldSchemaOf>[0]), properties); // a known type
  return findings.map((each) => {
    const isStray = each.code === 'UNKNOWN_PROPERTY' && Object.hasOwn(general.properties, String(each.found));
    if (!isStray) return each;
    const { suggestion: _, ...rest } = each;
    return { ...rest, message: `A field of type ${type} takes no "${String(each.found)}".` };
  });
}

/** A stray property may be a collection with a slip in its name. */
function withCollections(findings: Finding[], collections: Collections): Finding[] {
  if (findings.length === 0) return findings;
  return findings.map((each) => {
    if (each.code !== 'UNKNOWN_PROPERTY' || each.pointer.lastIndexOf('/') > 0) return each;
    const suggestion = nearMiss(String(each.found), Object.keys(collections)) ?? each.suggestion;
    return suggestion === undefined ? each : { ...each, suggestion };
  });
}

function collectionOf({ kind, path }: Element): Collection | undefined {
  let collection: Collection | undefined;
  for (let index = 0; index < path.length; index += 2) {
    const collections: Collections = (index === 0 ? kinds[kind].collections : collection?.collections) ?? {};
    const name = path[index] ?? '';
    collection = Object.hasOwn(collections, name) ? collections[name] : undefined;
  }
  return collection;
}

function noObject(object: string, names: Iterable<string>): Finding {
  return danglingReference({ pointer: '', what: 'object', found: object, candidates: names });
}

function missingParent({ kind, component, path }: Element): Finding {
  const whole = kinds[kind].label.toLowerCase();
  if (path.length === 2) {
    const message = `There is no ${whole} ${component} to add to.`;
    return finding('DANGLING_REFERENCE', '', message, component);
  }
  const [collection, key = ''] = path.slice(-4, -2);
  return finding(
    'DANGLING_REFERENCE',
    '',
    `The ${whole} ${component} has no "${shorten(key)}" in its ${collection} to add to.`,
    key,
  );
}

function duplicate(element: Element | undefined, namesake: Element): Finding {
  const name = element === undefined ? '' : ownName(element);
  const where = namesake.source?.file === undefined ? '' : ` (${namesake.source.file})`;
  const message = `"${shorten(name)}" is there already as "${shorten(ownName(namesake))}"${where}; names that differ in case alone are the same.`;
  return finding('DUPLICATE_NAME', '', message, name);
}
