import { type Draft, emptyDraft } from './draft.ts';

/** Where a draft is kept; the browser's localStorage in the application. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** One draft per person and org on a device. */
export function draftKey(org: string, user: string): string {
  return `formwork.studio.draft.${org}.${user}`;
}

/** The draft that was kept, or an empty one on the version that is live. What cannot be read counts as none. */
export function loadDraft(storage: DraftStorage, key: string, liveVersion: number): Draft {
  const text = storage.getItem(key);
  if (text === null) return emptyDraft(liveVersion);
  try {
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : emptyDraft(liveVersion);
  } catch {
    return emptyDraft(liveVersion); // Another program wrote there; it is no draft of ours.
  }
}

/** Keeps the draft; answers false where the browser has no room or forbids it. */
export function saveDraft(storage: DraftStorage, key: string, draft: Draft): boolean {
  try {
    if (draft.entries.length === 0 && draft.undone.length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // The caller tells the person that a reload would lose the draft.
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { baseVersion, entries, undone } = value as Partial<Record<keyof Draft, unknown>>; // Each is checked here.
  return typeof baseVersion === 'number' && areEntries(entries) && areEntries(undone);
}

function areEntries(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) =>
        typeof entry?.label === 'string' &&
        Array.isArray(entry.edits) &&
        Array.isArray(entry.before) &&
        entry.edits.every((edit: unknown) => typeof (edit as { element?: unknown } | null)?.element === 'string'),
    )
  );
}
