import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dateToTyped,
  formatDate,
  formatDateTime,
  localToMoment,
  momentToLocal,
  typedToDate,
} from '../../../../runtime/pages/format/dates.ts';

const newYork = { locale: 'en-US', timeZone: 'America/New_York' };

describe('dates', () => {
  test('are shown in the reader’s format, whatever the time zone', () => {
    expect(formatDate('2026-01-31', newYork)).toBe('Jan 31, 2026');
    expect(formatDate('2026-01-31', { locale: 'de-DE', timeZone: 'Pacific/Auckland' })).toBe('31.01.2026');
  });

  test('that are none are shown as they are', () => {
    expect(formatDate('soon', newYork)).toBe('soon');
    expect(formatDateTime('soon', newYork)).toBe('soon');
  });

  test.each([
    ['1/31/2026', '2026-01-31'],
    ['01/31/2026', '2026-01-31'],
    ['01-31-2026', '2026-01-31'],
    ['2026-01-31', '2026-01-31'],
    ['01312026', '2026-01-31'],
    [' 2/29/2024 ', '2024-02-29'],
  ])('typed as %s are understood', (typed, iso) => {
    expect(typedToDate(typed)).toBe(iso);
  });

  test.each(['13/1/2026', '2/29/2026', '1/31/26', '31.12.', 'tomorrow', '', '1/0/2026'])(
    'typed as %j are refused',
    (typed) => {
      expect(typedToDate(typed)).toBeUndefined();
    },
  );

  test('come back from their typed form', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(typedToDate(dateToTyped(iso))).toBe(iso);
      }),
    );
  });
});

describe('moments', () => {
  test('are shown in the reader’s time zone', () => {
    expect(formatDateTime('2026-01-31T19:05:09.000Z', newYork)).toMatch(/^Jan 31, 2026, 2:05\sPM$/);
    expect(momentToLocal('2026-01-31T19:05:09.000Z', 'America/New_York')).toBe('2026-01-31T14:05');
  });

  test('typed around a change of clocks mean what the wall clock says', () => {
    expect(localToMoment('2026-03-08T01:30', 'America/New_York')).toBe('2026-03-08T06:30:00.000Z');
    expect(localToMoment('2026-03-08T03:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(localToMoment('2026-11-01T03:30', 'America/New_York')).toBe('2026-11-01T08:30:00.000Z');
    expect(localToMoment('2026-07-01T12:00', 'Asia/Kathmandu')).toBe('2026-07-01T06:15:00.000Z');
  });

  test('that are none are refused', () => {
    for (const text of ['', '2026-01-31', '2026-13-31T12:00', 'now'])
      expect(localToMoment(text, 'UTC')).toBeUndefined();
  });

  test('come back to the minute from the local form, save in the hour that a clock shows twice', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'America/Phoenix', 'Pacific/Honolulu', 'Asia/Kathmandu');
    const dates = fc.date({ min: new Date('1980-01-01'), max: new Date('2050-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, zones, (date, zone) => {
        const minute = `${date.toISOString().slice(0, 16)}:00.000Z`;
        const local = momentToLocal(minute, zone);
        const back = localToMoment(local, zone);
        expect(back && momentToLocal(back, zone)).toBe(local);
        expect(Math.abs(new Date(back ?? 0).getTime() - new Date(minute).getTime())).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});
