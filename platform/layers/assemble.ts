import { checkName } from '../kinds/check-name.ts';
import { checkSchema } from '../kinds/check-schema.ts';
import { fieldSchemaOf } from '../kinds/field/type-schema.ts';
import type { Finding } from '../kinds/finding.ts';
import { danglingReference, finding, pointerTo } from '../kinds/findings.ts';
import { kinds } from '../kinds/index.ts';
import { type Collection, KIND_NAMES, type KindName } from '../kinds/kind.ts';
import type { ComponentView } from '../kinds/model-view.ts';
import { nearMiss } from '../near-miss.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { elementId, parentId } from '../packages/element-id.ts';

/** A component put together from its elements, whoever owns each. */
export interface Component extends ComponentView {
  readonly value: Record<string, unknown>;
  /** Element of each part, by its pointer in the component; '' is the component itself. */
  readonly parts: Map<string, Element>;
}

export type Components = Readonly<Record<KindName, ReadonlyMap<string, Component>>>;

/** Something wrong with one element; the pointer is into its properties. */
export interface ElementFinding extends Finding {
  readonly at: Element;
}

/**
 * Puts components together from elements that fit their schemas. What does not is left out and reported; `broken`
 * holds the names of what was left out, so that nobody complains of their absence a second time.
 */
export function assemble(elements: ReadonlyMap<ElementId, Element>): {
  readonly components: Components;
  readonly findings: readonly ElementFinding[];
  readonly broken: ReadonlySet<string>;
} {
  const assembly = new Assembly(elements);
  const ordered = [...elements.values()].sort((a, b) => a.path.length - b.path.length || (a.id < b.id ? -1 : 1));
  for (const element of ordered) assembly.add(element);
  return assembly;
}

class Assembly {
  readonly findings: ElementFinding[] = [];
  readonly broken = new Set<string>();
  readonly components = Object.fromEntries(KIND_NAMES.map((kind) => [kind, new Map<string, Component>()])) as Record<
    KindName,
    Map<string, Component>
  >; // one entry per kind
  readonly #elements: ReadonlyMap<ElementId, Element>;
  /** Identity without case, to the first that has it. */
  readonly #names = new Map<string, Element>();
  /** The object that an element's properties and items are put into. */
  readonly #places = new Map<ElementId, { component: Component; pointer: string; value: Record<string, unknown> }>();

  constructor(elements: ReadonlyMap<ElementId, Element>) {
    this.#elements = elements;
  }

  add(element: Element): void {
    const findings = element.path.length === 0 ? this.#checkComponent(element) : this.#checkItem(element);
    if (findings === undefined) return;
    const namesake = this.#names.get(element.id.toLowerCase());
    if (namesake === undefined) this.#names.set(element.id.toLowerCase(), element);
    else findings.push(duplicate(element, namesake));
    this.findings.push(...findings.map((each) => ({ ...each, at: element })));
    if (findings.some(({ code }) => !isAboutName(code))) this.broken.add(lastName(element));
    else if (element.path.length === 0) this.#addComponent(element);
    else this.#addItem(element);
  }

  #checkComponent(element: Element): Finding[] {
    const { kind, component, owner, properties } = element;
    return [
      ...checkName({ kind, name: component, owner }),
      ...this.#checkObjectOf(element),
      ...withCollections(checkProperties(kind, properties), kinds[kind].collections),
    ];
  }

  #checkObjectOf({ kind, component }: Element): Finding[] {
    const [object = '', part] = component.split('.');
    if (!kinds[kind].path.includes('{object}') || part === undefined) return [];
    if (this.#elements.has(elementId({ kind: 'object', component: object, path: [] }))) return [];
    const objects = [...this.#elements.values()].filter((each) => each.kind === 'object' && each.path.length === 0);
    const candidates = objects.map((each) => each.component);
    return [danglingReference({ pointer: '', what: 'object', found: object, candidates })];
  }

  /** Undefined for an item whose parent is broken: the parent's problem is told already. */
  #checkItem(element: Element): Finding[] | undefined {
    const parent = this.#elements.get(parentId(element.id) ?? '');
    if (parent === undefined) return [missingParent(element)];
    if (!this.#places.has(parent.id)) {
      this.broken.add(lastName(element));
      return undefined;
    }
    const collection = collectionOf(element);
    if (collection === undefined) return [finding('UNKNOWN_PROPERTY', '', `A ${element.kind} has no such collection.`)];
    const keyFindings = checkSchema(collection.key, lastName(element)).map((each) => ({ ...each, pointer: '' }));
    const findings = checkSchema(collection.item, element.properties);
    return [...keyFindings, ...withCollections(findings, collection.collections ?? {})];
  }

  #addComponent(element: Element): void {
    const { kind, component: name, owner } = element;
    const object = kinds[kind].path.includes('{object}') ? (name.split('.')[0] ?? '') : '';
    const value = { ...element.properties };
    const component: Component = { kind, name, object, owner, value, parts: new Map([['', element]]) };
    this.components[kind].set(name, component);
    this.#places.set(element.id, { component, pointer: '', value });
  }

  #addItem(element: Element): void {
    const parent = this.#places.get(parentId(element.id) ?? '');
    const [collection, key] = element.path.slice(-2);
    if (parent === undefined || collection === undefined || key === undefined) return;
    // Without a prototype, no key means anything but itself.
    parent.value[collection] ??= Object.create(null);
    const value = { ...element.properties };
    (parent.value[collection] as Record<string, unknown>)[key] = value; // a collection holds items by key
    const pointer = parent.pointer + pointerTo(collection, key);
    parent.component.parts.set(pointer, element);
    this.#places.set(element.id, { component: parent.component, pointer, value });
  }
}

/** A component under a wrong name can still be checked for what else is wrong with it. */
function isAboutName(code: string): boolean {
  return code === 'INVALID_NAME' || code === 'RESERVED_NAME';
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
function withCollections(findings: readonly Finding[], collections: Readonly<Record<string, Collection>>): Finding[] {
  return findings.map((each) => {
    if (each.code !== 'UNKNOWN_PROPERTY' || each.pointer.lastIndexOf('/') > 0) return each;
    const suggestion = nearMiss(String(each.found), Object.keys(collections)) ?? each.suggestion;
    return suggestion === undefined ? each : { ...each, suggestion };
  });
}

function collectionOf({ kind, path }: Element): Collection | undefined {
  let collection: Collection | undefined;
  for (let index = 0; index < path.length; index += 2) {
    const collections: Readonly<Record<string, Collection>> =
      (index === 0 ? kinds[kind].collections : collection?.collections) ?? {};
    const name = path[index] ?? '';
    collection = Object.hasOwn(collections, name) ? collections[name] : undefined;
  }
  return collection;
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
    `The ${whole} ${component} has no "${key}" in its ${collection} to add to.`,
    key,
  );
}

function duplicate(element: Element, namesake: Element): Finding {
  const name = lastName(element);
  const where = namesake.source?.file === undefined ? '' : ` (${namesake.source.file})`;
  const message = `"${name}" is there already as "${lastName(namesake)}"${where}; names that differ in case alone are the same.`;
  return finding('DUPLICATE_NAME', '', message, name);
}

function lastName({ component, path }: Element): string {
  return path.at(-1) ?? component.split('.').at(-1) ?? component;
}
