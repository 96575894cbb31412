import type { FieldOptions } from '../fields/field-type.ts';
import { quoteText } from './identifier.ts';

/**
 * SQL that makes the values of one type into those of another, from the SQL of the old value. It says what the new
 * type's value check would say of the same text, is null where that refuses, and never fails: an index may hold it
 * while people write.
 */
export type ConvertSql = (value: string, options: FieldOptions) => string;

/** The value as it is. */
export const unchanged: ConvertSql = (value) => value;

/** Text of at most so many characters. */
export function textOf(longest: (options: FieldOptions) => number): ConvertSql {
  return (value, options) => where(`length(${value}) <= ${Math.trunc(longest(options))}`, value);
}

const ADDRESS = "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9!#$%&''*+/=?^_`{|}~.-]{1,64}(?<!\\.)@";
const DOMAIN = '(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$';

export const email: ConvertSql = (value) =>
  where(`length(${value}) <= 254 and ${value} ~ '${ADDRESS}${DOMAIN}'`, value);

/** A web address that is written whole: one without `https://` would have to be guessed. */
export const url: ConvertSql = (value) =>
  where(
    `length(${value}) <= 1000 and ${value} ~* '^https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?[.])*[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{1,4})?(?:[/?#][^\\s]*)?$'`,
    value,
  );

/** One of the values that the picklist lists, in this very spelling. */
export const choice: ConvertSql = (value, { values = [] }) => where(`${value} = any(${textArray(values)})`, value);

/** A list of one. */
export const choices: ConvertSql = (value, { values = [] }) =>
  where(`${value} = any(${textArray(values)})`, `array[${value}]::text[]`);

/** `a;b` as the list of both, where the picklist lists them. */
export const splitChoices: ConvertSql = (value, { values = [] }) => {
  const items = `string_to_array(${value}, ';')`;
  return where(
    `${items} <@ ${textArray(values)}`,
    `array(select distinct item collate "C" from unnest(${items}) as item order by 1)`,
  );
};

/** Those who have chosen one value. */
export const onlyChoice: ConvertSql = (value, options) =>
  `case when cardinality(${value}) = 1 then ${choice(`${value}[1]`, options)} end`;

/** An exact number within the digits that the field allows. */
export const number: ConvertSql = (value, options) => {
  const text = `btrim(${value})`;
  const isNumber = `length(${value}) <= 60 and ${text} ~ '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?$'`;
  return where(isNumber, numeric(`${text}::numeric`, options));
};

/** A number that is one already. */
export const numeric: ConvertSql = (value, { precision = 18, scale = 0 }) =>
  where(
    `abs(${value}) < 1e${Math.trunc(precision - scale)} and round(${value}, ${Math.trunc(scale)}) = ${value}`,
    value,
  );

export const checkbox: ConvertSql = (value) =>
  `case when lower(btrim(coalesce(${value}, ''))) in ('true', '1') then true ` +
  `when lower(btrim(coalesce(${value}, ''))) in ('false', '0', '') then false end`;

export const numberCheckbox: ConvertSql = (value) =>
  `case when ${value} = 1 then true when coalesce(${value}, 0) = 0 then false end`;

/** `2026-01-31`, where there is such a day. */
export const date: ConvertSql = (value) =>
  where(`btrim(${value}) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`, realDay(`btrim(${value})`, 'make_date', ''));

/** `2026-01-31T12:00:00Z`, or with another zone. */
export const dateTime: ConvertSql = (value) => {
  const text = `btrim(${value})`;
  const form =
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?(Z|z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$';
  const second = `replace(coalesce(substring(${text} from '^.{16}:([0-9]{2}([.,][0-9]{1,3})?)'), '0'), ',', '.')::double precision`;
  const time = `, substr(${text}, 12, 2)::integer, substr(${text}, 15, 2)::integer, ${second}`;
  const zone = `coalesce(substring(${text} from '([+-])[0-9]{2}:?[0-9]{2}$') || '1', '0')::integer`;
  const minutes =
    `(coalesce(substring(${text} from '[+-]([0-9]{2}):?[0-9]{2}$'), '0')::integer * 60` +
    ` + coalesce(substring(${text} from '[+-][0-9]{2}:?([0-9]{2})$'), '0')::integer)`;
  const local = realDay(text, 'make_timestamp', time);
  return where(`${text} ~ '${form}'`, `(${local} - make_interval(mins => ${zone} * ${minutes})) at time zone 'UTC'`);
};

/** Midnight in UTC. */
export const midnight: ConvertSql = (value) => `(${value}::timestamp at time zone 'UTC')`;

/** The day that it is in UTC. */
export const dayOf: ConvertSql = (value) => `(${value} at time zone 'UTC')::date`;

/** Values as text, in the form in which the API writes them. */
export const numberAsText: ConvertSql = (value) => `trim_scale(${value})::text`;
export const checkboxAsText: ConvertSql = (value) => `case when ${value} then 'true' else 'false' end`;
export const checkboxAsNumber: ConvertSql = (value) => `case when ${value} then 1 else 0 end::numeric`;
export const dateAsText: ConvertSql = (value) => `to_char(${value}, 'YYYY-MM-DD')`;
export const dateTimeAsText: ConvertSql = (value) =>
  `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
export const choicesAsText: ConvertSql = (value) => `array_to_string(${value}, ';')`;

/** One conversion after the other. */
export function via(first: ConvertSql, second: ConvertSql): ConvertSql {
  return (value, options) => second(`(${first(value, options)})`, options);
}

function where(condition: string, value: string): string {
  return `case when ${condition} then ${value} end`;
}

/** Checks month and day before PostgreSQL makes a date of them, since that fails on a day that does not exist. */
function realDay(text: string, make: string, time: string): string {
  const [year, month, day] = [`substr(${text}, 1, 4)`, `substr(${text}, 6, 2)`, `substr(${text}, 9, 2)`].map(
    (part) => `${part}::integer`,
  );
  const lastDay = `extract(day from make_date(${year}, ${month}, 1) + interval '1 month' - interval '1 day')`;
  return (
    `case when ${year} between 1700 and 4000 and ${month} between 1 and 12 then ` +
    `case when ${day} between 1 and ${lastDay} then ${make}(${year}, ${month}, ${day}${time}) end end`
  );
}

function textArray(values: readonly { readonly value: string }[]): string {
  return `array[${values.map(({ value }) => quoteText(value)).join(', ')}]::text[]`;
}
