import type { ApiError, FieldInfo } from '../../client/api.ts';
import { ApiFailure } from '../../client/request.ts';
import { isBlankDraft } from '../fields/field-control.ts';
import { fieldControls } from '../fields/registry.ts';
import type { Reader } from '../format/reader.ts';
import { type Drafts, editableFields, type Fields } from './drafts.ts';

/** One thing to put right, at its field where it has one. */
export interface FormProblem {
  readonly field?: string;
  readonly message: string;
}

/** A field of a form; an action's inputs may word what is missing themselves. */
export type FormField = FieldInfo & { readonly message?: string };

/** Everything wrong with what was typed that the browser can tell by itself. */
export function checkDrafts(fields: Fields, drafts: Drafts, reader: Reader): readonly FormProblem[] {
  return editableFields(fields).flatMap((field) => {
    const draft = drafts[field.name];
    if (draft === undefined || isBlankDraft(draft)) {
      return field.isRequired ? [{ field: field.name, message: requiredMessage(field) }] : [];
    }
    const message = fieldControls[field.type].check(draft, field, reader);
    return message === undefined ? [] : [{ field: field.name, message }];
  });
}

/** What a refused save means for the form: each error at each field it names that the form has. */
export function problemsOfFailure(failure: Error | undefined, fields: Fields): readonly FormProblem[] {
  if (failure === undefined) return [];
  if (!(failure instanceof ApiFailure)) return [{ message: failure.message }];
  return failure.errors.flatMap((error) => problemsOfError(error, fields));
}

/** What is said about a required field that is blank. */
export function requiredMessage(field: FormField): string {
  return field.message ?? `${field.label} is required.`;
}

function problemsOfError(error: ApiError, fields: Fields): readonly FormProblem[] {
  const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  const known = (error.fields ?? []).flatMap((name) => fields[name] ?? []);
  if (known.length === 0) return [{ message }];
  return known.map((field) => ({
    field: field.name,
    message: error.errorCode === 'REQUIRED_FIELD_MISSING' ? requiredMessage(field) : message,
  }));
}
