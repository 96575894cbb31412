import { useEffect, useMemo, useRef, useState } from 'react';
import type { ElementId } from '../../platform/packages/element.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { addressOf } from '../draft/element-id.ts';
import { textOf } from '../draft/elements.ts';
import { itemLabelOf, mentionElement } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { type Landing, placeWords } from '../sortable/drag-lists.ts';
import { useStudio } from '../state/studio-context.ts';
import { useEditorFrame } from './component-frame.tsx';
import type { EditorProps } from './EditorPage.tsx';
import { itemLabel } from './item-label.ts';
import { PageArrange } from './page/PageArrange.tsx';
import { PagePreview } from './page/PagePreview.tsx';
import { PageProperties } from './page/PageProperties.tsx';
import { movePart, pageLists } from './page/page-layout.ts';
import { type PageState, PageStateContext } from './page/page-state.ts';

/** A record page: its parts are moved on the canvas, by drag, by keyboard or by buttons, and previewed as they look. */
export function PageEditor({ element }: EditorProps) {
  const { frame } = useEditorFrame(element);
  const state = usePage(element);
  const [mode, setMode] = useState<'arrange' | 'preview'>('arrange');
  return (
    <PageStateContext value={state}>
      <EditorFrame
        {...frame}
        actions={
          <>
            <fieldset className="st-segments">
              <legend className="ds-u-visibility--screen-reader">Show the page</legend>
              <button type="button" aria-pressed={mode === 'arrange'} onClick={() => setMode('arrange')}>
                Arrange
              </button>
              <button type="button" aria-pressed={mode === 'preview'} onClick={() => setMode('preview')}>
                Preview
              </button>
            </fieldset>
            {frame.actions}
          </>
        }
        properties={mode === 'arrange' && <PageProperties />}
      >
        {mode === 'arrange' ? <PageArrange /> : <PagePreview />}
      </EditorFrame>
    </PageStateContext>
  );
}

function usePage(page: EditorProps['element']): PageState {
  const studio = useStudio();
  const announce = useAnnounce();
  const [selected, select] = useState<ElementId>();
  const focus = useFocusLater();
  return useMemo(() => {
    const { elements, change } = studio;
    const object = textOf(page, 'object') ?? '';
    const label = (id: ElementId) => itemLabel(studio, id);
    const lists = pageLists(elements, page.id, label);
    return {
      page,
      object,
      lists,
      selected: selected !== undefined && elements.byId.has(selected) ? selected : undefined,
      select,
      labelOf: label,
      move: (landing: Landing) => {
        const { edits, moved } = movePart(elements, landing);
        change({
          label: `Move ${partWords(landing.item, label)} on ${mentionElement(page.id, elements.byId)}`,
          edits,
        });
        const target = lists.find((list) => list.id === landing.list);
        const over = target?.items[landing.index]?.id ?? `end:${landing.list}`;
        announce.quietly(`${label(landing.item)} is at ${placeWords(lists, landing.item, over)}.`);
        if (selected === landing.item) select(moved);
        if (moved !== landing.item) focus(moved);
      },
      remove: (id: ElementId) => {
        change({
          label: `Remove ${partWords(id, label)} from ${mentionElement(page.id, elements.byId)}`,
          edits: [{ op: 'remove', element: id }],
        });
        announce.quietly(`${label(id)} is taken off the page.`);
        if (selected === id) select(undefined);
      },
    };
  }, [studio, page, selected, announce, focus]);
}

/** The handle of a part that moved elsewhere is a new one: it takes the focus once it is there. */
function useFocusLater() {
  const waiting = useRef<ElementId>(undefined);
  useEffect(() => {
    if (waiting.current === undefined) return;
    document.querySelector<HTMLElement>(`[data-handle="${CSS.escape(waiting.current)}"]`)?.focus();
    waiting.current = undefined;
  });
  return useRef((id: ElementId) => {
    waiting.current = id;
  }).current;
}

function partWords(id: ElementId, label: (id: ElementId) => string): string {
  const { kind, path } = addressOf(id);
  return `${itemLabelOf(kind, path)} ${label(id)}`;
}
