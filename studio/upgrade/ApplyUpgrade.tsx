import { Alert, Button } from '@cmsgov/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Conflict } from '../../platform/layers/org-layer.ts';
import { client } from '../../runtime/client/client.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { countOf } from '../draft/words.ts';
import { studioPaths } from '../paths.ts';
import { ProblemList } from '../problems/Problems.tsx';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { type Choices, countDecided, decisionsOf } from './decisions.ts';

interface ApplyUpgradeProps {
  /** Of the upgrade that the page shows. */
  readonly digest: string;
  readonly conflicts: readonly Conflict[];
  readonly choices: Choices;
  /** Told once they are in. */
  readonly onDone: () => void;
}

/** Brings the new versions in, once everything is decided. */
export function ApplyUpgrade({ digest, conflicts, choices, onDone }: ApplyUpgradeProps) {
  const apply = useApply(onDone);
  const [note, setNote] = useState('');
  const left = conflicts.length - countDecided(conflicts, choices);
  const run = () => apply.mutate({ digest, decisions: decisionsOf(conflicts, choices), note: note.trim() });
  return (
    <>
      {apply.error && <FailedPart error={apply.error} onRetry={run} />}
      {apply.data?.status === 'failed' && (
        <Alert variation="error" heading="Nothing was changed">
          <ProblemList problems={apply.data.problems} />
        </Alert>
      )}
      <form
        className="st-publish"
        data-own-undo=""
        onSubmit={(event) => {
          event.preventDefault();
          if (left === 0 && !apply.isPending) run();
        }}
      >
        <TextInput label="Why so?" hint="Others read it in the history." rows={2} value={note} onChange={setNote} />
        <Button type="submit" variation="solid" disabled={left > 0 || apply.isPending}>
          {apply.isPending ? 'Bringing them in…' : 'Bring them in as decided'}
        </Button>
        {left > 0 && <p className="st-empty">{countOf(left, 'conflict')} still to be decided.</p>}
      </form>
    </>
  );
}

function useApply(onDone: () => void) {
  const { refresh } = useStudio();
  const cache = useQueryClient();
  const announce = useAnnounce();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: client.applyUpgrade,
    onSuccess: async (result) => {
      if (result.status === 'succeeded') onDone();
      await refresh();
      // What was decided may have moved on meanwhile: the page shows what is open now.
      await cache.invalidateQueries({ queryKey: ['studio', 'upgrade'] });
      if (result.status !== 'succeeded' || result.deploy === undefined) return;
      void cache.invalidateQueries({ queryKey: ['studio', 'deploys'] });
      announce(`Version ${result.version} is live.`);
      navigate(studioPaths.deploy(result.deploy));
    },
  });
}
