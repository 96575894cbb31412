import { TextField } from '@cmsgov/design-system';
import type { ChangeEvent, ComponentType } from 'react';
import type { Cell } from '../../client/api.ts';
import { checkValue } from './check-value.ts';
import type { DisplayProps, FieldControl, InputProps } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

interface TextOptions {
  readonly Input?: ComponentType<InputProps>;
  /** Shows a value that is not blank; the plain text where left out. */
  readonly Display?: ComponentType<DisplayProps>;
  readonly isWide?: boolean;
}

/** A control for values that are edited as text. */
export function textControl({
  Input = TextInput,
  Display = TextValue,
  isWide = false,
}: TextOptions = {}): FieldControl {
  return {
    align: 'start',
    isWide,
    schema: (field) => ({ type: 'string', title: field.label }),
    toDraft: (value) => (value === null ? '' : String(value)),
    fromDraft: (draft) => {
      const text = draftText(draft);
      return text.trim() === '' ? null : text;
    },
    check: (draft, field) => checkValue(draft, field),
    text: textOf,
    Display,
    Input,
  };
}

interface TextInputProps extends InputProps {
  readonly inputType?: 'text' | 'email' | 'tel' | 'url';
  /** Lines of the box; one where left out. */
  readonly rows?: number;
}

/** The box that text is typed into. */
export function TextInput({ inputType = 'text', rows, ...props }: TextInputProps) {
  return (
    <TextField
      {...designProps(props)}
      type={inputType}
      autoComplete="off"
      required={props.field.isRequired}
      value={draftText(props.value)}
      onChange={(event: ChangeEvent<HTMLInputElement>) => props.onChange(event.currentTarget.value)}
      {...(rows === undefined ? {} : { multiline: true, rows })}
      {...widthOf(props)}
    />
  );
}

/** The value as text. */
export function textOf(cell: Cell): string {
  return cell.value === null ? '' : String(cell.value);
}

function TextValue({ cell }: DisplayProps) {
  return textOf(cell);
}

/** Short fields look short: the box tells how much belongs in it. */
function widthOf({ field }: InputProps): { size?: 'small' | 'medium' } {
  if (field.type !== 'Text' || field.length === undefined) return {};
  if (field.length <= 5) return { size: 'small' };
  return field.length <= 20 ? { size: 'medium' } : {};
}
