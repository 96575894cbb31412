import { Button } from '@cmsgov/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UpgradeInfo } from '../../runtime/client/api.ts';
import { client } from '../../runtime/client/client.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Confirm } from '../ui/Confirm.tsx';

interface DismissUpgradeProps {
  readonly packages: Exclude<UpgradeInfo['upgrade'], null>['packages'];
  /** Told once they are sent away. */
  readonly onDone: () => void;
}

/** Sends the new versions away; whoever brought them can bring them again. */
export function DismissUpgrade({ packages, onDone }: DismissUpgradeProps) {
  const [isAsking, setAsking] = useState(false);
  const cache = useQueryClient();
  const announce = useAnnounce();
  const dismiss = useMutation({
    mutationFn: client.dismissUpgrade,
    onSuccess: async () => {
      setAsking(false);
      onDone();
      announce('Nothing waits any more.');
      await cache.invalidateQueries({ queryKey: ['studio', 'upgrade'] });
    },
  });
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Send away
      </Button>
      <Confirm
        isOpen={isAsking}
        heading="Send the new versions away?"
        action={dismiss.isPending ? 'Sending away…' : 'Send away'}
        canConfirm={!dismiss.isPending}
        onConfirm={() => dismiss.mutate()}
        onCancel={() => setAsking(false)}
      >
        <p>The org stays as it is. These wait no longer, until they are deployed again:</p>
        <ul className="st-lost">
          {packages.map(({ name, label, to }) => (
            <li key={name}>
              {label} {to}
            </li>
          ))}
        </ul>
        {dismiss.error && <FailedPart error={dismiss.error} onRetry={() => dismiss.mutate()} />}
      </Confirm>
    </>
  );
}
