import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { DeploySummary } from '../../platform/deploy/deploy-result.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { studioPaths } from '../paths.ts';
import { studioQueries } from '../state/queries.ts';
import { useStudio } from '../state/studio-context.ts';
import { changeWords, kindWords, momentWords } from './deploy-words.ts';

/** Everything that was published and deployed, the latest first. */
export function HistoryPage() {
  const deploys = useQuery(studioQueries.deploys());
  return (
    <EditorFrame kind="Studio" title="History">
      {deploys.data ? (
        <DeployTable deploys={deploys.data.deploys} />
      ) : deploys.error ? (
        <FailedPart error={deploys.error} onRetry={() => void deploys.refetch()} />
      ) : (
        <Loading label="Loading the history" shape="rows" />
      )}
    </EditorFrame>
  );
}

function DeployTable({ deploys }: { readonly deploys: readonly DeploySummary[] }) {
  const { model } = useStudio();
  const reader = useReader();
  if (deploys.length === 0) return <p className="st-empty">Nothing was deployed yet.</p>;
  return (
    <table className="st-table st-table--cards">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">When</th>
          <th scope="col">Changes</th>
        </tr>
      </thead>
      <tbody>
        {deploys.map((deploy) => (
          <tr key={deploy.id}>
            <th scope="row">
              <Link to={studioPaths.deploy(deploy.id)}>Version {deploy.version}</Link>
              {deploy.version === model.modelVersion && <span className="st-tag">live</span>}
            </th>
            <td>
              {kindWords[deploy.kind]}
              {deploy.note !== '' && <span className="st-results__where">{deploy.note}</span>}
            </td>
            <td>{deploy.by}</td>
            <td>{momentWords(deploy.at, reader)}</td>
            <td>{changeWords(deploy, reader)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
