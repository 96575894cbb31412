import { Hint, InlineError, Label } from '@cmsgov/design-system';
import type { InputProps } from './field-control.ts';
import { draftText } from './input-props.ts';

interface SelectProps extends InputProps {
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The browser's own select, dressed like the design system's fields: quick, and native on a phone. */
export function SelectField({ id, field, value, error, onChange, options }: SelectProps) {
  const describedBy = [field.help === '' ? '' : `${id}__hint`, error ? `${id}__error` : ''].filter(Boolean).join(' ');
  return (
    <div className="ds-u-clearfix">
      <Label fieldId={id} className={field.isRequired ? 'fw-label--required' : ''}>
        {field.label}
      </Label>
      {field.help !== '' && <Hint id={`${id}__hint`}>{field.help}</Hint>}
      {error && <InlineError id={`${id}__error`}>{error}</InlineError>}
      <select
        id={id}
        name={field.name}
        className={`ds-c-field fw-select${error ? ' ds-c-field--error' : ''}`}
        required={field.isRequired}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy || undefined}
        value={draftText(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
