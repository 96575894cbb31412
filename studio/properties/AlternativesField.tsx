import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import { useState } from 'react';
import type { JsonObject } from '../../platform/json.ts';
import { hintText, SelectInput } from '../ui/fields.tsx';
import { alternativeOf, constantsOf, switchTo } from './alternatives.ts';
import type { FormContext, FormValues } from './form-context.ts';

type Props = FieldProps<FormValues, RJSFSchema, FormContext>;

/** A value that is one of several shapes: which one, then what that one says. */
export function AlternativesField({ formData, fieldPathId, schema, registry, required, onChange }: Props) {
  const { element, parent = '', Form } = registry.formContext;
  const alternatives = (schema.anyOf ?? []) as readonly RJSFSchema[]; // form-schema.ts sends only object schemas here.
  const [picked, setPicked] = useState<number>();
  const index = alternativeOf(alternatives, formData) ?? picked;
  const chosen = index === undefined ? undefined : alternatives[index];
  const change = (value: FormValues) => onChange(value, fieldPathId.path, undefined, fieldPathId.$id);
  const name = fieldPathId.path.join('.');
  return (
    <div className="st-alternatives">
      <SelectInput
        id={fieldPathId.$id}
        label={schema.title ?? name}
        {...(schema.description !== undefined && { hint: hintText(schema.description) })}
        isRequired={required === true}
        value={index === undefined ? '' : String(index)}
        options={alternatives.map((alternative, at) => ({ value: String(at), label: alternative.title ?? '' }))}
        onChange={(value) => {
          const next = alternatives[Number(value)];
          if (!next) return;
          setPicked(Number(value));
          change(switchTo(next, formData));
        }}
      />
      {chosen && hasMore(chosen) && (
        <div className="st-nested">
          <Form
            key={index}
            element={{ ...element, properties: (formData ?? {}) as JsonObject }} // The form's values are JSON.
            schema={chosen as JsonObject}
            hidden={Object.keys(constantsOf(chosen))}
            idPrefix={fieldPathId.$id}
            parent={`${parent}${name}.`}
            onChange={(property, value) => {
              const { [property]: _, ...rest } = formData ?? {};
              const isBlank = value === undefined || value === '' || value === false;
              change({ ...constantsOf(chosen), ...rest, ...(!isBlank && { [property]: value }) });
            }}
          />
        </div>
      )}
    </div>
  );
}

const hasMore = (alternative: RJSFSchema) =>
  Object.keys(alternative.properties ?? {}).length > Object.keys(constantsOf(alternative)).length;
