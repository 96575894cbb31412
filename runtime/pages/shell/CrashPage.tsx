import { Button } from '@cmsgov/design-system';
import { useRouteError } from 'react-router';

/** A fault in the pages themselves: an apology, and two ways on. */
export function CrashPage() {
  const error = useRouteError();
  return (
    <main className="fw-door">
      <title>Something went wrong</title>
      <div className="fw-door__card">
        <h1 className="fw-heading">Something went wrong on this page</h1>
        <p>Your saved work is safe. Load the page again, or go to Home.</p>
        <p className="fw-muted">{error instanceof Error ? error.message : String(error)}</p>
        <p className="fw-buttons">
          <Button variation="solid" onClick={() => location.reload()}>
            Load again
          </Button>
          <a className="ds-c-button" href="/home">
            Go to Home
          </a>
        </p>
      </div>
    </main>
  );
}
