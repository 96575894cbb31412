import { Alert, Button } from '@cmsgov/design-system';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { DeploySummary } from '../../platform/deploy/deploy-result.ts';
import type { RollbackCall, StudioResult } from '../../runtime/client/api.ts';
import { client } from '../../runtime/client/client.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { studioPaths } from '../paths.ts';
import { ProblemList } from '../problems/Problems.tsx';
import { ChangeList } from '../review/ChangeList.tsx';
import { ConfirmLosses, useConfirmation } from '../review/ConfirmLosses.tsx';
import { LossList } from '../review/LossList.tsx';
import { TableSteps } from '../review/TableSteps.tsx';
import { useStudio } from '../state/studio-context.ts';
import { Confirm } from '../ui/Confirm.tsx';

/** Takes a deploy back, after showing what that undoes. */
export function Rollback({ deploy }: { readonly deploy: DeploySummary }) {
  const [isAsking, setAsking] = useState(false);
  const rollback = useRollback(deploy);
  const preview = useQuery({
    queryKey: ['studio', 'rollback', deploy.id],
    queryFn: () => client.rollback(deploy.id, { checkOnly: true }),
    enabled: isAsking,
    gcTime: 0,
    retry: false,
  });
  const confirmation = useConfirmation(preview.data?.plan ?? {});
  const isPossible = preview.data?.status === 'checked' && !hasErrors(preview.data);
  const run = () => rollback.mutate(confirmation.confirm);
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Roll back
      </Button>
      <Confirm
        isOpen={isAsking}
        size="wide"
        heading={`Roll back version ${deploy.version}?`}
        action={rollback.isPending ? 'Rolling back…' : 'Roll back'}
        canConfirm={isPossible && confirmation.isAccepted && !rollback.isPending}
        onConfirm={run}
        onCancel={() => setAsking(false)}
      >
        {preview.error && <FailedPart error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isFetching && <Loading label="Finding what it would undo" shape="rows" />}
        {preview.data && <RollbackPreview result={preview.data} />}
        {preview.data && isPossible && <ConfirmLosses plan={preview.data.plan} confirmation={confirmation} />}
        {rollback.error && <FailedPart error={rollback.error} onRetry={run} />}
        {rollback.data?.status === 'failed' && <ProblemList problems={rollback.data.problems} />}
      </Confirm>
    </>
  );
}

function RollbackPreview({ result }: { readonly result: StudioResult }) {
  if (result.status === 'unchanged') return <p>It would change nothing: what it did is no longer there.</p>;
  if (hasErrors(result)) {
    return (
      <Alert variation="error" heading="It cannot be rolled back as it is">
        <ProblemList problems={result.problems} />
      </Alert>
    );
  }
  return (
    <>
      <p>This becomes a new version, so that the history stays whole. It undoes:</p>
      <ChangeList changes={result.plan.elements} />
      <TableSteps plan={result.plan} />
      <LossList losses={result.plan.losses ?? []} heading="What would be lost" />
      <ProblemList problems={result.problems} />
    </>
  );
}

function useRollback(deploy: DeploySummary) {
  const { refresh } = useStudio();
  const cache = useQueryClient();
  const announce = useAnnounce();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (confirm: Pick<RollbackCall, 'confirm'>) => client.rollback(deploy.id, confirm),
    onSuccess: async (result) => {
      if (result.status !== 'succeeded') return;
      await refresh();
      void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'rollback' });
      announce(`Version ${deploy.version} is rolled back; version ${result.version} is live.`);
      navigate(studioPaths.history());
    },
  });
}

const hasErrors = (result: StudioResult) => result.problems.some((problem) => problem.severity === 'error');
