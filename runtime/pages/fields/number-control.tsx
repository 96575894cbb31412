import { TextField } from '@cmsgov/design-system';
import type { ChangeEvent } from 'react';
import type { Cell } from '../../client/api.ts';
import { formatNumber, parseNumber } from '../format/numbers.ts';
import { type Reader, useReader } from '../format/reader.ts';
import { checkValue } from './check-value.ts';
import type { Draft, FieldControl, ValueInfo } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

/** A control for numbers; `suffix` follows the digits, such as a percent sign. */
export function numberControl(suffix: '' | '%'): FieldControl {
  const text = (cell: Cell, info: ValueInfo, reader: Reader) =>
    cell.value === null ? '' : `${formatNumber(String(cell.value), reader, info.scale)}${suffix}`;
  return {
    align: 'end',
    isWide: false,
    schema: (field) => ({ type: 'string', title: field.label }),
    toDraft: (value) => (value === null ? '' : String(value)),
    fromDraft: (draft) => {
      const plain = plainNumber(draft, suffix);
      if (plain === '') return null;
      return /^-?\d+(\.\d+)?$/.test(plain) && Number.isSafeInteger(Math.trunc(Number(plain))) ? Number(plain) : plain;
    },
    check: (draft, field) => checkValue(plainNumber(draft, suffix), field),
    text,
    Display: ({ cell, info }) => text(cell, info, useReader()),
    Input: (props) => (
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
    ),
  };
}

function plainNumber(draft: Draft, suffix: '' | '%'): string {
  const text = draftText(draft).trim();
  return parseNumber(suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text);
}
