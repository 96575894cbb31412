import type { Json } from '../../platform/json.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { componentOf } from './element-id.ts';
import type { StudioElement } from './elements.ts';

/** One thing that the admin did, told in words, undone as one. */
export interface DraftEntry {
  readonly label: string;
  readonly edits: readonly Edit[];
  /** What was live where the edits write, so that a later change of someone else is noticed. */
  readonly before: readonly Before[];
  /** Entries with the same key follow each other as one: typing into one field is one step. */
  readonly key?: string;
}

export interface Before {
  readonly element: ElementId;
  readonly property: string;
  readonly value?: Json;
}

/** What an admin changed and has not published: entries in order on top of one version, and those undone. */
export interface Draft {
  readonly baseVersion: number;
  readonly entries: readonly DraftEntry[];
  readonly undone: readonly DraftEntry[];
}

/** What an editor hands over; the rest of the entry is filled in. */
export type NewEntry = Pick<DraftEntry, 'label' | 'edits' | 'key'>;

export function emptyDraft(baseVersion: number): Draft {
  return { baseVersion, entries: [], undone: [] };
}

/** Adds an entry; what was undone is gone then. */
export function addEntry(draft: Draft, entry: NewEntry, live: ReadonlyMap<ElementId, StudioElement>): Draft {
  if (entry.edits.length === 0) return draft;
  const last = draft.entries.at(-1);
  const isSame = last !== undefined && entry.key !== undefined && last.key === entry.key;
  const full: DraftEntry = { ...entry, before: beforeOf(entry.edits, live) };
  return { ...draft, entries: [...(isSame ? draft.entries.slice(0, -1) : draft.entries), full], undone: [] };
}

export function undo(draft: Draft): Draft {
  const last = draft.entries.at(-1);
  if (!last) return draft;
  // Without its key, what is typed next does not swallow the entry once it is done again.
  const { key: _, ...entry } = last;
  return { ...draft, entries: draft.entries.slice(0, -1), undone: [...draft.undone, entry] };
}

export function redo(draft: Draft): Draft {
  const last = draft.undone.at(-1);
  if (!last) return draft;
  return { ...draft, entries: [...draft.entries, last], undone: draft.undone.slice(0, -1) };
}

/** Takes one entry out of the middle. */
export function dropEntry(draft: Draft, index: number): Draft {
  return { ...draft, entries: draft.entries.filter((_, at) => at !== index), undone: [] };
}

/** All edits in order, as the server takes them. */
export function editsOf(draft: Draft): readonly Edit[] {
  return draft.entries.flatMap((entry) => entry.edits);
}

/** Elements that the draft writes and the components that they belong to, for marks in the structure. */
export function touchedBy(draft: Draft): ReadonlySet<ElementId> {
  return new Set(editsOf(draft).flatMap(({ element }) => [element, componentOf(element)]));
}

function beforeOf(edits: readonly Edit[], live: ReadonlyMap<ElementId, StudioElement>): Before[] {
  return edits.flatMap((edit) => {
    const element = live.get(edit.element);
    if (!element) return [];
    return writtenBy(edit, element).map((property): Before => {
      const value = element.properties[property];
      return { element: edit.element, property, ...(value !== undefined && { value }) };
    });
  });
}

function writtenBy(edit: Edit, element: StudioElement): readonly string[] {
  switch (edit.op) {
    case 'set':
      return Object.keys(edit.properties);
    case 'unset':
      return [edit.property];
    case 'remove':
      return Object.keys(element.properties);
    case 'reset':
      return edit.property === undefined ? Object.keys(element.properties) : [edit.property];
  }
}
