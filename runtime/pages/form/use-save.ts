import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { RecordPage } from '../../client/api.ts';
import { client, type FieldValues } from '../../client/client.ts';
import { ApiFailure } from '../../client/request.ts';
import { useReader } from '../format/reader.ts';
import { paths } from '../paths.ts';
import { forgetPages } from '../queries.ts';
import { useAnnounce } from '../shell/Announcer.tsx';
import { changedFields, type Drafts, draftsOf, valuesOf } from './drafts.ts';
import type { FormState } from './use-form-state.ts';

interface Saving {
  readonly save: () => Promise<void>;
  /** Saves what the person chose over a newer version of the record. */
  readonly saveOver: (latest: RecordPage, drafts: Drafts) => Promise<void>;
  readonly isBusy: boolean;
  readonly failure: Error | undefined;
  /** The record as somebody else saved it meanwhile; present while the person must choose. */
  readonly latest: RecordPage | undefined;
  readonly closeStale: () => void;
}

interface SaveOptions {
  readonly record: RecordPage;
  readonly form: FormState;
  readonly isLeaving: RefObject<boolean>;
  /** Why the person was sent here: errors of the record that the form is to show. */
  readonly reason: Error | undefined;
}

/** Saves a record's form and shows the record; a refusal leaves the form as it is. */
export function useSave({ record, form, isLeaving, reason }: SaveOptions): Saving {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState(reason);
  const [latest, setLatest] = useState<RecordPage>();
  const version = useRef(record.version);
  const reader = useReader();
  const finish = useFinish(record, isLeaving);

  const send = async (values: FieldValues) => {
    setBusy(true);
    setFailure(undefined);
    try {
      finish(await write(record, values, version.current));
    } catch (error) {
      if (isStale(error) && record.id !== null) setLatest(await client.record(record.object.name, record.id));
      else setFailure(asError(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    save: () => send(record.id === null ? form.allValues() : form.changedValues()),
    saveOver: (newer, drafts) => {
      setLatest(undefined);
      version.current = newer.version;
      form.rebase(newer.values, drafts);
      const names = changedFields(draftsOf(form.fields, newer.values, reader), drafts);
      return send(valuesOf(form.fields, drafts, { names, reader }));
    },
    isBusy,
    failure,
    latest,
    closeStale: () => setLatest(undefined),
  };
}

/** Writes the record and gives its id. A save that changes nothing asks nothing of the server. */
async function write(record: RecordPage, values: FieldValues, version: number | null): Promise<string> {
  const { object, id } = record;
  if (id === null) return (await client.create(object.name, values)).id;
  if (Object.keys(values).length > 0) await client.update(object.name, id, values, version);
  return id;
}

/** Leaves the form for the saved record, which is asked for anew. */
function useFinish(record: RecordPage, isLeaving: RefObject<boolean>) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const announce = useAnnounce();
  useEffect(() => {
    isLeaving.current = false;
  }, [isLeaving]);
  return (id: string) => {
    isLeaving.current = true;
    void forgetPages(cache);
    void navigate(paths.record(record.object.name, id), { replace: record.id === null });
    announce(record.id === null ? `${record.object.label} created` : 'Saved');
  };
}

function isStale(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 412;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
