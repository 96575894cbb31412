import type { Json } from '../../../platform/json.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import type { ElementId } from '../../../platform/packages/element.ts';
import { addressOf, itemId } from '../../draft/element-id.ts';
import type { Elements, StudioElement } from '../../draft/elements.ts';
import { moveEdits, orderAt } from '../../draft/order.ts';
import type { DragList, Landing } from '../../sortable/drag-lists.ts';

/** How parts of a page are called, aloud and on its cards. */
export type LabelOf = (id: ElementId) => string;

/** Everything on a page that can be moved: key facts, sections, the fields in them, related lists. */
export function pageLists(elements: Elements, page: ElementId, labelOf: LabelOf): readonly DragList[] {
  const list = (parent: ElementId, collection: string, label: string): DragList => ({
    id: `${parent}/${collection}`,
    group: collection,
    label,
    items: elements.items(parent, collection).map((item) => ({ id: item.id, label: labelOf(item.id) })),
  });
  return [
    list(page, 'highlights', 'the key facts'),
    list(page, 'sections', 'the sections'),
    ...elements.items(page, 'sections').map((section) => list(section.id, 'items', `section ${labelOf(section.id)}`)),
    list(page, 'relatedLists', 'the related lists'),
  ];
}

/** A move on the page: what it writes, and the identity that the moved part has afterwards. */
export interface PageMove {
  readonly edits: readonly Edit[];
  readonly moved: ElementId;
}

/** Within its list a part gets another number; in another section a field is a new item there. */
export function movePart(elements: Elements, { item, list, index }: Landing): PageMove {
  const [parent, collection] = splitList(list);
  const target = elements.items(parent, collection);
  if (target.some((one) => one.id === item)) return { edits: moveEdits(target, item, index), moved: item };
  const moved = itemId(parent, collection, addressOf(item).path.at(-1) ?? '');
  const rest = elements.byId.get(item)?.properties ?? {};
  return { edits: [{ op: 'remove', element: item }, ...insertEdits(target, moved, index, rest)], moved };
}

/** The edits that put a new item at a place of a list. */
export function insertEdits(
  items: readonly StudioElement[],
  id: ElementId,
  index: number,
  properties: Readonly<Record<string, Json>> = {},
): Edit[] {
  const order = orderAt(items, index);
  if (order !== undefined) return [{ op: 'set', element: id, properties: { ...properties, order } }];
  return [{ op: 'set', element: id, properties: { ...properties, order: 0 } }, ...moveEdits(items, id, index)];
}

/** A key for a new section that none has. */
export function newSectionKey(elements: Elements, page: ElementId, label: string): string {
  const taken = new Set(elements.items(page, 'sections').map((section) => section.path[1]));
  const base =
    label
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')
      .replaceAll(/^_|_$/g, '') || 'section';
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}_${number}`;
  return key;
}

function splitList(list: string): readonly [parent: ElementId, collection: string] {
  const slash = list.lastIndexOf('/');
  return [list.slice(0, slash), list.slice(slash + 1)];
}
