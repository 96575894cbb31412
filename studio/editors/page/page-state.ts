import { createContext, useContext } from 'react';
import type { ElementId } from '../../../platform/packages/element.ts';
import type { StudioElement } from '../../draft/elements.ts';
import type { DragList, Landing } from '../../sortable/drag-lists.ts';

/** What the parts of the page editor share. */
export interface PageState {
  readonly page: StudioElement;
  readonly object: string;
  readonly lists: readonly DragList[];
  readonly selected: ElementId | undefined;
  readonly select: (id: ElementId | undefined) => void;
  readonly move: (landing: Landing) => void;
  readonly remove: (id: ElementId) => void;
  readonly labelOf: (id: ElementId) => string;
}

export const PageStateContext = createContext<PageState | undefined>(undefined);

/** The state of the page editor; only inside PageEditor. */
export function usePageState(): PageState {
  const state = useContext(PageStateContext);
  if (!state) throw new Error('usePageState is called outside PageEditor.');
  return state;
}
