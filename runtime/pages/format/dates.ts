import type { Reader } from './reader.ts';

/** A date (`2026-01-31`) as people read it: Jan 31, 2026. */
export function formatDate(iso: string, reader: Reader): string {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(reader.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
}

/** A date in full, for the title: Saturday, January 31, 2026. */
export function formatDateFully(iso: string, reader: Reader): string {
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(reader.locale, { dateStyle: 'full', timeZone: 'UTC' }).format(date);
}

/** A moment in the reader's time zone: Jan 31, 2026, 2:05 PM. */
export function formatDateTime(iso: string, reader: Reader): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(reader.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: reader.timeZone,
  }).format(date);
}

/** A moment to the second with its time zone, for the title. */
export function formatDateTimeFully(iso: string, reader: Reader): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(reader.locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: reader.timeZone,
  }).format(date);
}

/** `2026-01-31` as the date field shows it: 01/31/2026. */
export function dateToTyped(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return parts ? `${parts[2]}/${parts[3]}/${parts[1]}` : iso;
}

/** A date as typed (1/31/2026, 01-31-2026, 2026-01-31) in ISO form; undefined where it is no date. */
export function typedToDate(text: string): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed);
  if (iso) return existingDate(iso[1], iso[2], iso[3]);
  const typed = /^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4})$/.exec(trimmed) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed);
  return typed ? existingDate(typed[3], typed[1], typed[2]) : undefined;
}

function existingDate(year = '', month = '', day = ''): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}

/** A moment as a local date-time field shows it in a time zone: 2026-01-31T14:05. */
export function momentToLocal(iso: string, timeZone: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return wallClock(date, timeZone).toISOString().slice(0, 16);
}

/** A local date-time of a time zone as a UTC moment; undefined where it is none. A skipped hour moves forward. */
export function localToMoment(local: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local)) return undefined;
  const asUtc = new Date(`${local}Z`).getTime();
  if (Number.isNaN(asUtc)) return undefined;
  // The offset holds at the moment, not at the wall clock's reading: the second pass corrects near a change of clocks.
  const first = asUtc - offset(asUtc, timeZone);
  return new Date(asUtc - offset(first, timeZone)).toISOString();
}

function offset(moment: number, timeZone: string): number {
  const exact = Math.floor(moment / 1000) * 1000;
  return wallClock(new Date(exact), timeZone).getTime() - exact;
}

/** A date whose UTC parts are what a clock on the wall of the time zone shows. */
function wallClock(date: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')));
}
