import type { FieldProps, RJSFSchema } from '@rjsf/utils';
import { useState } from 'react';
import { equalJson } from '../../platform/layers/equal-json.ts';
import { hintText, TextInput } from '../ui/fields.tsx';
import type { FormContext, FormValues } from './form-context.ts';
import { formatJson, parseTyped } from './json-text.ts';

type Props = FieldProps<FormValues, RJSFSchema, FormContext>;

/** A value whose parts are the author's to name, as the JSON that its file holds. */
export function JsonField({ formData, fieldPathId, schema, required, onChange }: Props) {
  const [text, setText] = useState(() => formatJson(formData));
  const [seen, setSeen] = useState(formData);
  const typed = parseTyped(text);
  if (seen !== formData) {
    setSeen(formData);
    // What was typed comes back as the same; undo, and what is reset to the package, do not.
    const isOwn = typed.ok && equalJson(typed.value, formData as never); // a form's values are JSON
    if (!isOwn) setText(formatJson(formData));
  }
  const change = (next: string) => {
    setText(next);
    const parsed = parseTyped(next);
    if (!parsed.ok) return;
    onChange(parsed.value as never, fieldPathId.path, undefined, fieldPathId.$id);
  };
  return (
    <div className="st-json">
      <TextInput
        id={fieldPathId.$id}
        label={schema.title ?? fieldPathId.path.join('.')}
        {...(schema.description !== undefined && { hint: hintText(schema.description) })}
        error={typed.ok ? undefined : typed.message}
        isRequired={required === true}
        rows={Math.min(Math.max(text.split('\n').length, 2), 20)}
        value={text}
        onChange={change}
      />
    </div>
  );
}
