/** The calendar day, as ISO date, that an instant falls on in a time zone. */
export function dayIn(instant: Date, timeZone: string): string {
  const second = Math.floor(instant.getTime() / 1000);
  const known = lastDays.get(timeZone);
  if (known?.second === second) return known.day;
  const day = new Date(instant.getTime() + offsetAt(instant, timeZone)).toISOString().slice(0, 10);
  if (lastDays.size < MAX_ZONES) lastDays.set(timeZone, { second, day });
  return day;
}

/** Every query asks for today, hundreds of times in a second. */
const lastDays = new Map<string, { readonly second: number; readonly day: string }>();

/** More than there are time zones; names that are none must not fill the memory. */
const MAX_ZONES = 1000;

/** The instant, as ISO date-time in UTC, at which a day begins in a time zone. */
export function startOfDay(day: string, timeZone: string): string {
  // Calendars of the first century have no offsets worth telling, and `Date.UTC` takes such years for 19xx.
  if (day < '0100-01-01') return `${day}T00:00:00.000Z`;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Around a clock change the offset before the guess may differ from the one after it: a second look settles it.
  const guess = midnight - offsetAt(new Date(midnight), timeZone);
  return new Date(midnight - offsetAt(new Date(guess), timeZone)).toISOString();
}

/** First day of the week, 1 for Monday to 7 for Sunday, where people write `locale` (such as `en_US`). */
export function firstDayOfWeek(locale: string): number {
  try {
    const info = new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number };
    };
    return info.getWeekInfo?.().firstDay ?? 7;
  } catch {
    return 7; // A locale that nobody knows reads as Salesforce's default, en_US.
  }
}

/** Milliseconds that clocks in the zone are ahead of UTC. */
function offsetAt(instant: Date, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant.getTime() / 1000) * 1000;
}

/** Making a format takes longer than a query of one record; there are as many as there are time zones in use. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? newFormat(timeZone);
  if (formats.size < MAX_ZONES) formats.set(timeZone, format);
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const options = {
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}
