import { createContext, useContext } from 'react';
import type { Use } from '../../platform/layers/uses.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import type { SessionInfo, StudioModel } from '../../runtime/client/api.ts';
import type { Catalog } from '../draft/catalog.ts';
import type { Draft, NewEntry } from '../draft/draft.ts';
import type { Elements } from '../draft/elements.ts';
import type { Overlap } from '../draft/rebase.ts';

/** What every part of the studio reads and does. */
export interface StudioState {
  readonly session: SessionInfo;
  readonly model: StudioModel;
  /** What is live. */
  readonly live: Elements;
  /** What would be live with the draft. */
  readonly elements: Elements;
  readonly catalog: Catalog;
  /** Shortly after a change: what names what, and what is wrong. */
  readonly uses: readonly Use[];
  readonly problems: readonly Problem[];
  readonly draft: Draft;
  /** Elements that the draft writes, and the components that they belong to. */
  readonly touched: ReadonlySet<ElementId>;
  /** Components with errors. */
  readonly broken: ReadonlySet<ElementId>;
  /** Where someone published something else since the draft was begun. */
  readonly overlaps: readonly Overlap[];
  readonly isBehind: boolean;
  /** False where the browser cannot keep the draft: a reload would lose it. */
  readonly isKept: boolean;
  readonly change: (entry: NewEntry) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly drop: (index: number) => void;
  readonly discard: () => void;
  /** Puts the draft on the version that is live. */
  readonly rebase: () => void;
  /** Reads the live version again. */
  readonly refresh: () => Promise<unknown>;
}

export const StudioContext = createContext<StudioState | undefined>(undefined);

/** The state of the studio; only below StudioProvider. */
export function useStudio(): StudioState {
  const state = useContext(StudioContext);
  if (!state) throw new Error('useStudio is called outside StudioProvider.');
  return state;
}
