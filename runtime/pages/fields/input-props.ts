import type { InputProps } from './field-control.ts';

/** The properties that every input of the design system takes: label, hint, error, identity. */
export function designProps({ id, field, error }: InputProps) {
  return {
    id,
    name: field.name,
    label: field.label,
    labelClassName: field.isRequired ? 'fw-label--required' : '',
    ...(field.help === '' ? {} : { hint: field.help }),
    ...(error ? { errorMessage: error } : {}),
  };
}

/** A draft as text; a draft of another shape is a programming fault. */
export function draftText(draft: unknown): string {
  return typeof draft === 'string' ? draft : '';
}
