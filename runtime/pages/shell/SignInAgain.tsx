import { Alert } from '@cmsgov/design-system';
import { paths } from '../paths.ts';

/** Says that the session ended, and offers to sign in beside the page, so that nothing on it is lost. */
export function SignInAgain({ then }: { readonly then: string }) {
  return (
    <Alert variation="warn" heading="You were signed out" headingLevel="2" role="alert">
      <p className="ds-c-alert__text">
        Nothing on this page is lost.{' '}
        <a href={paths.signIn(paths.signedIn())} target="_blank" rel="noopener opener">
          Sign in again in a new tab
        </a>
        , {then}
      </p>
    </Alert>
  );
}
