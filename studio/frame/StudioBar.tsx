import { Button } from '@cmsgov/design-system';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { countOf } from '../draft/words.ts';
import { studioPaths } from '../paths.ts';
import { useStudio } from '../state/studio-context.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';

/** Where the draft stands, and the way from it to what is live. */
export function StudioBar() {
  const { draft, model, undo, redo } = useStudio();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const last = draft.entries.at(-1);
  const next = draft.undone.at(-1);
  return (
    <div className="st-bar">
      <Link className="st-bar__title" to={studioPaths.home()}>
        Studio
      </Link>
      <span className="st-bar__version">Version {model.modelVersion} is live</span>
      <div className="st-bar__steps">
        <IconButton
          icon="undo"
          label={last ? `Undo: ${last.label} (Ctrl+Z)` : 'Nothing to undo'}
          disabled={!last}
          onClick={() => {
            undo();
            announce.quietly(`Undone: ${last?.label}`);
          }}
        />
        <IconButton
          icon="redo"
          label={next ? `Redo: ${next.label} (Ctrl+Shift+Z)` : 'Nothing to redo'}
          disabled={!next}
          onClick={() => {
            redo();
            announce.quietly(`Done again: ${next?.label}`);
          }}
        />
      </div>
      <DraftStatus />
      <div className="st-bar__end">
        <Link className="st-bar__link" to={studioPaths.history()}>
          <Icon name="history" />
          History
        </Link>
        <Button variation="solid" size="small" title="Ctrl+S" onClick={() => navigate(studioPaths.review())}>
          Review and publish
        </Button>
      </div>
    </div>
  );
}

function DraftStatus() {
  const { draft, isKept, discard } = useStudio();
  const announce = useAnnounce();
  const [isAsking, setAsking] = useState(false);
  const count = draft.entries.length;
  return (
    <div className="st-bar__draft">
      <span role="status">
        {count === 0
          ? 'No changes'
          : `${countOf(count, 'change')} in your draft${isKept ? ', kept on this device' : ''}`}
      </span>
      {!isKept && <strong> This browser cannot keep the draft: publish before you leave.</strong>}
      {count > 0 && (
        <button type="button" className="st-link-button" onClick={() => setAsking(true)}>
          Discard all
        </button>
      )}
      <Confirm
        isOpen={isAsking}
        heading={`Discard ${countOf(count, 'change')}?`}
        action="Discard all"
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          discard();
          setAsking(false);
          announce('The draft is empty.');
        }}
      >
        <p>These changes are only in your draft. They will be lost:</p>
        <ul className="st-lost">
          {draft.entries.map((entry, index) => (
            // Entries have no identity of their own; their place is it.
            // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change while the dialog is open
            <li key={index}>{entry.label}</li>
          ))}
        </ul>
      </Confirm>
    </div>
  );
}
