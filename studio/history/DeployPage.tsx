import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { DeployRecord } from '../../platform/deploy/deploy-result.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { PlanView } from '../review/PlanView.tsx';
import { studioQueries } from '../state/queries.ts';
import { kindWords, momentWords } from './deploy-words.ts';
import { Rollback } from './Rollback.tsx';

/** One deploy: who, when, why, what it changed, and taking it back. */
export function DeployPage() {
  const { deploy: id } = useParams();
  const deploys = useQuery(studioQueries.deploys());
  const deploy = deploys.data?.deploys.find((one) => one.id === id);
  if (deploy) return <Deploy deploy={deploy} />;
  return (
    <EditorFrame kind="History" title="Deploy">
      {deploys.error ? (
        <FailedPart error={deploys.error} onRetry={() => void deploys.refetch()} />
      ) : deploys.data ? (
        <p className="st-empty">There is no such deploy in the history.</p>
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
      <PlanView plan={deploy.plan} />
    </EditorFrame>
  );
}
