import { lazy, Suspense } from 'react';
import type { Cell } from '../../client/api.ts';
import { dateToTyped, formatDate, formatDateFully, typedToDate } from '../format/dates.ts';
import { type Reader, useReader } from '../format/reader.ts';
import type { FieldControl, ValueInfo } from './field-control.ts';
import { draftText } from './input-props.ts';

/** The calendar is the heaviest of all inputs, so it loads with the first date that is edited. */
const DateInput = lazy(async () => ({ default: (await import('./DateInput.tsx')).DateInput }));

export const DateField: FieldControl = {
  align: 'start',
  isWide: false,
  schema: (field) => ({ type: 'string', title: field.label }),
  toDraft: (value) => (value === null ? '' : dateToTyped(String(value))),
  fromDraft: (draft) => {
    const typed = draftText(draft);
    return typed.trim() === '' ? null : (typedToDate(typed) ?? typed);
  },
  check: (draft, field) =>
    typedToDate(draftText(draft)) === undefined
      ? `${field.label}: enter a date as month/day/year, such as 01/31/2026.`
      : undefined,
  text,
  Display: function DateValue({ cell, info }) {
    const reader = useReader();
    if (cell.value === null) return '';
    const iso = String(cell.value);
    return (
      <time dateTime={iso} title={formatDateFully(iso, reader)}>
        {text(cell, info, reader)}
      </time>
    );
  },
  Input: (props) => (
    <Suspense>
      <DateInput {...props} />
    </Suspense>
  ),
};

function text(cell: Cell, _info: ValueInfo, reader: Reader): string {
  return cell.value === null ? '' : formatDate(String(cell.value), reader);
}
