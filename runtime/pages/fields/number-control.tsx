import { TextField } from '@cmsgov/design-system';
import type { ChangeEvent, ComponentType } from 'react';
import type { Cell } from '../../client/api.ts';
import { formatNumber, parseNumber } from '../format/numbers.ts';
import { type Reader, useReader } from '../format/reader.ts';
import { checkValue } from './check-value.ts';
import type { DisplayProps, Draft, FieldControl, InputProps, ValueInfo } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

/** What follows the digits. */
type Suffix = '' | '%';

interface NumberOptions {
  readonly suffix: Suffix;
  readonly Input: ComponentType<InputProps>;
  readonly Display: ComponentType<DisplayProps>;
}

/** A control for numbers. */
export function numberControl({ suffix, Input, Display }: NumberOptions): FieldControl {
  return {
    align: 'end',
    isWide: false,
    schema: (field) => ({ type: 'string', title: field.label }),
    toDraft: (value) => (value === null ? '' : String(value)),
    fromDraft: (draft) => numberOf(plainNumber(draft, suffix)),
    check: (draft, field) => checkValue(plainNumber(draft, suffix), field),
    text: (cell, info, reader) => numberText(cell, info, { reader, suffix }),
    Display,
    Input,
  };
}

/** A number in the reader's format. */
export function NumberValue({ cell, info, suffix = '' }: DisplayProps & { readonly suffix?: Suffix }) {
  const reader = useReader();
  return numberText(cell, info, { reader, suffix });
}

/** The box that a number is typed into. */
export function NumberInput({ suffix = '', ...props }: InputProps & { readonly suffix?: Suffix }) {
  return (
    <div className={suffix === '' ? undefined : 'fw-suffixed'} data-suffix={suffix}>
      <TextField
        {...designProps(props)}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        size="medium"
        required={props.field.isRequired}
        value={draftText(props.value)}
        onChange={(event: ChangeEvent<HTMLInputElement>) => props.onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function numberText(cell: Cell, info: ValueInfo, { reader, suffix }: { reader: Reader; suffix: Suffix }): string {
  return cell.value === null ? '' : `${formatNumber(String(cell.value), reader, info.scale)}${suffix}`;
}

function plainNumber(draft: Draft, suffix: Suffix): string {
  const text = draftText(draft).trim();
  return parseNumber(suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text);
}

/** A JSON number where it holds all the digits, the text itself otherwise: the server reads both. */
function numberOf(plain: string): number | string | null {
  if (plain === '') return null;
  const value = Number(plain);
  return /^-?\d+(\.\d+)?$/.test(plain) && plain.replace(/\D/g, '').length <= 15 ? value : plain;
}
