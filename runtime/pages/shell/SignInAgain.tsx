import { Alert } from '@cmsgov/design-system';
import { useEffect, useRef } from 'react';
import type { ApiFailure } from '../../client/request.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.ts';

interface SignInAgainProps {
  readonly error: ApiFailure;
  readonly then: string;
}

/** Says that the session ended, or is another org's, and offers to sign in beside the page, so that nothing is lost. */
export function SignInAgain({ error, then }: SignInAgainProps) {
  const { org } = useSession();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="fw-errors">
      <Alert variation="warn" heading={signedOutHeading(error)} headingLevel="2">
        <p className="ds-c-alert__text">
          Nothing on this page is lost.{error.isOfOtherOrg && ` It belongs to the org ${org.name}.`}{' '}
          <a href={paths.signIn(paths.signedIn(), org.name)} target="_blank" rel="noreferrer">
            Sign in {error.isOfOtherOrg ? `to ${org.name}` : 'again'} in a new tab
          </a>
          , {then}
        </p>
      </Alert>
    </div>
  );
}

/** Why a page can do nothing, in a few words. */
export function signedOutHeading(error: ApiFailure): string {
  return error.isOfOtherOrg ? 'You are signed in to another org now' : 'You were signed out';
}
