/** Ids are letters and digits alone, so this mark tells typed text from an id. */
const UNRESOLVED = '?';

/** The draft of a lookup whose text has not been matched with a record. */
export function unresolvedDraft(text: string): string {
  return text === '' ? '' : `${UNRESOLVED}${text}`;
}

/** The text of such a draft; undefined where the draft is an id or blank. */
export function unresolvedText(draft: string): string | undefined {
  return draft.startsWith(UNRESOLVED) ? draft.slice(UNRESOLVED.length) : undefined;
}
