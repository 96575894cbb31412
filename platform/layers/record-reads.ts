import type { KindName } from '../kinds/kind.ts';
import type { ComponentsOf, ModelView, ObjectView } from '../kinds/model-view.ts';
import { type Component, objectOf } from '../packages/component.ts';
import { shareTexts } from '../share-texts.ts';
import type { Model } from './model.ts';

/**
 * What a check looked at, as keys: `objects.Order__c` (whether there is one), `objects.Order__c.label`,
 * `objects.Order__c.fields.Total__c`, `objects.Order__c.fields.*` (all of them), `roles.Clerk`, `components.page.Order__c`.
 */
export type Reads = readonly string[];

/** A model as checks see it, which writes down what they look at: no check says itself what it depends on. */
export interface Recorder {
  readonly model: ModelView;
  readonly componentsOf: ComponentsOf;
  /** Runs a check and tells what it looked at. */
  record<T>(check: () => T): { readonly result: T; readonly reads: Reads };
}

export function createRecorder(model: Model, componentsOf: ComponentsOf): Recorder {
  const log: Log = { reads: new Set(), run: 0 };
  // Many look at the same, and what they looked at is kept as long as the model.
  const share = shareTexts();
  const note = (key: string) => {
    log.reads.add(key);
  };
  const objects = new Map<ObjectView, ObjectView>();
  const objectView = (object: ObjectView): ObjectView => {
    const known = objects.get(object) ?? recorded(object, `objects.${object.name}`, log);
    objects.set(object, known);
    return known;
  };
  const known = new RecordedMap(model.objects, { prefix: 'objects', log, show: objectView, isByName: true });
  return {
    model: recorded({ ...model, objects: known }, '', log),
    componentsOf: (kind, object) => {
      note(componentsKey(kind, object));
      return componentsOf(kind, object);
    },
    record(check) {
      log.reads = new Set();
      log.run++;
      const result = check();
      return { result, reads: [...log.reads].map(share) };
    },
  };
}

/** Keys of all that differs between two models, as checks may have looked at it. */
export function changedKeys(before: Model, after: Model): Set<string> {
  const changed = new Set<string>();
  const [{ objects: _, ...old }, { objects: __, ...fresh }] = [before, after];
  addChanges(changed, { prefix: '', before: old, after: fresh });
  for (const name of new Set([...before.objects.keys(), ...after.objects.keys()])) {
    const [was, is] = [before.objects.get(name), after.objects.get(name)];
    if (was === is) continue;
    if (was && is) addChanges(changed, { prefix: `objects.${name}`, before: was, after: is });
    else changed.add(`objects.${name}`).add('objects.*');
  }
  return changed;
}

/** Key of the components of a kind that are about an object, or of all. */
export function componentsKey(kind: KindName, object = '*'): string {
  return `components.${kind}.${object}`;
}

/** The object that a component is a part of, or says that it is about. */
export function objectAbout({ kind, name, value }: Pick<Component, 'kind' | 'name' | 'value'>): string {
  return objectOf(kind, name) || (typeof value.object === 'string' ? value.object : '');
}

interface Log {
  reads: Set<string>;
  /** Number of the check that is running. */
  run: number;
}

/** A thing whose properties are noted as they are read; maps among them note their entries. */
function recorded<T extends object>(thing: T, prefix: string, log: Log): T {
  const maps = new Map<string, unknown>();
  const get = (property: string | symbol): unknown => {
    const value: unknown = Reflect.get(thing, property);
    if (typeof property !== 'string' || value instanceof RecordedMap) return value;
    const key = join(prefix, property);
    if (!(value instanceof Map)) {
      log.reads.add(key);
      return value;
    }
    const known = maps.get(property) ?? new RecordedMap(value, { prefix: key, log, show: (each) => each });
    maps.set(property, known);
    return known;
  };
  // Before an empty object: a frozen one allows no other answer than what it holds.
  return new Proxy({} as T, {
    get: (_, property) => get(property),
    has: (_, property) => get(property) !== undefined,
    ownKeys: () => Reflect.ownKeys(thing),
    getOwnPropertyDescriptor: (_, property) => ({ value: get(property), enumerable: true, configurable: true }),
  });
}

interface Recording<V> {
  readonly prefix: string;
  readonly log: Log;
  /** What is shown of a value. */
  readonly show: (value: V) => V;
  /** True where only names are noted of the whole: values note themselves what is read of them. */
  readonly isByName?: boolean;
}

class RecordedMap<V> implements ReadonlyMap<string, V> {
  readonly #map: ReadonlyMap<string, V>;
  readonly #recording: Recording<V>;
  /** How many entries the check that ran last has looked at. */
  #count = 0;
  #run = 0;

  constructor(map: ReadonlyMap<string, V>, recording: Recording<V>) {
    this.#map = map;
    this.#recording = recording;
  }

  get(key: string): V | undefined {
    this.#note(key);
    const value = this.#map.get(key);
    return value === undefined ? undefined : this.#recording.show(value);
  }

  has(key: string): boolean {
    this.#note(key);
    return this.#map.has(key);
  }

  get size(): number {
    this.#note('*');
    return this.#map.size;
  }

  keys(): MapIterator<string> {
    this.#note('*');
    return this.#map.keys();
  }

  values(): MapIterator<V> {
    return this.#shown().values();
  }

  entries(): MapIterator<[string, V]> {
    return this.#shown().entries();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }

  #shown(): ReadonlyMap<string, V> {
    this.#note('*');
    const { show, isByName } = this.#recording;
    return isByName ? new Map([...this.#map].map(([key, value]) => [key, show(value)])) : this.#map;
  }

  #note(key: string): void {
    const { prefix, log } = this.#recording;
    if (this.#run !== log.run) [this.#run, this.#count] = [log.run, 0];
    if (this.#count > MOST_ENTRIES) return;
    const { size } = log.reads;
    log.reads.add(`${prefix}.${key}`);
    if (log.reads.size === size) return;
    this.#count = key === '*' ? MOST_ENTRIES + 1 : this.#count + 1;
    if (this.#count > MOST_ENTRIES) log.reads.add(`${prefix}.*`);
  }
}

/** Past this many entries of one map, a check is taken to depend on all of it. */
const MOST_ENTRIES = 8;

function addChanges(
  changed: Set<string>,
  { prefix, before, after }: { readonly prefix: string; readonly before: object; readonly after: object },
): void {
  const [old, fresh] = [new Map<string, unknown>(Object.entries(before)), new Map(Object.entries(after))];
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [key, was, value] = [join(prefix, name), old.get(name), fresh.get(name)];
    if (value === was) continue;
    if (value instanceof Map || was instanceof Map)
      addEntries(changed, { key, before: mapOf(was), after: mapOf(value) });
    if (!(value instanceof Map && was instanceof Map)) changed.add(key);
  }
}

function mapOf(value: unknown): ReadonlyMap<unknown, unknown> {
  return value instanceof Map ? value : new Map();
}

function addEntries(
  changed: Set<string>,
  { key, before, after }: { key: string; before: ReadonlyMap<unknown, unknown>; after: ReadonlyMap<unknown, unknown> },
): void {
  const differing = [...after].filter(([name, value]) => before.get(name) !== value).map(([name]) => name);
  const gone = [...before.keys()].filter((name) => !after.has(name));
  for (const name of [...differing, ...gone]) changed.add(`${key}.${String(name)}`).add(`${key}.*`);
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}
