import { Button, ChoiceList } from '@cmsgov/design-system';
import { useState } from 'react';
import type { RecordPage } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';
import { formatDateTime } from '../format/dates.ts';
import { type Reader, useReader } from '../format/reader.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { type Drafts, draftsOf } from './drafts.ts';
import { type Conflict, compareVersions } from './stale.ts';
import type { FormState } from './use-form-state.ts';

interface StaleSaveProps {
  readonly form: FormState;
  /** The record as it is now. */
  readonly latest: RecordPage;
  readonly onSave: (drafts: Drafts) => void;
  readonly onClose: () => void;
}

/** Somebody else saved the record meanwhile: both versions side by side, and a choice where they differ. */
export function StaleSave({ form, latest, onSave, onClose }: StaleSaveProps) {
  const reader = useReader();
  const [takeTheirs, setTakeTheirs] = useState<ReadonlySet<string>>(new Set());
  const base = draftsOf(form.fields, form.values, reader);
  const { conflicts, merged, onlyTheirs } = compareVersions(
    base,
    form.drafts,
    draftsOf(form.fields, latest.values, reader),
  );
  const chosen = {
    ...merged,
    ...Object.fromEntries(
      conflicts.filter((each) => takeTheirs.has(each.field)).map((each) => [each.field, each.theirs]),
    ),
  };
  const choose = (field: string, side: string) =>
    setTakeTheirs(
      (before) => new Set(side === 'theirs' ? [...before, field] : [...before].filter((each) => each !== field)),
    );
  return (
    <Dialog
      heading="Somebody saved this record while you were editing"
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button variation="solid" onClick={() => onSave(chosen)}>
            {conflicts.length > 0 ? 'Save with these choices' : 'Save my changes too'}
          </Button>
          <Button onClick={onClose}>Go on editing</Button>
        </>
      }
    >
      <p>
        {latest.lastModifiedBy ?? 'Somebody'} saved it
        {latest.lastModifiedDate !== null && ` on ${formatDateTime(latest.lastModifiedDate, reader)}`}. Nothing is lost:
        {conflicts.length > 0
          ? ' choose what to keep where you both changed a field.'
          : ' your changes do not touch theirs.'}
      </p>
      {conflicts.map((conflict) => (
        <ConflictChoice
          key={conflict.field}
          conflict={conflict}
          form={form}
          latest={latest}
          onChoose={choose}
          isTheirs={takeTheirs.has(conflict.field)}
        />
      ))}
      {onlyTheirs.length > 0 && (
        <p>Their changes to {onlyTheirs.map((name) => form.fields[name]?.label ?? name).join(', ')} stay.</p>
      )}
    </Dialog>
  );
}

interface ConflictChoiceProps {
  readonly conflict: Conflict;
  readonly form: FormState;
  readonly latest: RecordPage;
  readonly isTheirs: boolean;
  readonly onChoose: (field: string, side: string) => void;
}

function ConflictChoice({ conflict, form, latest, isTheirs, onChoose }: ConflictChoiceProps) {
  const reader = useReader();
  const { field } = conflict;
  return (
    <ChoiceList
      type="radio"
      size="small"
      name={`keep-${field}`}
      label={form.fields[field]?.label ?? field}
      choices={[
        {
          value: 'mine',
          label: `Yours: ${wordsOf(conflict.mine, { field, form, latest, reader })}`,
          checked: !isTheirs,
        },
        {
          value: 'theirs',
          label: `Theirs: ${wordsOf(conflict.theirs, { field, form, latest, reader })}`,
          checked: isTheirs,
        },
      ]}
      onChange={(event) => onChoose(field, event.currentTarget.value)}
    />
  );
}

/** A draft in words; a record that a lookup points to by its name where either version knows it. */
function wordsOf(
  draft: Conflict['mine'],
  { field, form, latest, reader }: { field: string; form: FormState; latest: RecordPage; reader: Reader },
): string {
  const info = form.fields[field];
  if (!info) return String(draft);
  const control = fieldControls[info.type];
  const value = control.fromDraft(draft, reader);
  if (value === null) return 'blank';
  const known = [form.values[field], latest.values[field]].find((cell) => cell?.value === value);
  return control.text(known ?? { value }, info, reader);
}
