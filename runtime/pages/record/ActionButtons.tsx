import { Button } from '@cmsgov/design-system';
import { lazy, Suspense, useState } from 'react';
import type { ActionInfo, RecordPage } from '../../client/api.ts';
import { FailedAction } from './FailedAction.tsx';
import { useAction } from './use-action.ts';

const ActionDialog = lazy(async () => ({ default: (await import('./ActionDialog.tsx')).ActionDialog }));

/** What the person may do with the record as it stands, the likely one first. */
export function ActionButtons({ record }: { readonly record: RecordPage }) {
  const [open, setOpen] = useState<ActionInfo>();
  const { run, isBusy, error, forget } = useAction(record);
  return (
    <>
      {inOrder(record.actions).map((action) => (
        <Button
          key={action.name}
          size="small"
          disabled={isBusy}
          {...(action.emphasis === 'primary' ? { variation: 'solid' as const } : {})}
          className={action.emphasis === 'danger' ? 'fw-button--danger' : ''}
          onClick={() => (action.inputs.length > 0 ? setOpen(action) : void run(action, {}))}
        >
          {action.label}
        </Button>
      ))}
      <Suspense>{open && <ActionDialog record={record} action={open} onClose={() => setOpen(undefined)} />}</Suspense>
      {error && <FailedAction record={record} error={error} onClose={forget} />}
    </>
  );
}

const RANK: Readonly<Record<NonNullable<ActionInfo['emphasis']> | 'none', number>> = { primary: 0, none: 1, danger: 2 };

/** The likely one first, what ends something last; otherwise in their own order. */
export function inOrder(actions: readonly ActionInfo[]): readonly ActionInfo[] {
  return actions.toSorted((a, b) => RANK[a.emphasis ?? 'none'] - RANK[b.emphasis ?? 'none']);
}
