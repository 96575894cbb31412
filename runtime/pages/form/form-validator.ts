import type { ErrorSchema, RJSFValidationError, ValidatorType } from '@rjsf/utils';
import type { Reader } from '../format/reader.ts';
import type { Drafts, Fields } from './drafts.ts';
import { checkDrafts, type FormProblem } from './problems.ts';

/**
 * The validator that the form library asks: our own checks, since the usual one compiles schemas to code, which the
 * content security policy forbids. Our schemas have no alternatives, so any of them is valid when asked.
 */
export function formValidator(fields: Fields, reader: Reader): ValidatorType {
  return {
    validateFormData: (drafts: Drafts | undefined) => {
      const problems = checkDrafts(fields, drafts ?? {}, reader);
      return { errors: problems.map(asLibraryError), errorSchema: errorSchemaOf(problems) };
    },
    isValid: () => true,
    rawValidation: () => ({ errors: [] }),
  };
}

/** Problems as the form library places them at fields. */
export function errorSchemaOf(problems: readonly FormProblem[]): ErrorSchema {
  const byField = Map.groupBy(
    problems.filter((problem) => problem.field !== undefined),
    (problem) => problem.field ?? '',
  );
  const entries = [...byField].map(([field, own]) => [field, { __errors: own.map((problem) => problem.message) }]);
  return Object.fromEntries(entries);
}

function asLibraryError({ field, message }: FormProblem): RJSFValidationError {
  return { property: `.${field ?? ''}`, message, stack: message };
}
