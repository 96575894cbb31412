import { useState } from 'react';
import { client } from '../../client/client.ts';
import { ApiFailure } from '../../client/request.ts';
import { useSession } from '../session.ts';
import { FailedPart } from './Failure.tsx';
import { useDisclosure } from './use-disclosure.ts';

/** Who is signed in, and the way out. */
export function PersonMenu() {
  const { user } = useSession();
  const { isOpen, toggle, box, button } = useDisclosure();
  const [refusal, setRefusal] = useState<ApiFailure>();
  const leave = () => void signOut().then(setRefusal);
  return (
    <div className="fw-person" ref={box}>
      <button
        ref={button}
        type="button"
        className="fw-bar__button fw-person__button"
        aria-expanded={isOpen}
        aria-controls="person-menu"
        onClick={toggle}
      >
        <span className="fw-person__initials" aria-hidden="true">
          {initialsOf(user.name)}
        </span>
        <span className="fw-person__name">{user.name}</span>
      </button>
      {isOpen && (
        <div id="person-menu" className="fw-panel fw-person__panel">
          <p className="fw-person__who">
            <strong>{user.name}</strong>
            <span>{user.username}</span>
          </p>
          <button type="button" className="ds-c-button ds-c-button--small" onClick={leave}>
            Sign out
          </button>
          {refusal && <FailedPart error={refusal} onRetry={leave} />}
        </div>
      )}
    </div>
  );
}

/** A whole new document afterwards, so that nothing of the person stays in memory. Answers why another org's is kept. */
async function signOut(): Promise<ApiFailure | undefined> {
  const error = await client.signOut().catch((failure: unknown) => failure);
  if (error instanceof ApiFailure && error.isOfOtherOrg) return error;
  location.assign('/'); // A session that is gone already is just as well.
  return undefined;
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}
