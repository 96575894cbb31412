import { Alert } from '@cmsgov/design-system';
import { useEffect, useRef } from 'react';
import { paths } from '../paths.ts';

/** Says that the session ended, and offers to sign in beside the page, so that nothing on it is lost. */
export function SignInAgain({ then }: { readonly then: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="fw-errors">
      <Alert variation="warn" heading="You were signed out" headingLevel="2">
        <p className="ds-c-alert__text">
          Nothing on this page is lost.{' '}
          <a href={paths.signIn(paths.signedIn())} target="_blank" rel="noreferrer">
            Sign in again in a new tab
          </a>
          , {then}
        </p>
      </Alert>
    </div>
  );
}
