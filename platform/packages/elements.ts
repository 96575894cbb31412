import { shorten } from '../fields/parsed-value.ts';
import type { Json, JsonObject } from '../json.ts';
import { kinds } from '../kinds/index.ts';
import { type Collection, FIRST_NAME } from '../kinds/kind.ts';
import type { ComponentFile } from '../kinds/kind-path.ts';
import { nearMiss } from '../near-miss.ts';
import type { Problem } from '../problem.ts';
import type { Element } from './element.ts';
import { elementId } from './element-id.ts';
import { pointerStep } from './parse-json.ts';

/** A file of a package, parsed. */
export interface MetadataFile extends ComponentFile {
  readonly file: string;
  readonly owner: string;
  readonly value: Json;
}

/**
 * Takes a file apart into its elements. A file that says `"extends": true` adds items to the collections of another
 * package's component and says nothing about the component itself. What the properties say is checked later.
 */
export function elementsOfFile(metadata: MetadataFile): { elements: Element[]; problems: Problem[] } {
  const { value, file } = metadata;
  if (!isObject(value)) {
    return { elements: [], problems: [notAnObject(file, '', `a ${kinds[metadata.kind].label.toLowerCase()}`, value)] };
  }
  const splitter = new Splitter(metadata);
  if (value.extends === undefined) splitter.addWhole(value);
  else splitter.addExtension(value);
  return splitter;
}

type Said = Pick<Element, 'properties' | 'firstName'>;

/** Collects the elements and problems of one file. */
class Splitter {
  readonly elements: Element[] = [];
  readonly problems: Problem[] = [];
  readonly #metadata: MetadataFile;

  constructor(metadata: MetadataFile) {
    this.#metadata = metadata;
  }

  addWhole(value: JsonObject): void {
    const { collections } = kinds[this.#metadata.kind];
    this.#addElement([], '', this.#splitName(ownProperties(value, collections), ''));
    this.#addCollections(value, collections, [], '');
  }

  addExtension(value: JsonObject): void {
    const kind = kinds[this.#metadata.kind];
    const { file } = this.#metadata;
    if (value.extends !== true || !kind.isExtendable) {
      this.problems.push({
        code: 'INVALID_EXTENDS',
        severity: 'error',
        message: kind.isExtendable
          ? '"extends" can only be true.'
          : `A ${kind.label.toLowerCase()} cannot be extended: it has no collections that others add to.`,
        file,
        pointer: '/extends',
        found: value.extends ?? null,
        ...(kind.isExtendable ? { expected: 'true' } : {}),
      });
      return;
    }
    const { extends: _, ...stray } = ownProperties(value, kind.collections);
    for (const name of Object.keys(stray)) this.problems.push(this.#strayProperty(name, Object.keys(kind.collections)));
    this.#addCollections(value, kind.collections, [], '');
  }

  #strayProperty(name: string, collections: readonly string[]): Problem {
    const suggestion = nearMiss(name, collections);
    return {
      code: 'EXTENDS_CHANGES_PROPERTY',
      severity: 'error',
      message: `A file with "extends": true only adds items; "${shorten(name)}" belongs to the package that owns ${this.#metadata.component}.`,
      file: this.#metadata.file,
      pointer: pointerStep(name),
      found: name,
      expected: `one of ${collections.join(', ')}`,
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }

  #addCollections(
    value: JsonObject,
    collections: Readonly<Record<string, Collection>>,
    path: readonly string[],
    pointer: string,
  ): void {
    for (const [name, collection] of Object.entries(collections)) {
      const items = value[name];
      if (items === undefined) continue;
      const at = `${pointer}/${name}`;
      if (!isObject(items)) {
        this.problems.push(notAnObject(this.#metadata.file, at, `${collection.itemLabel}s by name`, items));
        continue;
      }
      for (const [key, item] of Object.entries(items))
        this.#addItem([...path, name, key], at + pointerStep(key), item, collection);
    }
  }

  #addItem(path: readonly string[], pointer: string, item: Json, collection: Collection): void {
    if (!isObject(item)) {
      this.problems.push(notAnObject(this.#metadata.file, pointer, `a ${collection.itemLabel}`, item));
      return;
    }
    const said = ownProperties(item, collection.collections ?? {});
    const properties = collection.isRenamable ? this.#splitName(said, pointer) : { properties: said };
    const isPassedThrough = collection.collections !== undefined && Object.keys(said).length === 0;
    if (!isPassedThrough || !this.#isExtension()) this.#addElement(path, pointer, properties);
    this.#addCollections(item, collection.collections ?? {}, path, pointer);
  }

  /** In an extension, an item without properties of its own only leads to items deeper down. */
  #isExtension(): boolean {
    return isObject(this.#metadata.value) && this.#metadata.value.extends === true;
  }

  /** What an element says, and the name that it had first where it says that. */
  #splitName({ [FIRST_NAME]: firstName, ...properties }: JsonObject, pointer: string): Said {
    if (firstName === undefined) return { properties };
    if (typeof firstName === 'string' && firstName !== '') return { properties, firstName };
    this.problems.push({
      code: 'WRONG_TYPE',
      severity: 'error',
      message: `"${FIRST_NAME}" is the name that this had before it was renamed; take it out where it never was.`,
      file: this.#metadata.file,
      pointer: pointer + pointerStep(FIRST_NAME),
      found: firstName,
      expected: 'a name',
    });
    return { properties };
  }

  #addElement(path: readonly string[], pointer: string, said: Said): void {
    const { kind, component, owner, file } = this.#metadata;
    const id = elementId({ kind, component, path });
    this.elements.push({ id, kind, component, path, owner, ...said, source: { file, pointer } });
  }
}

function ownProperties(value: JsonObject, collections: Readonly<Record<string, Collection>>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(collections, name)));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAnObject(file: string, pointer: string, what: string, found: Json): Problem {
  return {
    code: 'WRONG_TYPE',
    severity: 'error',
    message: `Expected an object that holds ${what}, found ${JSON.stringify(found)?.slice(0, 40)}.`,
    file,
    pointer,
    found,
    expected: 'an object',
  };
}
