import { Alert } from '@cmsgov/design-system';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ORG } from '../../platform/packages/element.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { countOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { changeWords, kindWords, momentWords } from '../history/deploy-words.ts';
import { studioPaths } from '../paths.ts';
import { DraftEntries } from '../review/DraftEntries.tsx';
import { studioQueries } from '../state/queries.ts';
import { useStudio } from '../state/studio-context.ts';

/** Where an admin begins: the draft, what was published lately, what there is. */
export function HomePage() {
  const { draft, live, model } = useStudio();
  const added = [...live.byId.values()].filter((element) => element.owner === ORG).length;
  const changed = [...live.byId.values()].filter(
    (element) => element.owner !== ORG && Object.values(element.origins).some((origin) => origin.layer === 'org'),
  ).length;
  return (
    <EditorFrame kind={`Version ${model.modelVersion} is live`} title="Studio">
      <p className="st-lead">
        Change fields, pages, rules and access here. Changes collect in your draft, and nobody else sees them until you
        publish.
      </p>
      <WaitingNotice />
      <section className="st-block">
        <h2>Your draft</h2>
        {draft.entries.length === 0 ? (
          <p className="st-empty">It is empty. Choose something in the structure, or press / to search.</p>
        ) : (
          <>
            <DraftEntries />
            <Link className="ds-c-button ds-c-button--small ds-c-button--solid" to={studioPaths.review()}>
              Review and publish
            </Link>
          </>
        )}
      </section>
      <section className="st-block">
        <h2>This org</h2>
        <p>
          {countOf(model.packages.length, 'package')} with {live.components('object').length} objects.{' '}
          {added + changed === 0
            ? 'Nothing is customized yet.'
            : `Customized here: ${countOf(added, 'element')} added, ${countOf(changed, 'element')} of packages changed.`}
        </p>
      </section>
      <RecentDeploys />
    </EditorFrame>
  );
}

/** New versions of packages that wait for somebody to decide. */
function WaitingNotice() {
  const { data } = useQuery(studioQueries.upgrade());
  if (!data?.upgrade) return null;
  const { packages, result } = data.upgrade;
  const names = packages.map(({ label, to }) => `${label} ${to}`).join(', ');
  return (
    <Alert variation="warn" heading={packages.length === 1 ? 'A new version waits' : 'New versions wait'}>
      <p className="ds-c-alert__text">
        {names}: {countOf(result.plan.conflicts.length, 'conflict')} with what was changed here.{' '}
        <Link to={studioPaths.upgrade()}>Decide</Link>
      </p>
    </Alert>
  );
}

const RECENT = 5;

function RecentDeploys() {
  const deploys = useQuery(studioQueries.deploys());
  const reader = useReader();
  const recent = deploys.data?.deploys.slice(0, RECENT) ?? [];
  if (recent.length === 0) return null;
  return (
    <section className="st-block">
      <h2>Published lately</h2>
      <ul className="st-links">
        {recent.map((deploy) => (
          <li key={deploy.id}>
            <span>
              <Link to={studioPaths.deploy(deploy.id)}>Version {deploy.version}</Link>{' '}
              {kindWords[deploy.kind].toLowerCase()}, {changeWords(deploy, reader)}
              <span className="st-results__where">
                {deploy.by}, {momentWords(deploy.at, reader)}
                {deploy.note !== '' && `: ${deploy.note}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
