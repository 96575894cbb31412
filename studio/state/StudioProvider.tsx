import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { ElementId } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import type { SessionInfo, StudioModel } from '../../runtime/client/api.ts';
import { type Author, applyDraft } from '../draft/apply.ts';
import { catalogOf } from '../draft/catalog.ts';
import { addEntry, type Draft, dropEntry, editsOf, emptyDraft, redo, touchedBy, undo } from '../draft/draft.ts';
import { componentOf } from '../draft/element-id.ts';
import { indexElements } from '../draft/elements.ts';
import { findOverlaps, rebaseDraft } from '../draft/rebase.ts';
import { draftKey, loadDraft, saveDraft } from '../draft/storage.ts';
import { StudioContext, type StudioState } from './studio-context.ts';
import { useLiveCheck } from './use-live-check.ts';

interface StudioProviderProps {
  readonly session: SessionInfo;
  readonly model: StudioModel;
  readonly refresh: () => Promise<unknown>;
  readonly children: ReactNode;
}

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
  const live = useMemo(() => indexElements(new Map(model.elements.map((element) => [element.id, element]))), [model]);
  const author = useMemo<Author>(() => ({ by: session.user.username, at: new Date().toISOString() }), [session]);
  const edits = useMemo(() => editsOf(draft), [draft]);
  const elements = useMemo(
    () => (edits.length === 0 ? live : indexElements(applyDraft(live.byId, edits, author))),
    [live, edits, author],
  );
  const findings = useLiveCheck(model, edits, author);
  return useMemo(
    () => ({
      live,
      elements,
      catalog: catalogOf(elements),
      ...findings,
      broken: brokenComponents(findings.problems),
      touched: touchedBy(draft),
      overlaps: findOverlaps(draft, live.byId),
      isBehind: draft.entries.length > 0 && draft.baseVersion !== model.modelVersion,
    }),
    [live, elements, findings, draft, model.modelVersion],
  );
}

function brokenComponents(problems: readonly Problem[]): ReadonlySet<ElementId> {
  const errors = problems.filter((problem) => problem.severity === 'error');
  return new Set(errors.flatMap(({ element }) => (element === undefined ? [] : componentOf(element))));
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
