import { Button } from '@cmsgov/design-system';
import { useNavigate } from 'react-router';
import type { RecordPage } from '../../client/api.ts';
import { ApiFailure } from '../../client/request.ts';
import { paths } from '../paths.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { isSignedOut } from '../shell/Failure.tsx';
import { SignInAgain } from '../shell/SignInAgain.tsx';

interface FailedActionProps {
  readonly record: RecordPage;
  readonly error: Error;
  readonly onClose: () => void;
}

/** Why an action without inputs was refused; where fields are to blame, the way to the form that shows them. */
export function FailedAction({ record, error, onClose }: FailedActionProps) {
  const navigate = useNavigate();
  const { id, object } = record;
  const errors = error instanceof ApiFailure ? error.errors : [];
  const messages = new Set(errors.length > 0 ? errors.map((each) => each.message) : [error.message]);
  const isOfFields = errors.some((each) => each.fields?.some((name) => record.fields[name]?.isEditable));
  const edit = () => {
    if (id !== null) void navigate(paths.editRecord(object.name, id), { state: { errors } });
  };
  return (
    <Dialog
      heading="This could not be done yet"
      onClose={onClose}
      actions={
        <>
          {isOfFields && record.canEdit && (
            <Button variation="solid" onClick={edit}>
              Edit {object.label}
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      {isSignedOut(error) ? (
        <SignInAgain error={error} then="then try again." />
      ) : (
        [...messages].map((message) => <p key={message}>{message}</p>)
      )}
    </Dialog>
  );
}
