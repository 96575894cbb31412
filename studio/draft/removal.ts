import type { Edit } from '../../platform/layers/org-layer.ts';
import { type Use, whereUsed } from '../../platform/layers/uses.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { isWithin } from '../../platform/packages/element-id.ts';

/** What taking an element out means for the places that name it. */
export interface Removal {
  /** Takes the element out, and with it the places that are there for it alone. */
  readonly edits: readonly Edit[];
  readonly goesToo: readonly Use[];
  /** Conditions, actions and the like that must be changed first. */
  readonly blockers: readonly Use[];
}

/** Plans to take an element out: columns, page items and permissions go with it, conditions hold it. */
export function planRemoval(uses: readonly Use[], target: ElementId): Removal {
  const found = whereUsed(uses, target);
  const goesToo = found.filter((use) => use.isItem);
  const gone = [...new Set(goesToo.map((use) => use.from))];
  const blockers = found.filter((use) => !use.isItem && !gone.some((id) => isWithin(use.from, id)));
  // What lies within another item that goes needs no edit of its own.
  const outermost = gone.filter((id) => !gone.some((other) => other !== id && isWithin(id, other)));
  const edits = [...outermost, target].map((element): Edit => ({ op: 'remove', element }));
  return { edits, goesToo, blockers };
}
