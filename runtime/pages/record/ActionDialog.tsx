import { Button } from '@cmsgov/design-system';
import { useId, useMemo } from 'react';
import type { ActionInfo, Cell, RecordPage } from '../../client/api.ts';
import { FieldsForm } from '../form/FieldsForm.tsx';
import { useFormState } from '../form/use-form-state.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { useAction } from './use-action.ts';

interface ActionDialogProps {
  readonly record: RecordPage;
  readonly action: ActionInfo;
  readonly onClose: () => void;
}

/** Asks for what an action needs, with the same form as a record's, and runs it. */
export function ActionDialog({ record, action, onClose }: ActionDialogProps) {
  const formId = useId();
  const fields = useMemo(
    () => Object.fromEntries(action.inputs.map((input) => [input.name, editable(input)])),
    [action],
  );
  const values = useMemo<Record<string, Cell>>(() => pick(record.values, Object.keys(fields)), [record.values, fields]);
  const form = useFormState({ fields, values });
  const { run, isBusy, error } = useAction(record);

  const submit = async () => {
    if (await run(action, form.allValues())) onClose();
  };
  return (
    <Dialog
      heading={action.label}
      onClose={onClose}
      actions={
        <>
          <Button
            variation="solid"
            type="submit"
            form={formId}
            disabled={isBusy}
            className={action.emphasis === 'danger' ? 'fw-button--danger' : ''}
          >
            {isBusy ? 'Working…' : action.label}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      {action.description !== '' && <p className="fw-dialog__lead">{action.description}</p>}
      <FieldsForm
        id={formId}
        idPrefix="input"
        object={record.object.name}
        form={form}
        failure={error}
        sections={[{ id: 'inputs', label: '', fields: action.inputs.map((input) => input.name) }]}
        onSubmit={() => void submit()}
      />
    </Dialog>
  );
}

/** An action's inputs are there to be written, whatever the record's own page allows. */
function editable(input: ActionInfo['inputs'][number]) {
  return { ...input, isEditable: true };
}

function pick(values: Readonly<Record<string, Cell>>, names: readonly string[]): Record<string, Cell> {
  return Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
}
