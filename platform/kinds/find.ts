const indexes = new WeakMap<ReadonlyMap<string, unknown>, ReadonlyMap<string, unknown>>();

/** An entry of a map by its name, whatever its case. Maps of a model never change, so each is indexed once. */
export function findByName<T>(map: ReadonlyMap<string, T>, name: string): T | undefined {
  const exact = map.get(name);
  if (exact !== undefined) return exact;
  let index = indexes.get(map);
  if (index === undefined) {
    index = new Map([...map].map(([key, value]) => [key.toLowerCase(), value]));
    indexes.set(map, index);
  }
  return index.get(name.toLowerCase()) as T | undefined; // the index holds the values of this very map
}
