import { autoNumber } from './auto-number.ts';
import { checkbox } from './checkbox.ts';
import { date } from './date.ts';
import { dateTime } from './date-time.ts';
import { email } from './email.ts';
import type { FieldType, FieldTypeName } from './field-type.ts';
import { longText } from './long-text.ts';
import { lookup } from './lookup.ts';
import { masterDetail } from './master-detail.ts';
import { multiPicklist } from './multi-picklist.ts';
import { number } from './number.ts';
import { percent } from './percent.ts';
import { phone } from './phone.ts';
import { picklist } from './picklist.ts';
import { text } from './text.ts';
import { url } from './url.ts';

/** The only registry of field types. */
export const fieldTypes: Readonly<Record<FieldTypeName, FieldType>> = {
  Text: text,
  LongText: longText,
  Number: number,
  Percent: percent,
  Checkbox: checkbox,
  Date: date,
  DateTime: dateTime,
  Picklist: picklist,
  MultiPicklist: multiPicklist,
  Email: email,
  Phone: phone,
  Url: url,
  AutoNumber: autoNumber,
  Lookup: lookup,
  MasterDetail: masterDetail,
};
