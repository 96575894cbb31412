import { useMemo, useState } from 'react';
import type { FieldValues } from '../../client/client.ts';
import { useReader } from '../format/reader.ts';
import { type Cells, changedFields, type Drafts, draftsOf, type Fields, valuesOf } from './drafts.ts';

/** A form's fields, what they began with and what they hold now. */
export interface FormState {
  readonly fields: Fields;
  readonly values: Cells;
  readonly drafts: Drafts;
  readonly setDrafts: (drafts: Drafts) => void;
  /** Names of the fields that were changed. */
  readonly changed: readonly string[];
  readonly changedValues: () => FieldValues;
  readonly allValues: () => FieldValues;
  /** Begins anew from other values (a newer version of the record), with drafts chosen by the person. */
  readonly rebase: (values: Cells, drafts: Drafts) => void;
}

/** Holds what a form holds. It begins with `values` once: later answers of the server never overwrite what was typed. */
export function useFormState(initial: { readonly fields: Fields; readonly values: Cells }): FormState {
  const reader = useReader();
  const [{ fields, values }, setBase] = useState(initial);
  const first = useMemo(() => draftsOf(fields, values, reader), [fields, values, reader]);
  const [drafts, setDrafts] = useState(first);
  const changed = useMemo(() => changedFields(first, drafts), [first, drafts]);
  return {
    fields,
    values,
    drafts,
    setDrafts,
    changed,
    changedValues: () => valuesOf(fields, drafts, { names: changed, reader }),
    allValues: () => valuesOf(fields, drafts, { names: Object.keys(drafts), reader }),
    rebase: (newValues, newDrafts) => {
      setBase({ fields, values: newValues });
      setDrafts(newDrafts);
    },
  };
}
