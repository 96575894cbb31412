import { describe, expect, it } from 'vitest';
import { DATE_LITERAL_NAMES, daysOf } from '../../../runtime/query/date-literals.ts';
import { dayIn, firstDayOfWeek, startOfDay } from '../../../runtime/query/time-zone.ts';

const SUNDAY = 7;
const MONDAY = 1;

describe('daysOf', () => {
  // A Thursday in the second quarter.
  it.each([
    ['TODAY', 0, '2026-05-14', '2026-05-15'],
    ['YESTERDAY', 0, '2026-05-13', '2026-05-14'],
    ['TOMORROW', 0, '2026-05-15', '2026-05-16'],
    ['LAST_N_DAYS', 30, '2026-04-14', '2026-05-15'],
    ['NEXT_N_DAYS', 2, '2026-05-15', '2026-05-17'],
    ['N_DAYS_AGO', 3, '2026-05-11', '2026-05-12'],
    ['LAST_90_DAYS', 0, '2026-02-13', '2026-05-15'],
    ['THIS_WEEK', 0, '2026-05-10', '2026-05-17'],
    ['LAST_WEEK', 0, '2026-05-03', '2026-05-10'],
    ['NEXT_N_WEEKS', 2, '2026-05-17', '2026-05-31'],
    ['THIS_MONTH', 0, '2026-05-01', '2026-06-01'],
    ['NEXT_MONTH', 0, '2026-06-01', '2026-07-01'],
    ['LAST_N_MONTHS', 2, '2026-03-01', '2026-05-01'],
    ['THIS_QUARTER', 0, '2026-04-01', '2026-07-01'],
    ['LAST_QUARTER', 0, '2026-01-01', '2026-04-01'],
    ['THIS_YEAR', 0, '2026-01-01', '2027-01-01'],
    ['N_YEARS_AGO', 2, '2024-01-01', '2025-01-01'],
  ])('%s:%i is %s to %s', (name, count, start, end) => {
    expect(daysOf(name, count, '2026-05-14', SUNDAY)).toEqual({ start, end });
  });

  it('begins a week where the people begin it', () => {
    expect(daysOf('THIS_WEEK', 0, '2026-05-17', MONDAY).start).toBe('2026-05-11');
    expect(daysOf('THIS_WEEK', 0, '2026-05-17', SUNDAY).start).toBe('2026-05-17');
    expect([firstDayOfWeek('en_US'), firstDayOfWeek('de_DE'), firstDayOfWeek('no such')]).toEqual([7, 1, 7]);
  });

  it('stays a date for the largest counts', () => {
    for (const name of DATE_LITERAL_NAMES.keys())
      expect(Object.values(daysOf(name, 99_999, '2026-05-14', SUNDAY))).toEqual([
        expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      ]);
  });
});

describe('time zones', () => {
  it('knows whose day it is', () => {
    const instant = new Date('2026-01-01T02:30:00Z');
    expect(dayIn(instant, 'America/New_York')).toBe('2025-12-31');
    expect(dayIn(instant, 'Asia/Kolkata')).toBe('2026-01-01');
    expect(dayIn(instant, 'No/Where')).toBe('2026-01-01');
  });

  it('knows when a day begins, also around clock changes', () => {
    expect(startOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
    expect(startOfDay('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
    expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
    expect(startOfDay('2026-06-01', 'Asia/Kolkata')).toBe('2026-05-31T18:30:00.000Z');
  });
});
