import { TextField } from '@cmsgov/design-system';
import type { ChangeEvent, ReactNode } from 'react';
import type { Cell } from '../../client/api.ts';
import { checkValue } from './check-value.ts';
import type { FieldControl, InputProps } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

interface TextOptions {
  readonly inputType?: 'text' | 'email' | 'tel' | 'url';
  readonly autoComplete?: string;
  readonly rows?: number;
  /** Shows a value that is not blank; the plain text where left out. */
  readonly show?: (text: string) => ReactNode;
}

/** A control for values that are edited as text. */
export function textControl({ inputType = 'text', autoComplete = 'off', rows, show }: TextOptions = {}): FieldControl {
  return {
    align: 'start',
    isWide: rows !== undefined,
    schema: (field) => ({ type: 'string', title: field.label }),
    toDraft: (value) => (value === null ? '' : String(value)),
    fromDraft: (draft) => {
      const text = draftText(draft);
      return text.trim() === '' ? null : text;
    },
    check: (draft, field) => checkValue(draft, field),
    text: textOf,
    Display: ({ cell }) => {
      const text = textOf(cell);
      return show && text !== '' ? show(text) : text;
    },
    Input: (props) => (
      <TextField
        {...designProps(props)}
        type={inputType}
        autoComplete={autoComplete}
        required={props.field.isRequired}
        value={draftText(props.value)}
        onChange={(event: ChangeEvent<HTMLInputElement>) => props.onChange(event.currentTarget.value)}
        {...(rows === undefined ? {} : { multiline: true, rows })}
        {...widthOf(props)}
      />
    ),
  };
}

function textOf(cell: Cell): string {
  return cell.value === null ? '' : String(cell.value);
}

/** Short fields look short: the box tells how much belongs in it. */
function widthOf({ field }: InputProps): { size?: 'small' | 'medium' } {
  if (field.type !== 'Text' || field.length === undefined) return {};
  if (field.length <= 5) return { size: 'small' };
  return field.length <= 20 ? { size: 'medium' } : {};
}
