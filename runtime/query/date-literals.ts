/** A stretch of days: from `start` to the day before `end`, as ISO dates. */
export interface DayRange {
  readonly start: string;
  readonly end: string;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
const UNITS: readonly Unit[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];

/** SOQL's date literals and whether a `:n` follows. */
export const DATE_LITERAL_NAMES: ReadonlyMap<string, 'none' | 'count'> = new Map<string, 'none' | 'count'>([
  ...['YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS'].map((name) => [name, 'none'] as const),
  ...UNITS.slice(1).flatMap((unit) => ['LAST', 'THIS', 'NEXT'].map((which) => [`${which}_${unit}`, 'none'] as const)),
  ...UNITS.flatMap((unit) =>
    [`LAST_N_${unit}S`, `NEXT_N_${unit}S`, `N_${unit}S_AGO`].map((name) => [name, 'count'] as const),
  ),
]);

/** The days that a literal means on `today`; `firstDayOfWeek` is 1 for Monday to 7 for Sunday. */
export function daysOf(name: string, count: number, today: string, firstDayOfWeek: number): DayRange {
  const { unit, from, to } = offsetsOf(name, count);
  const start = startOf(unit, parseDay(today), firstDayOfWeek);
  return { start: isoDay(add(start, unit, from)), end: isoDay(add(start, unit, to)) };
}

/** Which units a literal spans, counted from the one that holds today; `to` is the first no longer in it. */
function offsetsOf(name: string, count: number): { unit: Unit; from: number; to: number } {
  const unit = UNITS.find((candidate) => new RegExp(`(^|_)${candidate}`).test(name)) ?? 'DAY';
  const n = name.includes('_90_') ? 90 : count;
  if (name === 'YESTERDAY') return { unit, from: -1, to: 0 };
  if (name === 'TOMORROW') return { unit, from: 1, to: 2 };
  if (name === 'TODAY' || name.startsWith('THIS_')) return { unit, from: 0, to: 1 };
  if (name.endsWith('_AGO')) return { unit, from: -n, to: 1 - n };
  const isMany = /_(?:N|90)_/.test(name);
  // The last n days reach into today; the last n weeks, months, quarters and years end with the one before.
  if (name.startsWith('LAST_')) return { unit, from: isMany ? -n : -1, to: isMany && unit === 'DAY' ? 1 : 0 };
  return { unit, from: 1, to: isMany ? n + 1 : 2 };
}

function startOf(unit: Unit, day: Date, firstDayOfWeek: number): Date {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  switch (unit) {
    case 'DAY':
      return day;
    case 'WEEK':
      return add(day, 'DAY', -((day.getUTCDay() - firstDayOfWeek + 7) % 7));
    case 'MONTH':
      return utc(year, month, 1);
    case 'QUARTER':
      return utc(year, month - (month % 3), 1);
    case 'YEAR':
      return utc(year, 0, 1);
  }
}

function add(day: Date, unit: Unit, count: number): Date {
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  switch (unit) {
    case 'DAY':
      return utc(year, month, date + count);
    case 'WEEK':
      return utc(year, month, date + 7 * count);
    case 'MONTH':
      return utc(year, month + count, date);
    case 'QUARTER':
      return utc(year, month + 3 * count, date);
    case 'YEAR':
      return utc(year + count, month, date);
  }
}

function utc(year: number, month: number, date: number): Date {
  const day = new Date(0);
  day.setUTCFullYear(year, month, date);
  return day;
}

function parseDay(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

/** PostgreSQL's dates run from 4713 BC to beyond JavaScript's; what lies outside four digits is clamped. */
function isoDay(day: Date): string {
  const year = day.getUTCFullYear();
  if (!(year >= 1)) return '0001-01-01';
  return year > 9999 ? '9999-12-31' : day.toISOString().slice(0, 10);
}
