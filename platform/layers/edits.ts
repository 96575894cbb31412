import type { Json } from '../json.ts';
import { kinds } from '../kinds/index.ts';
import type { Collection } from '../kinds/kind.ts';
import { nearMiss } from '../near-miss.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import { type ElementAddress, elementId, parseElementId } from '../packages/element-id.ts';
import { MAX_DEPTH } from '../packages/parse-json.ts';
import type { Problem } from '../problem.ts';
import { isEngineElement, isEngineProperty } from './engine-elements.ts';
import { equalJson } from './equal-json.ts';
import type { Edit, OrgLayer, PropertyChange, Removal } from './org-layer.ts';
import { isTakenOut } from './removal.ts';

/**
 * The org's layer after an admin's edits, in their order. An edit that says what the package says is no change; one
 * that names what is not there is a problem, and the others still apply.
 */
export function applyEdits(request: {
  readonly packages: readonly Package[];
  readonly org: OrgLayer;
  readonly edits: readonly Edit[];
  readonly by: string;
  readonly at: string;
}): { org: OrgLayer; problems: Problem[] } {
  const editor = new Editor(request);
  for (const edit of request.edits) editor.apply(edit);
  const { added, changed, removed, problems } = editor;
  return { org: { added, changed, removed }, problems };
}

/** A copy of the layer, being changed. */
class Editor {
  readonly added: Map<ElementId, OrgElement>;
  readonly changed: Map<ElementId, Readonly<Record<string, PropertyChange>>>;
  readonly removed: Map<ElementId, Removal>;
  readonly problems: Problem[] = [];
  readonly #packaged: Packaged;
  readonly #stamp: Stamp;

  constructor({ packages, org, by, at }: { packages: readonly Package[]; org: OrgLayer; by: string; at: string }) {
    this.added = new Map(org.added);
    this.changed = new Map(org.changed);
    this.removed = new Map(org.removed);
    this.#packaged = new Packaged(packages);
    this.#stamp = { by, at };
  }

