import { Alert, Button } from '@cmsgov/design-system';
import { Link } from 'react-router';
import { ApiFailure } from '../../client/request.ts';
import { paths } from '../paths.ts';
import { PageHeading } from './PageHeading.tsx';
import { SignInAgain, signedOutHeading } from './SignInAgain.tsx';

interface FailureProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** A page that could not be loaded: what happened, in words for the person, and what can be done. */
export function Failure({ error, onRetry }: FailureProps) {
  const { title, text } = wordsOf(error);
  return (
    <div className="fw-page fw-page--narrow">
      <PageHeading documentTitle={title}>{title}</PageHeading>
      {isSignedOut(error) ? (
        <SignInAgain error={error} then="then try again here." />
      ) : (
        <p className="fw-lead">{text}</p>
      )}
      <p className="fw-buttons">
        {isMissing(error) || <Button onClick={onRetry}>Try again</Button>}
        <Link className="ds-c-button" to={paths.home()}>
          Go to Home
        </Link>
      </p>
    </div>
  );
}

/** A part of a page that could not be loaded. */
export function FailedPart({ error, onRetry }: FailureProps) {
  if (isSignedOut(error)) return <SignInAgain error={error} then="then try again here." />;
  return (
    <Alert variation="error" weight="lightweight">
      <p className="ds-c-alert__text">{error.message}</p>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </Alert>
  );
}

/** True where an error says that nobody is signed in to the org of the page. */
export function isSignedOut(error: unknown): error is ApiFailure {
  return error instanceof ApiFailure && error.isSignedOut;
}

function isMissing(error: Error): boolean {
  return error instanceof ApiFailure && (error.status === 404 || error.status === 403);
}

function wordsOf(error: Error): { title: string; text: string } {
  const status = error instanceof ApiFailure ? error.status : 0;
  if (isSignedOut(error)) return { title: signedOutHeading(error), text: '' };
  if (status === 403 || status === 404) {
    return {
      title: 'This page is not available',
      text: 'It does not exist any more, or you do not have access to it. If you need it, ask your administrator.',
    };
  }
  return { title: 'The page could not be loaded', text: error.message };
}
