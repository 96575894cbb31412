import { Button } from '@cmsgov/design-system';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RecordPage } from '../../client/api.ts';
import { client } from '../../client/client.ts';
import { paths } from '../paths.ts';
import { forgetPages } from '../queries.ts';
import { useAnnounce } from '../shell/Announcer.tsx';
import { Dialog } from '../shell/Dialog.tsx';
import { FailedPart } from '../shell/Failure.tsx';

/** Deletes the record after saying what is lost with it. */
export function DeleteButton({ record }: { readonly record: RecordPage }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" variation="ghost" className="fw-button--danger" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {isAsking && <DeleteDialog record={record} onClose={() => setAsking(false)} />}
    </>
  );
}

function DeleteDialog({ record, onClose }: { readonly record: RecordPage; readonly onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const announce = useAnnounce();
  const { object, id, name } = record;

  const run = async () => {
    if (id === null) return;
    setBusy(true);
    try {
      await client.remove(object.name, id, record.version);
      cache.removeQueries({ queryKey: ['record', object.name, id] });
      void forgetPages(cache);
      await navigate(paths.list(object.name), { replace: true });
      announce(`Deleted ${object.label} ${name}`);
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      setBusy(false);
    }
  };
  return (
    <Dialog
      heading={`Delete ${name}?`}
      onClose={onClose}
      actions={
        <>
          <Button variation="solid" className="fw-button--danger" disabled={isBusy} onClick={() => void run()}>
            {isBusy ? 'Deleting…' : `Delete ${object.label}`}
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </>
      }
    >
      <p>
        The {object.label} <strong>{name}</strong> will be gone for everybody. {whatGoesWithIt(record)}
      </p>
      {error && <FailedPart error={error} onRetry={() => void run()} />}
    </Dialog>
  );
}

function whatGoesWithIt({ related }: RecordPage): string {
  const lists = related.filter((list) => list.total > 0).map((list) => `${list.total} in ${list.label}`);
  if (lists.length === 0) return 'This cannot be undone here.';
  return `It has related records: ${lists.join(', ')}. Those that belong to it alone go with it. This cannot be undone here.`;
}
