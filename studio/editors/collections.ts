import { kinds } from '../../platform/kinds/index.ts';
import type { Collection } from '../../platform/kinds/kind.ts';
import type { StudioElement } from '../draft/elements.ts';

/** How a kind declares a collection, at any depth: `['sections', 'items']`. */
export function collectionOf({ kind, path }: Pick<StudioElement, 'kind' | 'path'>, name: string): Collection {
  let collections: Readonly<Record<string, Collection>> | undefined = kinds[kind].collections;
  for (let at = 0; at < path.length; at += 2) collections = collections?.[path[at] ?? '']?.collections;
  const found = collections?.[name];
  if (!found) throw new Error(`A ${kind} has no collection ${name}.`);
  return found;
}

/** The plural of what an item is called. */
export function itemPlural(label: string): string {
  return label.endsWith('y') && !/[aeiou]y$/.test(label) ? `${label.slice(0, -1)}ies` : `${label}s`;
}

/** "a column", "an input". */
export function withArticle(label: string): string {
  return `${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label}`;
}
