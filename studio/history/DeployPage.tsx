import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { DeployRecord } from '../../platform/deploy/deploy-result.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { LossList } from '../review/LossList.tsx';
import { PlanView } from '../review/PlanView.tsx';
import { studioQueries } from '../state/queries.ts';
import { kindWords, momentWords } from './deploy-words.ts';
import { Rollback } from './Rollback.tsx';

/** One deploy: who, when, why, what it changed, and taking it back. */
export function DeployPage() {
  const { deploy: id = '' } = useParams();
  const deploy = useQuery(studioQueries.deploy(id));
  if (deploy.data) return <Deploy deploy={deploy.data} />;
  return (
    <EditorFrame kind="History" title="Deploy">
      {deploy.error ? (
        <FailedPart error={deploy.error} onRetry={() => void deploy.refetch()} />
      ) : (
        <Loading label="Loading the deploy" shape="rows" />
      )}
    </EditorFrame>
  );
}

function Deploy({ deploy }: { readonly deploy: DeployRecord }) {
  const reader = useReader();
  return (
    <EditorFrame
      kind="History"
      title={`Version ${deploy.version}`}
      details={
        <>
          <span>{kindWords[deploy.kind]}</span>
          <span>
            by {deploy.by}, {momentWords(deploy.at, reader)}
          </span>
        </>
      }
      actions={<Rollback deploy={deploy} />}
    >
      {deploy.note !== '' && <p className="st-note">{deploy.note}</p>}
      <LossList losses={deploy.plan.losses ?? []} heading="What was removed" />
      <PlanView plan={deploy.plan} />
    </EditorFrame>
  );
}
