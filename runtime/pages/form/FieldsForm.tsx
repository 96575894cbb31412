import Form from '@rjsf/core';
import { useMemo, useState } from 'react';
import { type LookupScope, LookupScopeProvider } from '../fields/lookup-context.ts';
import { useReader } from '../format/reader.ts';
import { isSignedOut } from '../shell/Failure.tsx';
import { SignInAgain } from '../shell/SignInAgain.tsx';
import { isSameDraft } from './drafts.ts';
import { ErrorSummary } from './ErrorSummary.tsx';
import { formSchema } from './form-schema.ts';
import type { FormScope } from './form-scope.ts';
import type { FormSection } from './form-sections.ts';
import { errorSchemaOf, formValidator } from './form-validator.ts';
import { checkDrafts, type FormProblem, problemsOfFailure } from './problems.ts';
import { FieldTemplate, SectionsTemplate } from './templates.tsx';
import type { FormState } from './use-form-state.ts';
import { widgets } from './widgets.tsx';

interface FieldsFormProps {
  readonly id: string;
  /** Begins the ids of the inputs, so that two forms on a page do not share any. */
  readonly idPrefix: string;
  readonly object: string;
  readonly form: FormState;
  readonly sections: readonly FormSection[];
  /** Why the server refused the last attempt. */
  readonly failure: Error | undefined;
  /** Called when the browser finds nothing wrong. */
  readonly onSubmit: () => void;
}

const templates = { ObjectFieldTemplate: SectionsTemplate, FieldTemplate };

/** The fields of a record or of an action as a form of the design system, with all its problems told at once. */
export function FieldsForm({ id, idPrefix, object, form, sections, failure, onSubmit }: FieldsFormProps) {
  const { fields, values, drafts } = form;
  const reader = useReader();
  const [attempt, setAttempt] = useState(0);
  const { serverProblems, edited } = useServerProblems(failure, form);
  const { schema, uiSchema } = useMemo(() => formSchema(fields), [fields]);
  const validator = useMemo(() => formValidator(fields, reader), [fields, reader]);
  const scope = useMemo<FormScope>(() => ({ fields, values, sections }), [fields, values, sections]);
  const lookups = useMemo<LookupScope>(
    () => ({ object, nameOf: (field, recordId) => nameOf(values[field], recordId) }),
    [object, values],
  );
  const extraErrors = useMemo(() => errorSchemaOf(serverProblems), [serverProblems]);
  const problems = [...(attempt > 0 ? checkDrafts(fields, drafts, reader) : []), ...serverProblems];
  return (
    <LookupScopeProvider value={lookups}>
      {isSignedOut(failure) && <SignInAgain error={failure} then="then save again here." />}
      {problems.length > 0 && !isSignedOut(failure) && (
        <ErrorSummary
          problems={problems}
          fields={fields}
          idPrefix={idPrefix}
          attempt={attempt + (failure ? 0.5 : 0)}
          key={failure?.message}
        />
      )}
      <Form
        id={id}
        className="fw-form"
        schema={schema}
        uiSchema={uiSchema}
        validator={validator}
        formData={drafts}
        formContext={scope}
        templates={templates}
        widgets={widgets}
        idPrefix={idPrefix}
        noHtml5Validate
        showErrorList={false}
        liveValidate={attempt > 0 ? 'onChange' : false}
        extraErrors={extraErrors}
        onChange={({ formData }) => {
          if (!formData) return;
          edited(Object.keys(formData).filter((name) => !isSameDraft(formData[name], drafts[name])));
          form.setDrafts(formData);
        }}
        onSubmit={onSubmit}
        onError={() => setAttempt((count) => count + 1)}
      />
    </LookupScopeProvider>
  );
}

/** The server's problems; one leaves its field as soon as the field is edited. */
function useServerProblems(failure: Error | undefined, form: FormState) {
  const [gone, setGone] = useState<{ failure: Error | undefined; fields: ReadonlySet<string> }>();
  const serverProblems = useMemo<readonly FormProblem[]>(() => {
    const isGone = (name: string | undefined) =>
      name !== undefined && gone?.failure === failure && gone?.fields.has(name);
    return problemsOfFailure(failure, form.fields).filter((problem) => !isGone(problem.field));
  }, [failure, form.fields, gone]);
  const edited = (names: readonly string[]) => {
    if (failure === undefined || names.length === 0) return;
    setGone((before) => ({
      failure,
      fields: new Set([...(before?.failure === failure ? before.fields : []), ...names]),
    }));
  };
  return { serverProblems, edited };
}

function nameOf(cell: FormState['values'][string] | undefined, recordId: string): string | undefined {
  return cell && cell.value === recordId ? (cell.display ?? undefined) : undefined;
}
