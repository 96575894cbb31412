import type { FieldTypeName } from '../fields/field-type.ts';
import type { FieldDef } from '../layers/model.ts';
import type { AllocatedColumn } from './physical.ts';

/** What a field of each type may become with its values kept: every value of the one is a value of the other. */
const CONVERTIBLE: Readonly<Record<FieldTypeName, readonly FieldTypeName[]>> = {
  Text: ['LongText', 'Email', 'Phone', 'Url'],
  LongText: ['Text', 'Email', 'Phone', 'Url'],
  Email: ['Text', 'LongText'],
  Phone: ['Text', 'LongText'],
  Url: ['Text', 'LongText'],
  Picklist: ['Text', 'LongText'],
  AutoNumber: ['Text', 'LongText'],
  Number: ['Percent'],
  Percent: ['Number'],
  Checkbox: [],
  Date: [],
  DateTime: [],
  MultiPicklist: [],
  Lookup: ['MasterDetail'],
  MasterDetail: ['Lookup'],
};

/** Types that a field of `type` may become without losing values. */
export function conversionsOf(type: FieldTypeName): readonly FieldTypeName[] {
  return CONVERTIBLE[type];
}

/** Whether a field as it is to be can go on using the column that was made for it. */
export function keepsColumn(column: AllocatedColumn, field: Pick<FieldDef, 'type' | 'references'>): boolean {
  if (column.type !== field.type && !CONVERTIBLE[column.type].includes(field.type)) return false;
  return column.references === field.references;
}
