import { Alert, Button } from '@cmsgov/design-system';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { StudioChange, StudioResult } from '../../runtime/client/api.ts';
import { client } from '../../runtime/client/client.ts';
import { useAnnounce } from '../../runtime/pages/shell/Announcer.tsx';
import { FailedPart } from '../../runtime/pages/shell/Failure.tsx';
import { Loading } from '../../runtime/pages/shell/Loading.tsx';
import { type Draft, editsOf } from '../draft/draft.ts';
import { countOf } from '../draft/words.ts';
import { EditorFrame } from '../frame/EditorFrame.tsx';
import { studioPaths } from '../paths.ts';
import { ProblemList } from '../problems/Problems.tsx';
import { useStudio } from '../state/studio-context.ts';
import { TextInput } from '../ui/fields.tsx';
import { BehindNotice } from './BehindNotice.tsx';
import { ConfirmLosses, useConfirmation } from './ConfirmLosses.tsx';
import { ConflictList } from './ConflictList.tsx';
import { DraftEntries } from './DraftEntries.tsx';
import { LossList } from './LossList.tsx';
import { PlanView } from './PlanView.tsx';
import { useCheck } from './use-check.ts';

/** What the draft would change, what is wrong with it, and publishing it. */
export function ReviewPage() {
  const { draft, isBehind } = useStudio();
  const publish = usePublish();
  if (publish.data?.status === 'succeeded' && draft.entries.length === 0) return <Published result={publish.data} />;
  return (
    <EditorFrame
      kind="Studio"
      title="Review and publish"
      properties={
        draft.entries.length > 0 && (
          <>
            <h2 className="st-properties__heading">Your draft</h2>
            <DraftEntries />
          </>
        )
      }
    >
      {draft.entries.length === 0 ? <NothingToReview /> : isBehind ? <BehindNotice /> : <Checked publish={publish} />}
    </EditorFrame>
  );
}

function NothingToReview() {
  return (
    <div className="st-nothing">
      <p>
        Your draft is empty. Change something, such as a field or a page, and come back: you will see what it means
        before anyone else does.
      </p>
      <Link className="ds-c-button" to={studioPaths.home()}>
        Go to the studio’s start
      </Link>
    </div>
  );
}

type Publish = ReturnType<typeof usePublish>;

function Checked({ publish }: { readonly publish: Publish }) {
  const check = useCheck();
  const { model, refresh } = useStudio();
  // Someone published since the model was read: with the new one the page says so and offers the way on.
  const isOutdated = check.data !== undefined && check.data.plan.fromVersion !== model.modelVersion;
  useEffect(() => {
    if (isOutdated) void refresh();
  }, [isOutdated, refresh]);
  if (check.error) return <FailedPart error={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data || isOutdated) return <Loading label="Checking the draft" shape="rows" />;
  const { problems, plan, status } = check.data;
  const found = publish.refused.length > 0 ? publish.refused : problems;
  const errors = found.filter((problem) => problem.severity === 'error').length;
  return (
    <>
      <Findings count={found.length} errors={errors} isUnchanged={status === 'unchanged'}>
        <ProblemList problems={found} />
      </Findings>
      {plan.conflicts.length > 0 && <ConflictList conflicts={plan.conflicts} />}
      <LossList losses={plan.losses ?? []} heading="What would be lost" />
      <PlanView plan={plan} />
      {publish.error && <FailedPart error={publish.error} onRetry={publish.retry} />}
      <PublishForm plan={plan} canPublish={errors === 0 && status !== 'unchanged'} publish={publish} />
    </>
  );
}

interface FindingsProps {
  readonly count: number;
  readonly errors: number;
  readonly isUnchanged: boolean;
  readonly children: React.ReactNode;
}

function Findings({ count, errors, isUnchanged, children }: FindingsProps) {
  const { discard } = useStudio();
  if (isUnchanged && count === 0) {
    return (
      <Alert heading="The draft changes nothing">
        <p className="ds-c-alert__text">What it says is what is live already.</p>
        <Button size="small" onClick={discard}>
          Empty the draft
        </Button>
      </Alert>
    );
  }
  if (count === 0) {
    return (
      <Alert variation="success" heading="Ready to publish">
        The check found nothing wrong.
      </Alert>
    );
  }
  const heading =
    errors > 0
      ? `${countOf(errors, 'problem')} to put right before you can publish`
      : 'Ready to publish, with warnings';
  return (
    <Alert variation={errors > 0 ? 'error' : 'warn'} heading={heading}>
      {children}
    </Alert>
  );
}

interface PublishFormProps {
  readonly plan: StudioResult['plan'];
  readonly canPublish: boolean;
  readonly publish: Publish;
}

function PublishForm({ plan, canPublish, publish }: PublishFormProps) {
  const { draft } = useStudio();
  const [note, setNote] = useState('');
  const confirmation = useConfirmation(plan);
  const isReady = canPublish && confirmation.isAccepted && !publish.isPending;
  return (
    <form
      className="st-publish"
      data-own-undo=""
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) publish.run({ note: note.trim(), ...confirmation.confirm });
      }}
    >
      <TextInput
        label="What is this for?"
        hint="Others read it in the history."
        rows={2}
        value={note}
        onChange={setNote}
      />
      {canPublish && <ConfirmLosses plan={plan} confirmation={confirmation} />}
      <Button type="submit" variation="solid" disabled={!isReady}>
        {publish.isPending ? 'Publishing…' : `Publish ${countOf(draft.entries.length, 'change')}`}
      </Button>
    </form>
  );
}

/** What an admin says to a publish. */
type Said = Pick<StudioChange, 'note' | 'confirm'>;

interface Attempt {
  readonly draft: Draft;
  readonly version: number;
  readonly said: Said;
}

/** Publishes the draft; a newer version that is live already is read, so that the page can say so. */
function usePublish() {
  const { draft, model, discard, refresh } = useStudio();
  const cache = useQueryClient();
  const announce = useAnnounce();
  const version = model.modelVersion;
  const mutation = useMutation({
    mutationFn: (attempt: Attempt) =>
      client.studioPublish({ edits: editsOf(attempt.draft), expectedVersion: attempt.version, ...attempt.said }),
    onSuccess: async (result) => {
      await refresh();
      if (result.status !== 'succeeded') return;
      discard();
      announce(`Version ${result.version} is live.`);
      void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'check' && queryKey[1] !== 'model' });
    },
    onError: () => void refresh(),
  });
  const run = (said: Said) => mutation.mutate({ draft, version, said });
  const { data, error, isPending, variables: last } = mutation;
  // A refusal is about the draft as it was then, on the version that was live: the next check tells about what is now.
  const isCurrent = last?.draft === draft && last.version === version;
  return {
    run,
    retry: () => last && run(last.said),
    data,
    isPending,
    error: isCurrent ? error : null,
    refused: isCurrent && data?.status === 'failed' ? data.problems : [],
  };
}

function Published({ result }: { readonly result: StudioResult }) {
  const box = useRef<HTMLParagraphElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <EditorFrame kind="Studio" title={`Version ${result.version} is live`}>
      <p ref={box} tabIndex={-1} className="st-lead">
        Everyone sees it on the next page that they open. No restart is needed.
      </p>
      <PlanView plan={result.plan} />
      <p className="st-row">
        <Link className="ds-c-button" to={studioPaths.home()}>
          Go on in the studio
        </Link>
        {result.deploy !== undefined && <Link to={studioPaths.deploy(result.deploy)}>See it in the history</Link>}
      </p>
    </EditorFrame>
  );
}
