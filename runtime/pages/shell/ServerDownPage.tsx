import { Button } from '@cmsgov/design-system';

/** The session could not even be asked for. */
export function ServerDownPage({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <main className="fw-door">
      <title>Not available</title>
      <div className="fw-door__card">
        <h1 className="fw-heading">The server did not answer</h1>
        <p>{error.message}</p>
        <Button variation="solid" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </main>
  );
}
