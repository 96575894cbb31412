import { Choice, Hint, InlineError, Label, TextField } from '@cmsgov/design-system';
import { type ChangeEvent, type ReactNode, useId } from 'react';

interface Common {
  readonly id?: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  /** For rows of a table or a condition, where the heading says it to those who see. */
  readonly isLabelHidden?: boolean;
}

interface TextInputProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly type?: 'text' | 'number' | 'date' | 'datetime-local' | 'search';
  readonly size?: 'small' | 'medium';
  readonly onBlur?: () => void;
}

/** A line or a box of text. */
export function TextInput({ value, onChange, rows, type = 'text', size, onBlur, ...common }: TextInputProps) {
  const made = useId();
  const id = common.id ?? made;
  return (
    <TextField
      id={id}
      name={id}
      label={common.label}
      labelClassName={labelClass(common)}
      {...(common.hint !== undefined && { hint: common.hint })}
      {...(common.error !== undefined && { errorMessage: common.error })}
      {...(rows !== undefined && { multiline: true, rows })}
      {...(size !== undefined && { size })}
      {...(onBlur && { onBlur })}
      type={type}
      required={common.isRequired === true}
      autoComplete="off"
      value={value}
      onChange={(event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value)}
    />
  );
}

export interface Choices {
  readonly label: string;
  readonly options: readonly Option[];
}
/** One thing that can be chosen. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectInputProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Choices, or groups of them. A value that is none of them is shown as it stands. */
  readonly options: readonly (Option | Choices)[];
  /** What stands there while nothing is chosen. */
  readonly blank?: string;
}

/** The browser's own select: quick with the keyboard, native on a phone. */
export function SelectInput({ value, onChange, options, blank = 'Choose', ...common }: SelectInputProps) {
  const made = useId();
  const id = common.id ?? made;
  const described = [common.hint && `${id}-hint`, common.error && `${id}-error`].filter(Boolean).join(' ');
  const isKnown = options.some((option) =>
    'options' in option ? option.options.some((one) => one.value === value) : option.value === value,
  );
  return (
    <div className="st-field">
      <Label fieldId={id} className={labelClass(common)}>
        {common.label}
      </Label>
      {common.hint && <Hint id={`${id}-hint`}>{common.hint}</Hint>}
      {common.error && <InlineError id={`${id}-error`}>{common.error}</InlineError>}
      <select
        id={id}
        className={`ds-c-field st-select${common.error ? ' ds-c-field--error' : ''}`}
        value={value}
        required={common.isRequired === true}
        aria-invalid={common.error !== undefined}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {!isKnown && <option value={value}>{value === '' ? blank : `${value} (not there)`}</option>}
        {options.map((option) =>
          'options' in option ? (
            <optgroup key={option.label} label={option.label}>
              {option.options.map(optionOf)}
            </optgroup>
          ) : (
            optionOf(option)
          ),
        )}
      </select>
    </div>
  );
}

interface CheckInputProps extends Omit<Common, 'isRequired'> {
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
  /** A shorter label for those who see which row it is in. */
  readonly shownLabel?: string;
}

/** A tick for one claim. */
export function CheckInput({ isChecked, onChange, isDisabled = false, shownLabel, ...common }: CheckInputProps) {
  const made = useId();
  const id = common.id ?? made;
  return (
    <Choice
      id={id}
      type="checkbox"
      size="small"
      name={id}
      value="true"
      label={shownLabel ?? common.label}
      {...(shownLabel !== undefined && { 'aria-label': common.label })}
      labelHidden={common.isLabelHidden === true}
      {...(common.hint !== undefined && { hint: common.hint })}
      {...(common.error !== undefined && { errorMessage: common.error })}
      checked={isChecked}
      disabled={isDisabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

/** Hints of kinds are written for files: a name or an example stands in backticks. */
export function hintText(text: string): ReactNode {
  const [before = '', code, ...rest] = text.split('`');
  if (code === undefined) return before;
  return (
    <>
      {before}
      <code>{code}</code>
      {hintText(rest.join('`'))}
    </>
  );
}

const optionOf = ({ value, label }: Option) => (
  <option key={value} value={value}>
    {label}
  </option>
);

function labelClass({ isLabelHidden, isRequired }: Common): string {
  if (isLabelHidden) return 'ds-u-visibility--screen-reader';
  return isRequired ? 'fw-label--required' : '';
}
