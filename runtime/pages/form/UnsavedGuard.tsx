import { Button } from '@cmsgov/design-system';
import { type RefObject, useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Dialog } from '../shell/Dialog.tsx';

interface UnsavedGuardProps {
  /** Labels of the fields whose changes would be lost. */
  readonly changed: readonly string[];
  /** True once the changes are saved or given up on purpose. */
  readonly isLeaving: RefObject<boolean>;
}

/** Asks before changes are lost by leaving the page, and names them. */
export function UnsavedGuard({ changed, isLeaving }: UnsavedGuardProps) {
  const isDirty = changed.length > 0;
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !isLeaving.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => {
      if (!isLeaving.current) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isDirty, isLeaving]);
  if (blocker.state !== 'blocked') return null;
  return (
    <Dialog
      heading="Leave without saving?"
      onClose={blocker.reset}
      actions={
        <>
          <Button variation="solid" onClick={blocker.reset}>
            Go on editing
          </Button>
          <Button className="fw-button--danger" onClick={blocker.proceed}>
            Leave and lose the changes
          </Button>
        </>
      }
    >
      <p>
        What you changed is not saved: <strong>{changed.join(', ')}</strong>.
      </p>
    </Dialog>
  );
}
