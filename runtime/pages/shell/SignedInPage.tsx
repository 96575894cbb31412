import { Link } from 'react-router';
import { paths } from '../paths.ts';
import { PageHeading } from './PageHeading.tsx';

/** Where a sign-in in a second tab ends. */
export function SignedInPage() {
  return (
    <div className="fw-page fw-page--narrow">
      <PageHeading documentTitle="Signed in">You are signed in</PageHeading>
      <p className="fw-lead">Close this tab and go on in the one you came from: what you typed there is still there.</p>
      <p className="fw-buttons">
        <Link className="ds-c-button ds-c-button--solid" to={paths.home()}>
          Go to Home
        </Link>
      </p>
    </div>
  );
}
