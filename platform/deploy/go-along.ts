import type { Use } from '../layers/uses.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { parentId } from '../packages/element-id.ts';
import type { StoredMetadata } from '../store/metadata-rows.ts';
import type { Lost } from './lost.ts';

/**
 * Takes items along that are there only for what is lost: a column, a permission row, a field on a page. Those that the
 * org added go, and those that their package shows no more; what a package still says is for its author to take out.
 */
export function goAlong(
  metadata: StoredMetadata,
  { uses }: Lost,
): { readonly metadata: StoredMetadata; readonly gone: readonly Use[] } {
  const items = [...uses.values()].flat().filter(({ isItem }) => isItem);
  const isFree = ({ from }: Use) => metadata.org.added.has(from) || metadata.kept.has(from);
  const gone = items.filter(isFree);
  if (gone.length === 0) return { metadata, gone };
  const ids = new Set(gone.map(({ from }) => from));
  return { metadata: without(metadata, (id) => isAmong(id, ids)), gone };
}

/** An item, or one within it. */
function isAmong(id: ElementId, items: ReadonlySet<ElementId>): boolean {
  for (let at: ElementId | undefined = id; at !== undefined; at = parentId(at)) if (items.has(at)) return true;
  return false;
}

function without(metadata: StoredMetadata, isGone: (id: ElementId) => boolean): StoredMetadata {
  const { org, kept } = metadata;
  const left = <T>(map: ReadonlyMap<ElementId, T>) => new Map([...map].filter(([id]) => !isGone(id)));
  const isKeptAndGone = (id: ElementId) => kept.has(id) && isGone(id);
  return {
    ...metadata,
    packages: metadata.packages.map((each) => withoutKept(each, isKeptAndGone)),
    kept: new Set([...kept].filter((id) => !isGone(id))),
    org: { added: left(org.added), changed: left(org.changed), removed: left(org.removed) },
  };
}

function withoutKept(item: Package, isGone: (id: ElementId) => boolean): Package {
  const elements = new Map<ElementId, Element>([...item.elements].filter(([id]) => !isGone(id)));
  return elements.size === item.elements.size ? item : { ...item, elements };
}
