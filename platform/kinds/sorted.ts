/** Items by key, as the metadata keeps them. */
export type Items<T> = Readonly<Record<string, T>>;

/** Entries of a collection by `order`, then by key. */
export function sorted<T extends object>(items: Items<T> | undefined): [string, T][] {
  return Object.entries(items ?? {}).sort(
    ([a, left], [b, right]) => orderOf(left) - orderOf(right) || (a < b ? -1 : 1),
  );
}

function orderOf(item: object): number {
  return 'order' in item && typeof item.order === 'number' ? item.order : 0;
}
