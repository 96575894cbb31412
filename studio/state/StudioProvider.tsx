import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { SessionInfo, StudioModel } from '../../runtime/client/api.ts';
import { useDebounced } from '../../runtime/pages/use-debounced.ts';
import { type Author, applyDraft } from '../draft/apply.ts';
import { catalogOf } from '../draft/catalog.ts';
import { compileElements } from '../draft/compile.ts';
import { addEntry, type Draft, dropEntry, editsOf, emptyDraft, redo, touchedBy, undo } from '../draft/draft.ts';
import { indexElements } from '../draft/elements.ts';
import { findOverlaps, rebaseDraft } from '../draft/rebase.ts';
import { draftKey, loadDraft, saveDraft } from '../draft/storage.ts';
import { findUses } from '../draft/where-used.ts';
import { StudioContext, type StudioState } from './studio-context.ts';

interface StudioProviderProps {
  readonly session: SessionInfo;
  readonly model: StudioModel;
  readonly refresh: () => Promise<unknown>;
  readonly children: ReactNode;
}

/** How long typing rests before names and rules are checked again, in milliseconds. */
const CHECK_DELAY = 200;

/** Holds the draft and everything that follows from it. */
export function StudioProvider({ session, model, refresh, children }: StudioProviderProps) {
  const { draft, setDraft, isKept } = useKeptDraft(session, model.modelVersion);
  const effective = useEffective(session, model, draft);
  const steps = useSteps(setDraft, effective.live.byId, model.modelVersion);
  const state = useMemo<StudioState>(
    () => ({ session, model, ...effective, draft, isKept, ...steps, refresh }),
    [session, model, effective, draft, isKept, steps, refresh],
  );
  return <StudioContext value={state}>{children}</StudioContext>;
}

function useKeptDraft(session: SessionInfo, version: number) {
  const key = draftKey(session.org.id, session.user.id);
  const [draft, setDraft] = useState(() => loadDraft(localStorage, key, version));
  const [isKept, setKept] = useState(true);
  useEffect(() => setKept(saveDraft(localStorage, key, draft)), [key, draft]);
  return { draft, setDraft, isKept };
}

function useEffective(session: SessionInfo, model: StudioModel, draft: Draft) {
  const { live, liveModel } = useMemo(() => {
    const elements = indexElements(new Map(model.elements.map((element) => [element.id, element])));
    return { live: elements, liveModel: compileElements(elements, model.packages).model };
  }, [model]);
  const author = useMemo<Author>(() => ({ by: session.user.username, at: new Date().toISOString() }), [session]);
  const elements = useMemo(
    () => (draft.entries.length === 0 ? live : indexElements(applyDraft(live.byId, editsOf(draft), author))),
    [live, draft, author],
  );
  const settled = useDebounced(elements, CHECK_DELAY);
  const checked = useMemo(() => {
    const { model: compiled, problems } = compileElements(settled, model.packages);
    return { compiled, problems, uses: findUses(settled, catalogOf(settled, compiled ?? liveModel)) };
  }, [settled, model.packages, liveModel]);
  return useMemo(
    () => ({
      live,
      elements,
      catalog: catalogOf(elements, checked.compiled ?? liveModel),
      ...checked,
      touched: touchedBy(draft),
      overlaps: findOverlaps(draft, live.byId),
      isBehind: draft.entries.length > 0 && draft.baseVersion !== model.modelVersion,
    }),
    [live, liveModel, elements, checked, draft, model.modelVersion],
  );
}

type SetDraft = (step: (draft: Draft) => Draft) => void;

function useSteps(setDraft: SetDraft, live: StudioState['live']['byId'], version: number) {
  const change = useCallback<StudioState['change']>(
    (entry) =>
      setDraft((draft) =>
        addEntry(draft.entries.length === 0 ? { ...draft, baseVersion: version } : draft, entry, live),
      ),
    [setDraft, live, version],
  );
  return useMemo(
    () => ({
      change,
      undo: () => setDraft(undo),
      redo: () => setDraft(redo),
      drop: (index: number) => setDraft((draft) => dropEntry(draft, index)),
      discard: () => setDraft(() => emptyDraft(version)),
      rebase: () => setDraft((draft) => rebaseDraft(draft, version, live)),
    }),
    [change, setDraft, live, version],
  );
}
