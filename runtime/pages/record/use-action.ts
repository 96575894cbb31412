import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionInfo, RecordPage } from '../../client/api.ts';
import { client, type FieldValues } from '../../client/client.ts';
import { forgetPages } from '../queries.ts';
import { useAnnounce } from '../shell/Announcer.tsx';

interface RunningAction {
  /** True when it was done; otherwise `error` says why not. */
  readonly run: (action: ActionInfo, inputs: FieldValues) => Promise<boolean>;
  readonly isBusy: boolean;
  readonly error: Error | undefined;
  readonly forget: () => void;
}

/** Runs actions on a record, then shows the record anew and tells the outcome. */
export function useAction(record: RecordPage): RunningAction {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const cache = useQueryClient();
  const announce = useAnnounce();

  const run = async (action: ActionInfo, inputs: FieldValues): Promise<boolean> => {
    if (record.id === null) return false;
    setBusy(true);
    setError(undefined);
    try {
      const version = record.version === null ? {} : { version: record.version };
      await client.runAction(record.object.name, action.name, { id: record.id, inputs, ...version });
      await forgetPages(cache);
      announce(
        action.to === undefined
          ? `${action.label}: done`
          : `${action.label}: done. ${record.name} is now ${action.to}.`,
      );
      return true;
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { run, isBusy, error, forget: () => setError(undefined) };
}
