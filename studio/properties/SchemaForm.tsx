import Form from '@rjsf/core';
import type { RJSFSchema } from '@rjsf/utils';
import { useId, useMemo } from 'react';
import type { Json } from '../../platform/json.ts';
import type { FormContext, FormValues, SchemaFormProps } from './form-context.ts';
import { formSchema, uiSchemaOf } from './form-schema.ts';
import { propertyFields } from './property-fields.tsx';
import { propertyTemplates } from './templates.tsx';
import { schemaValidator } from './validator.ts';
import { propertyWidgets } from './widgets.tsx';

/** The properties of an element drawn from a JSON Schema; tells each change of one property. */
export function SchemaForm({ element, schema, hidden = NONE, idPrefix, parent, onChange }: SchemaFormProps) {
  const made = useId();
  const prefix = idPrefix ?? `p${made.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  const shown = useMemo(() => formSchema(schema, hidden), [schema, hidden]);
  const uiSchema = useMemo(
    () => uiSchemaOf(element.kind, element.path, shown, parent),
    [element.kind, element.path, shown, parent],
  );
  const context: FormContext = { element, Form: SchemaForm, ...(parent !== undefined && { parent }) };
  const names = Object.keys(shown.properties ?? {});
  return (
    <div className="st-form">
      <Form<FormValues, RJSFSchema, FormContext>
        tagName="div"
        idPrefix={prefix}
        schema={shown}
        uiSchema={uiSchema as never} // Its type is too deep for the compiler to compare.
        formData={pick(element.properties, names)}
        formContext={context}
        validator={schemaValidator}
        templates={propertyTemplates}
        widgets={propertyWidgets}
        fields={propertyFields}
        noValidate
        noHtml5Validate
        showErrorList={false}
        // Only what a person says is said: the library would fill in constants and defaults.
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults', constAsDefaults: 'never' }}
        onChange={({ formData }, id) => {
          // The library fills in what belongs to an alternative; only what the person changed is a change.
          const changed = names.filter((name) => id === undefined || isAt(id, `${prefix}_${name}`));
          for (const name of changed) onChange(name, formData?.[name] as Json | undefined); // Widgets write JSON.
        }}
      >
        {/* Nothing is submitted: every change is kept at once. */}
        {true}
      </Form>
    </div>
  );
}

const NONE: readonly string[] = [];

const isAt = (id: string, start: string) => id === start || id.startsWith(`${start}_`);

function pick(properties: Readonly<Record<string, Json>>, names: readonly string[]): FormValues {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
