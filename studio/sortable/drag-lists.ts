/** A list whose items can be dragged, and in which lists of its group they can land. */
export interface DragList {
  readonly id: string;
  /** Items move between lists of the same group. */
  readonly group: string;
  /** As it is read aloud: "section Need". */
  readonly label: string;
  readonly items: readonly DragItem[];
}

export interface DragItem {
  readonly id: string;
  readonly label: string;
}

/** Where an item lands: its place among the other items of the list. */
export interface Landing {
  readonly item: string;
  readonly list: string;
  readonly index: number;
}

/** The end of a list is a place to land, too: an empty list has no other. */
const END = 'end:';
export const endOf = (list: string): string => `${END}${list}`;

/** The list that an item, or the end of a list, belongs to. */
export function listOf(lists: readonly DragList[], id: string): DragList | undefined {
  return lists.find((list) => endOf(list.id) === id || list.items.some((item) => item.id === id));
}

/** Every place of the group in reading order; the end of the item's own list is where its last item is. */
export function targetsOf(lists: readonly DragList[], active: string): readonly string[] {
  const own = listOf(lists, active);
  if (!own) return [];
  return lists
    .filter((list) => list.group === own.group)
    .flatMap((list) => [...list.items.map((item) => item.id), ...(list === own ? [] : [endOf(list.id)])]);
}

/** What dropping an item over a place means; undefined where it stays where it is. */
export function landingOf(lists: readonly DragList[], active: string, over: string): Landing | undefined {
  const [from, to] = [listOf(lists, active), listOf(lists, over)];
  if (!from || !to || from.group !== to.group) return undefined;
  const others = to.items.filter((item) => item.id !== active);
  const at = to.items.findIndex((item) => item.id === over);
  const index = at === -1 ? others.length : at;
  const isSame = from === to && from.items.findIndex((item) => item.id === active) === index;
  return isSame ? undefined : { item: active, list: to.id, index };
}

/** The place in words: "position 2 of 4 in section Need". */
export function placeWords(lists: readonly DragList[], active: string, over: string): string {
  const to = listOf(lists, over);
  if (!to) return 'nowhere';
  const { index } = landingOf(lists, active, over) ?? { index: to.items.findIndex((item) => item.id === active) };
  const isOwn = to.items.some((item) => item.id === active);
  return `position ${index + 1} of ${to.items.length + (isOwn ? 0 : 1)} in ${to.label}`;
}

/** The label of an item, for words. */
export function itemLabel(lists: readonly DragList[], id: string): string {
  return listOf(lists, id)?.items.find((item) => item.id === id)?.label ?? id;
}