  apply(edit: Edit): void {
    const address = parseElementId(edit.element);
    const fault = address === undefined ? 'has not the form of one' : checkPath(address);
    if (address === undefined || fault !== undefined) {
      this.#report(edit, 'INVALID_ELEMENT', `The element "${edit.element}" ${fault}.`);
    } else if (edit.op === 'set') this.#set(address, edit.properties);
    else if (edit.op === 'reset') this.#reset(edit);
    else if (!this.#isThere(edit.element)) this.#reportUnknown(edit);
    else if (edit.op === 'unset') this.#change(edit.element, edit.property, undefined);
    else this.#remove(edit.element, address);
  }

  #set(address: ElementAddress, properties: Readonly<Record<string, Json>>): void {
    const id = elementId(address);
    this.removed.delete(id);
    if (!this.#packaged.has(id) && !this.added.has(id)) {
      this.added.set(id, { id, ...address, owner: ORG, properties: {}, ...this.#stamp });
    }
    for (const [name, value] of Object.entries(properties)) {
      if (name === '__proto__')
        this.#report({ element: id }, 'FORBIDDEN_KEY', 'The property "__proto__" is not allowed.');
      else if (isDeeper(value, MAX_DEPTH))
        this.#report({ element: id }, 'TOO_DEEP', `The property "${name}" nests more than ${MAX_DEPTH} deep.`);
      else this.#change(id, name, value);
    }
  }

  /** Gives a property a value, or takes it away. */
  #change(id: ElementId, property: string, ours: Json | undefined): void {
    const own = this.added.get(id);
    if (own !== undefined) {
      this.added.set(id, { ...own, properties: assign(own.properties, property, ours), ...this.#stamp });
      return;
    }
    const said = this.#packaged.get(id)?.properties ?? {};
    const base = Object.hasOwn(said, property) ? said[property] : undefined;
    if (!equalJson(base, ours) && isEngineProperty(this.#packaged.get(id), property)) {
      const message = `The engine itself reads "${id}"; its property "${property}" stays as it is.`;
      this.#report({ element: id }, 'ENGINE_ELEMENT', message);
      return;
    }
    const change = equalJson(base, ours)
      ? undefined
      : { ...(ours === undefined ? {} : { ours }), ...(base === undefined ? {} : { base }), ...this.#stamp };
    this.#setChanges(id, assign(this.changed.get(id) ?? {}, property, change));
  }

  #remove(id: ElementId, address: ElementAddress): void {
    if (isEngineElement(this.#packaged.get(id))) {
      this.#report({ element: id }, 'ENGINE_ELEMENT', `Nothing would work without "${id}"; it cannot be removed.`);
      return;
    }
    const isGone = { has: (each: ElementId) => each === id };
    for (const element of [...this.added.values()]) if (isTakenOut(element, isGone)) this.added.delete(element.id);
    for (const each of [...this.changed.keys()]) {
      const parts = parseElementId(each) ?? address;
      if (isTakenOut({ id: each, component: parts.component }, isGone)) this.changed.delete(each);
    }
    const packaged = this.#packaged.get(id);
    if (packaged !== undefined) this.removed.set(id, { base: packaged.properties, ...this.#stamp });
  }

  /** Back to what the package says; what only the org says stays until it is removed. */
  #reset(edit: Edit & { readonly op: 'reset' }): void {
    const id = edit.element;
    if (!this.#packaged.has(id)) {
      if (!this.added.has(id)) this.#reportUnknown(edit);
      else this.#report(edit, 'NOTHING_TO_RESET', `No package says anything about "${id}"; remove it instead.`);
      return;
    }
    this.removed.delete(id);
    if (edit.property === undefined) this.changed.delete(id);
    else this.#setChanges(id, assign(this.changed.get(id) ?? {}, edit.property, undefined));
  }

  #setChanges(id: ElementId, changes: Readonly<Record<string, PropertyChange>>): void {
    if (Object.keys(changes).length === 0) this.changed.delete(id);
    else this.changed.set(id, changes);
  }

  #isThere(id: ElementId): boolean {
    const element = this.#packaged.get(id);
    return this.added.has(id) || (element !== undefined && !isTakenOut(element, this.removed));
  }

  #reportUnknown(edit: Edit): void {
    const suggestion = nearMiss(edit.element, [...this.#packaged.keys(), ...this.added.keys()]);
    const message = `There is no element "${edit.element}".`;
    this.#report(edit, 'UNKNOWN_ELEMENT', message, suggestion);
  }

  #report({ element }: Pick<Edit, 'element'>, code: string, message: string, suggestion?: string): void {
    const problem: Problem = { code, severity: 'error', message, element, pointer: '', found: element };
    this.problems.push(suggestion === undefined ? problem : { ...problem, suggestion });
  }
}

/** What the packages say; of an element that several have, the last. */
class Packaged {
  readonly #packages: readonly Package[];

  constructor(packages: readonly Package[]) {
    this.#packages = packages.toReversed();
  }

  get(id: ElementId): Element | undefined {
    for (const { elements } of this.#packages) {
      const element = elements.get(id);
      if (element !== undefined) return element;
    }
    return undefined;
  }

  has(id: ElementId): boolean {
    return this.get(id) !== undefined;
  }

  keys(): ElementId[] {
    return this.#packages.flatMap(({ elements }) => [...elements.keys()]);
  }
}

interface Stamp {
  readonly by: string;
  readonly at: string;
}
type OrgElement = Element & Stamp;

/** What is wrong with the collections that an address steps through. */
function checkPath({ kind, component, path }: ElementAddress): string | undefined {
  if (kind === 'package') return 'is a package, which only its author changes';
  if (component === '__proto__' || path.includes('__proto__')) return 'has a name that is not allowed';
  let collections: Readonly<Record<string, Collection>> | undefined = kinds[kind].collections;
  for (let index = 0; index < path.length; index += 2) {
    const name = path[index] ?? '';
    const next: Collection | undefined = Object.hasOwn(collections ?? {}, name) ? collections?.[name] : undefined;
    if (next === undefined) return `names a collection "${name}", which a ${kinds[kind].label.toLowerCase()} has not`;
    collections = next.collections;
  }
  return undefined;
}

/** Without recursing: what is too deep for the stack is what it is asked about. */
function isDeeper(value: Json, limit: number): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= limit; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** A copy with one entry set or, for undefined, left out. */
function assign<T>(
  record: Readonly<Record<string, T>>,
  name: string,
  value: T | undefined,
): Readonly<Record<string, T>> {
  const { [name]: _, ...rest } = record;
  return value === undefined ? rest : { ...rest, [name]: value };
}
