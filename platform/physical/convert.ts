import type { FieldOptions, FieldTypeName } from '../fields/field-type.ts';
import type { FieldDef } from '../layers/model.ts';
import * as sql from './convert-sql.ts';
import type { AllocatedColumn } from './physical.ts';

/** What a field may do with its values when it becomes another type. */
export type Conversion =
  /** Every value of the one is a value of the other. */
  | { readonly verdict: 'allowed' }
  /** Where every value passes. Values that stay as they are keep their column; others are made in a new one. */
  | {
      readonly verdict: 'checked';
      readonly column: 'kept' | 'new';
      readonly value: sql.ConvertSql;
      /** What an offending value is not: "a number". */
      readonly expected: string;
      /** Says which values come over in part only, and what they leave behind: "the time of day". */
      readonly loses?: { readonly what: string; readonly where: (value: string) => string };
    }
  | { readonly verdict: 'refused'; readonly reason: string };

/** What becomes of the values of a field of one type that is to be of another. */
export function conversionOf(from: FieldTypeName, to: FieldTypeName): Conversion {
  return CONVERSIONS[from][to];
}

/** Types that a field of `type` can become with its values, some only where every value passes. */
export function conversionsOf(type: FieldTypeName): readonly FieldTypeName[] {
  const names = Object.keys(CONVERSIONS[type]) as FieldTypeName[]; // the table has a column for each type
  return names.filter((to) => to !== type && conversionOf(type, to).verdict !== 'refused');
}

/** Whether a field as it is to be can go on using the column that was made for it. */
export function keepsColumn(column: AllocatedColumn, field: Pick<FieldDef, 'type' | 'references'>): boolean {
  const conversion = conversionOf(column.type, field.type);
  if (conversion.verdict === 'refused' || column.references !== field.references) return false;
  return conversion.verdict === 'allowed' || conversion.column === 'kept';
}

const KEPT: Conversion = { verdict: 'allowed' };

function passing(value: sql.ConvertSql, expected: string): Conversion {
  return { verdict: 'checked', column: 'kept', value, expected };
}

function made(value: sql.ConvertSql, expected: string): Conversion {
  return { verdict: 'checked', column: 'new', value, expected };
}

function no(reason: string): Conversion {
  return { verdict: 'refused', reason };
}

const lengthOf = ({ length = 255 }: FieldOptions) => length;
const shortText = sql.textOf(lengthOf);
const phone = sql.textOf(() => 40);
const asText = (text: sql.ConvertSql) => made(sql.via(text, shortText), 'short enough');
const asPhone = (text: sql.ConvertSql) => made(sql.via(text, phone), 'short enough');
const asChoice = (text: sql.ConvertSql) => made(sql.via(text, sql.choice), 'a value of the picklist');
const asChoices = (text: sql.ConvertSql) => made(sql.via(text, sql.choices), 'a value of the picklist');

const SHORT = passing(shortText, 'short enough');
const PHONE = passing(phone, 'short enough');
const EMAIL = passing(sql.email, 'an e-mail address');
const URL = passing(sql.url, 'a web address that begins with https:// or http://');
const CHOICE = passing(sql.choice, 'a value of the picklist');
const CHOICES = made(sql.choices, 'a value of the picklist');
const SPLIT = made(sql.splitChoices, 'a list of values of the picklist');
const NUMBER = made(sql.number, 'a number of as many digits as the field allows');
const CHECKBOX = made(sql.checkbox, 'true or false');
const DATE = made(sql.date, 'a date such as 2026-01-31');
const DATE_TIME = made(sql.dateTime, 'a date and time such as 2026-01-31T12:00:00Z');

const GIVEN = no('an auto number is given by the engine; a new field of that type numbers the records that are there');
const REFERENCE = no('a reference needs the id of a record');
const NO_TEXT = no('these values are no such text');
const NO_NUMBER = no('these values are no numbers');
const NO_DATE = no('these values are no dates');
const NO_FLAG = no('these values are neither true nor false');
const NO_CHOICE = no('these values are no words that a picklist could list');

/** The first four of what text can become are taken by everything that is stored as text. */
const FROM_TEXT = { Number: NUMBER, Percent: NUMBER, Checkbox: CHECKBOX, Date: DATE, DateTime: DATE_TIME } as const;
const TEXT_TARGETS = { ...FROM_TEXT, Picklist: CHOICE, MultiPicklist: SPLIT, AutoNumber: GIVEN } as const;
const NO_REFERENCE = { Lookup: REFERENCE, MasterDetail: REFERENCE } as const;

