import type { Json } from '../../platform/json.ts';
import { equalJson } from '../../platform/layers/equal-json.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { parentId } from '../../platform/packages/element-id.ts';
import type { Draft, DraftEntry } from './draft.ts';
import type { StudioElement } from './elements.ts';

type ElementMap = ReadonlyMap<ElementId, StudioElement>;

/** Where the draft and what was published since meet. */
export type Overlap =
  | {
      readonly kind: 'changed';
      readonly entry: number;
      readonly element: ElementId;
      readonly property: string;
      readonly before?: Json;
      readonly now?: Json;
    }
  | { readonly kind: 'gone'; readonly entry: number; readonly element: ElementId };

/** Compares what each entry was made on with what is live now. */
export function findOverlaps(draft: Draft, live: ElementMap): readonly Overlap[] {
  const made = new Set<ElementId>();
  return draft.entries.flatMap((entry, index) => {
    for (const id of addedBy(entry)) made.add(id);
    return [...goneIn(entry, index, live, made), ...changedIn(entry, index, live)];
  });
}

/** The same draft on a newer version. Entries stay; what they were made on is what is live now. */
export function rebaseDraft(draft: Draft, version: number, live: ElementMap): Draft {
  const entries = draft.entries.map((entry): DraftEntry => {
    const before = entry.before.flatMap(({ element, property }) => {
      const now = live.get(element);
      if (!now) return [];
      const value = now.properties[property];
      return [{ element, property, ...(value !== undefined && { value }) }];
    });
    return { ...entry, before };
  });
  return { ...draft, baseVersion: version, entries };
}

function changedIn(entry: DraftEntry, index: number, live: ElementMap): Overlap[] {
  return entry.before.flatMap(({ element, property, value }) => {
    const now = live.get(element)?.properties[property];
    if (!live.has(element) || equalJson(now, value)) return [];
    const changed: Overlap = {
      kind: 'changed',
      entry: index,
      element,
      property,
      ...(value !== undefined && { before: value }),
      ...(now !== undefined && { now }),
    };
    return [changed];
  });
}

function goneIn(entry: DraftEntry, index: number, live: ElementMap, made: ReadonlySet<ElementId>): Overlap[] {
  const wasThere = new Set(entry.before.map((before) => before.element));
  const isGone = (id: ElementId) => {
    if (wasThere.has(id)) return !live.has(id);
    const parent = parentId(id);
    return parent !== undefined && !live.has(parent) && !made.has(parent);
  };
  const gone = new Set(entry.edits.map((edit) => edit.element).filter(isGone));
  return [...gone].map((element) => ({ kind: 'gone', entry: index, element }));
}

/** Elements that were not live when the entry was made: it brought them in. */
function addedBy(entry: DraftEntry): readonly ElementId[] {
  const wasThere = new Set(entry.before.map((before) => before.element));
  return entry.edits.filter((edit) => edit.op === 'set' && !wasThere.has(edit.element)).map((edit) => edit.element);
}
