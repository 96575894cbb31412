import { TextField } from '@cmsgov/design-system';
import type { ChangeEvent } from 'react';
import type { Cell } from '../../client/api.ts';
import { formatDateTime, formatDateTimeFully, localToMoment, momentToLocal } from '../format/dates.ts';
import { type Reader, useReader } from '../format/reader.ts';
import type { FieldControl, InputProps, ValueInfo } from './field-control.ts';
import { designProps, draftText } from './input-props.ts';

/** Moments are shown and typed in the person's time zone and kept in UTC. */
export const DateTime: FieldControl = {
  align: 'start',
  isWide: false,
  schema: (field) => ({ type: 'string', title: field.label }),
  toDraft: (value, reader) => (value === null ? '' : momentToLocal(String(value), reader.timeZone)),
  fromDraft: (draft, reader) => {
    const local = draftText(draft);
    return local === '' ? null : (localToMoment(local, reader.timeZone) ?? local);
  },
  check: (draft, field, reader) =>
    localToMoment(draftText(draft), reader.timeZone) === undefined
      ? `${field.label}: enter a date and a time.`
      : undefined,
  text,
  Display: function DateTimeValue({ cell, info }) {
    const reader = useReader();
    if (cell.value === null) return '';
    const iso = String(cell.value);
    return (
      <time dateTime={iso} title={formatDateTimeFully(iso, reader)}>
        {text(cell, info, reader)}
      </time>
    );
  },
  Input: DateTimeInput,
};

function DateTimeInput(props: InputProps) {
  const { timeZone } = useReader();
  const zone = `Time zone: ${timeZone.replaceAll('_', ' ')}.`;
  return (
    <TextField
      {...designProps(props)}
      hint={props.field.help === '' ? zone : `${props.field.help} ${zone}`}
      type="datetime-local"
      fieldClassName="fw-datetime"
      required={props.field.isRequired}
      value={draftText(props.value)}
      onChange={(event: ChangeEvent<HTMLInputElement>) => props.onChange(event.currentTarget.value)}
    />
  );
}

function text(cell: Cell, _info: ValueInfo, reader: Reader): string {
  return cell.value === null ? '' : formatDateTime(String(cell.value), reader);
}
