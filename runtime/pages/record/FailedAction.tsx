import { Button } from '@cmsgov/design-system';
import { ApiFailure } from '../../client/request.ts';
import { Dialog } from '../shell/Dialog.tsx';
import { isSignedOut } from '../shell/Failure.tsx';
import { SignInAgain } from '../shell/SignInAgain.tsx';

/** Why an action without inputs was refused. */
export function FailedAction({ error, onClose }: { readonly error: Error; readonly onClose: () => void }) {
  const messages = error instanceof ApiFailure ? error.errors.map((each) => each.message) : [error.message];
  return (
    <Dialog heading="This could not be done" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      {isSignedOut(error) ? (
        <SignInAgain then="then try again." />
      ) : (
        messages.map((message) => <p key={message}>{message}</p>)
      )}
    </Dialog>
  );
}
