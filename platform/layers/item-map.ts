import { keysOf } from '../packages/component.ts';

/**
 * The items of a collection as a map, over what the component holds already: a permission set has a row for every field
 * of an org.
 */
export class ItemMap<T> implements ReadonlyMap<string, T> {
  readonly #items: Readonly<Record<string, T>>;

  constructor(items: Readonly<Record<string, T>>) {
    this.#items = items;
  }

  get(key: string): T | undefined {
    return Object.hasOwn(this.#items, key) ? this.#items[key] : undefined;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#items, key);
  }

  get size(): number {
    return this.#keys().length;
  }

  *keys(): Generator<string, undefined> {
    yield* this.#keys();
  }

  *values(): Generator<T, undefined> {
    for (const [, item] of this) yield item;
  }

  *entries(): Generator<[string, T], undefined> {
    for (const key of this.#keys()) yield [key, this.#items[key] as T]; // its own key
  }

  [Symbol.iterator](): Generator<[string, T], undefined> {
    return this.entries();
  }

  forEach(visit: (item: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, item] of this) visit(item, key, this);
  }

  #keys(): readonly string[] {
    return keysOf(this.#items);
  }
}
