import type { RJSFSchema, UiSchema } from '@rjsf/utils';
import { fieldControls } from '../fields/registry.ts';
import { editableFields, type Fields } from './drafts.ts';

/** The JSON Schema of a form's drafts and how each field is drawn, from the fields that the person may write. */
export function formSchema(fields: Fields): { readonly schema: RJSFSchema; readonly uiSchema: UiSchema } {
  const editable = editableFields(fields);
  return {
    schema: {
      type: 'object',
      required: editable.filter((field) => field.isRequired).map((field) => field.name),
      properties: Object.fromEntries(editable.map((field) => [field.name, fieldControls[field.type].schema(field)])),
    },
    uiSchema: {
      'ui:submitButtonOptions': { norender: true },
      ...Object.fromEntries(
        editable.map((field) => [field.name, { 'ui:widget': field.type, 'ui:options': { info: field } }]),
      ),
    },
  };
}
