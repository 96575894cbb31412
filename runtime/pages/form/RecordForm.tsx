import { Button } from '@cmsgov/design-system';
import { useEffect, useId, useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { ApiError, RecordPage } from '../../client/api.ts';
import { ApiFailure } from '../../client/request.ts';
import { PageHeading } from '../shell/PageHeading.tsx';
import type { Drafts } from './drafts.ts';
import { FieldsForm } from './FieldsForm.tsx';
import { formSections } from './form-sections.ts';
import { SectionNav } from './SectionNav.tsx';
import { StaleSave } from './StaleSave.tsx';
import { UnsavedGuard } from './UnsavedGuard.tsx';
import { useFormState } from './use-form-state.ts';
import { useSave } from './use-save.ts';

interface RecordFormProps {
  readonly record: RecordPage;
  readonly title: string;
  /** Where Cancel leads. */
  readonly cancelTo: string;
}

/** The form of a record, new or not: fields, one bar with Save and Cancel, and care for what was typed. */
export function RecordForm({ record, title, cancelTo }: RecordFormProps) {
  const formId = useId();
  const navigate = useNavigate();
  const form = useFormState(record);
  const sections = useMemo(() => formSections(record), [record]);
  const isLeaving = useRef(false);
  const { save, saveOver, isBusy, failure, latest, closeStale } = useSave({
    record,
    form,
    isLeaving,
    reason: useReason(),
  });
  const changed = form.changed.map((name) => form.fields[name]?.label ?? name);
  useFormKeys({ formId, isClean: changed.length === 0, onCancel: () => void navigate(cancelTo) });
  return (
    <div className="fw-page fw-page--form">
      <header className="fw-formhead">
        <p className="fw-eyebrow">{record.object.label}</p>
        <PageHeading documentTitle={title}>{title}</PageHeading>
      </header>
      <div className="fw-formcolumns">
        <SectionNav sections={sections} />
        <div className="fw-formmain">
          <FieldsForm
            id={formId}
            idPrefix="field"
            object={record.object.name}
            form={form}
            sections={sections}
            failure={failure}
            onSubmit={() => void save()}
          />
          <div className="fw-formbar">
            <Button
              variation="solid"
              type="submit"
              form={formId}
              disabled={isBusy}
              aria-keyshortcuts="Control+S Meta+S"
            >
              {isBusy ? 'Saving…' : 'Save'}
            </Button>
            <Button onClick={() => void navigate(cancelTo)}>Cancel</Button>
            <p className="fw-formbar__state">{stateOf(changed, record.id === null)}</p>
          </div>
        </div>
      </div>
      <UnsavedGuard changed={changed} isLeaving={isLeaving} />
      {latest && (
        <StaleSave
          form={form}
          latest={latest}
          onClose={closeStale}
          onSave={(drafts: Drafts) => void saveOver(latest, drafts)}
        />
      )}
    </div>
  );
}

/** An action that was refused for the sake of fields sends the person here with its errors. */
function useReason(): Error | undefined {
  const { state } = useLocation();
  const errors = (state as { errors?: readonly ApiError[] } | null)?.errors; // FailedAction puts them there.
  return errors && new ApiFailure(400, errors);
}

/** Ctrl or Cmd+S saves; Escape leaves a form in which nothing was changed. */
function useFormKeys({ formId, isClean, onCancel }: { formId: string; isClean: boolean; onCancel: () => void }) {
  const latest = useRef({ isClean, onCancel });
  latest.current = { isClean, onCancel };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
        event.preventDefault();
        const form = document.getElementById(formId);
        if (form instanceof HTMLFormElement) form.requestSubmit();
      }
      // A dialog or an open list takes its own Escape.
      const isTaken = event.defaultPrevented || document.querySelector('dialog[open]') !== null;
      if (event.key === 'Escape' && !isTaken && latest.current.isClean) latest.current.onCancel();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [formId]);
}

function stateOf(changed: readonly string[], isNew: boolean): string {
  if (isNew) return 'Not saved yet';
  if (changed.length === 0) return 'No changes';
  return changed.length === 1 ? '1 field changed' : `${changed.length} fields changed`;
}
