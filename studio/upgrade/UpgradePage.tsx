import { Alert, Button } from '@cmsgov/design-system';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { UpgradeInfo } from '../../runtime/client/api.ts';
import { useReader } from '../../runtime/pages/format/reader.ts';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { countOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { momentWords } from '../history/deploy-words.ts';
import { studioPaths } from '../paths.ts';
import { ProblemList } from '../problems/Problems.tsx';
import { PlanView } from '../review/PlanView.tsx';
import { studioQueries } from '../state/queries.ts';
import { useStudio } from '../state/studio-context.ts';
import { ApplyUpgrade } from './ApplyUpgrade.tsx';
import { ConflictChoice } from './ConflictChoice.tsx';
import { DismissUpgrade } from './DismissUpgrade.tsx';
import { type Choices, choicesKey, choose, countDecided, loadChoices, saveChoices } from './decisions.ts';

type Upgrade = Exclude<UpgradeInfo['upgrade'], null>;

/** New versions of packages that met what admins did: each meeting is decided here, then all comes in at once. */
export function UpgradePage() {
  const upgrade = useQuery(studioQueries.upgrade());
  if (upgrade.data?.upgrade) return <Waiting upgrade={upgrade.data.upgrade} />;
  return (
    <EditorFrame kind="Studio" title="New versions of packages">
      {upgrade.error ? (
        <FailedPart error={upgrade.error} onRetry={() => void upgrade.refetch()} />
      ) : upgrade.isLoading ? (
        <Loading label="Looking at what waits" shape="rows" />
      ) : (
        <div className="st-nothing">
          <p>
            Nothing waits. When a new version of a package changes what was changed here as well, it waits on this page
            until an admin decides which holds.
          </p>
          <Link className="ds-c-button" to={studioPaths.home()}>
            Go to the studio’s start
          </Link>
        </div>
      )}
    </EditorFrame>
  );
}

function Waiting({ upgrade }: { readonly upgrade: Upgrade }) {
  const reader = useReader();
  const { conflicts, ...plan } = upgrade.result.plan;
  const [choices, setChoices, forgetChoices] = useKeptChoices();
  const others = upgrade.result.problems.filter(({ code }) => code !== 'CONFLICT');
  const decided = countDecided(conflicts, choices);
  return (
    <EditorFrame
      kind="Studio"
      title={upgrade.packages.length === 1 ? 'A new version waits' : 'New versions wait'}
      details={
        <span>
          brought by {upgrade.by}, {momentWords(upgrade.at, reader)}
        </span>
      }
      actions={<DismissUpgrade packages={upgrade.packages} onDone={forgetChoices} />}
    >
      <ul className="st-versions">
        {upgrade.packages.map(({ name, label, from, to }) => (
          <li key={name}>
            <strong>{label}</strong> <code>{name}</code> {versionWords(from, to)}
          </li>
        ))}
      </ul>
      {upgrade.note !== '' && <p className="st-note">{upgrade.note}</p>}
      {others.length > 0 && (
        <Alert variation="warn" heading="Beside the conflicts, the check found">
          <ProblemList problems={others} />
        </Alert>
      )}
      <section className="st-block" aria-labelledby="to-decide">
        <h2 id="to-decide">To be decided</h2>
        {conflicts.length === 0 ? (
          <p className="st-empty">Nothing any more: they can come in as they are.</p>
        ) : (
          <>
            <p role="status">
              {decided} of {countOf(conflicts.length, 'conflict')} decided
            </p>
            <p className="st-row">
              <Button size="small" onClick={() => setChoices(choose(conflicts, 'ours'))}>
                Keep all of ours
              </Button>
              <Button size="small" onClick={() => setChoices(choose(conflicts, 'theirs'))}>
                Take all of the packages’
              </Button>
            </p>
            <ol className="st-conflicts">
              {conflicts.map((conflict) => (
                <ConflictChoice
                  key={`${conflict.element} ${conflict.property ?? ''}`}
                  conflict={conflict}
                  choices={choices}
                  onChoose={setChoices}
                />
              ))}
            </ol>
          </>
        )}
      </section>
      <PlanView plan={{ ...plan, conflicts }} />
      <ApplyUpgrade digest={upgrade.digest} conflicts={conflicts} choices={choices} onDone={forgetChoices} />
    </EditorFrame>
  );
}

function versionWords(from: string | null, to: string): string {
  if (from === null) return `${to}, new here`;
  return from === to ? `${to}, with other content` : `${from} → ${to}`;
}

/** A long list of decisions is not made in one sitting, and what is decided holds for a newer attempt with the same. */
function useKeptChoices() {
  const { session } = useStudio();
  const key = choicesKey(session.org.id, session.user.id);
  const [choices, setChoices] = useState<Choices>(() => loadChoices(localStorage, key));
  useEffect(() => saveChoices(localStorage, key, choices), [key, choices]);
  return [choices, setChoices, () => setChoices({})] as const;
}
