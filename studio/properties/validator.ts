import type { RJSFSchema, ValidatorType } from '@rjsf/utils';
import Schema from 'typebox/schema';
import type { FormContext, FormValues } from './form-context.ts';

/**
 * Tells rjsf which alternative of a schema a value is. It interprets schemas, where ajv compiles them to code that the
 * content security policy forbids. Whether properties are right is the model's to say, so the form itself has no errors.
 */
export const schemaValidator: ValidatorType<FormValues, RJSFSchema, FormContext> = {
  isValid: (schema, formData) => Schema.Check(schema as object, formData),
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};