/** The table over all pairs: a row per type as it is, a column per type that it is to become. */
const CONVERSIONS: Readonly<Record<FieldTypeName, Readonly<Record<FieldTypeName, Conversion>>>> = {
  Text: { ...TEXT_TARGETS, ...NO_REFERENCE, Text: KEPT, LongText: KEPT, Email: EMAIL, Phone: PHONE, Url: URL },
  LongText: { ...TEXT_TARGETS, ...NO_REFERENCE, Text: SHORT, LongText: KEPT, Email: EMAIL, Phone: PHONE, Url: URL },
  Email: { ...TEXT_TARGETS, ...NO_REFERENCE, Text: KEPT, LongText: KEPT, Email: KEPT, Phone: PHONE, Url: URL },
  Phone: { ...TEXT_TARGETS, ...NO_REFERENCE, Text: KEPT, LongText: KEPT, Email: EMAIL, Phone: KEPT, Url: URL },
  Url: { ...TEXT_TARGETS, ...NO_REFERENCE, Text: SHORT, LongText: KEPT, Email: EMAIL, Phone: PHONE, Url: KEPT },
  Picklist: {
    ...{ ...TEXT_TARGETS, ...NO_REFERENCE, Text: KEPT, LongText: KEPT, Email: EMAIL, Phone: PHONE, Url: URL },
    Picklist: KEPT,
    MultiPicklist: CHOICES,
  },
  AutoNumber: {
    ...{ ...TEXT_TARGETS, ...NO_REFERENCE, Text: KEPT, LongText: KEPT, Email: EMAIL, Phone: PHONE, Url: URL },
    AutoNumber: KEPT,
  },
  Number: fromNumber(),
  Percent: fromNumber(),
  Checkbox: {
    ...{ ...NO_REFERENCE, AutoNumber: GIVEN, Checkbox: KEPT, Date: NO_DATE, DateTime: NO_DATE },
    ...{ Email: NO_TEXT, Phone: NO_TEXT, Url: NO_TEXT },
    Text: asText(sql.checkboxAsText),
    LongText: asText(sql.checkboxAsText),
    Number: made(sql.via(sql.checkboxAsNumber, sql.numeric), 'a number of as many digits as the field allows'),
    Percent: made(sql.via(sql.checkboxAsNumber, sql.numeric), 'a number of as many digits as the field allows'),
    Picklist: asChoice(sql.checkboxAsText),
    MultiPicklist: asChoices(sql.checkboxAsText),
  },
  Date: {
    ...{ ...NO_REFERENCE, AutoNumber: GIVEN, Date: KEPT, Number: NO_NUMBER, Percent: NO_NUMBER, Checkbox: NO_FLAG },
    ...{ Email: NO_TEXT, Phone: NO_TEXT, Url: NO_TEXT, Picklist: NO_CHOICE, MultiPicklist: NO_CHOICE },
    Text: asText(sql.dateAsText),
    LongText: asText(sql.dateAsText),
    DateTime: made(sql.midnight, 'a date'),
  },
  DateTime: {
    ...{ ...NO_REFERENCE, AutoNumber: GIVEN, DateTime: KEPT, Number: NO_NUMBER, Percent: NO_NUMBER },
    ...{
      Checkbox: NO_FLAG,
      Picklist: NO_CHOICE,
      MultiPicklist: NO_CHOICE,
      Email: NO_TEXT,
      Phone: NO_TEXT,
      Url: NO_TEXT,
    },
    Text: asText(sql.dateTimeAsText),
    LongText: asText(sql.dateTimeAsText),
    Date: {
      ...{ verdict: 'checked', column: 'new', value: sql.dayOf, expected: 'a date and time' },
      loses: { what: 'the time of day', where: (value) => `${value} <> ${sql.midnight(sql.dayOf(value, {}), {})}` },
    },
  },
  MultiPicklist: {
    ...{ ...NO_REFERENCE, AutoNumber: GIVEN, MultiPicklist: KEPT, Number: NO_NUMBER, Percent: NO_NUMBER },
    ...{ Checkbox: NO_FLAG, Date: NO_DATE, DateTime: NO_DATE, Email: NO_TEXT, Phone: NO_TEXT, Url: NO_TEXT },
    Text: asText(sql.choicesAsText),
    LongText: asText(sql.choicesAsText),
    Picklist: made(sql.onlyChoice, 'a single value of the picklist'),
  },
  Lookup: { ...fromReference(), Lookup: KEPT, MasterDetail: KEPT },
  MasterDetail: { ...fromReference(), Lookup: KEPT, MasterDetail: KEPT },
};

function fromNumber() {
  return {
    ...{ ...NO_REFERENCE, AutoNumber: GIVEN, Number: KEPT, Percent: KEPT, Date: NO_DATE, DateTime: NO_DATE },
    ...{ Email: NO_TEXT, Url: NO_TEXT },
    Text: asText(sql.numberAsText),
    LongText: asText(sql.numberAsText),
    Phone: asPhone(sql.numberAsText),
    Checkbox: made(sql.numberCheckbox, '0 or 1'),
    Picklist: asChoice(sql.numberAsText),
    MultiPicklist: asChoices(sql.numberAsText),
  };
}

function fromReference() {
  return {
    ...{ AutoNumber: GIVEN, Number: NO_NUMBER, Percent: NO_NUMBER, Date: NO_DATE, DateTime: NO_DATE },
    ...{
      Checkbox: NO_FLAG,
      Picklist: NO_CHOICE,
      MultiPicklist: NO_CHOICE,
      Email: NO_TEXT,
      Phone: NO_TEXT,
      Url: NO_TEXT,
    },
    Text: asText(sql.unchanged),
    LongText: asText(sql.unchanged),
  };
}
