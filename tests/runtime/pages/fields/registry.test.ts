import { describe, expect, test } from 'vitest';
import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../../../platform/fields/field-type.ts';
import type { FieldInfo, Json } from '../../../../runtime/client/api.ts';
import type { Draft } from '../../../../runtime/pages/fields/field-control.ts';
import { fieldControls } from '../../../../runtime/pages/fields/registry.ts';
import { field, READER } from '../support.ts';

const values = [
  { value: 'A', label: 'First', isActive: true },
  { value: 'B', label: 'Second', isActive: true },
  { value: 'C', label: 'Third', isActive: false },
];

/** A value of each type as the server tells it, its draft, and how it reads. */
const EXAMPLES: Readonly<
  Record<FieldTypeName, { value: Json; draft: Draft; text: string; more?: Partial<FieldInfo>; display?: string }>
> = {
  Text: { value: 'Ann', draft: 'Ann', text: 'Ann', more: { length: 20 } },
  LongText: { value: 'a\nb', draft: 'a\nb', text: 'a\nb', more: { length: 200 } },
  Number: { value: 1234.5, draft: '1234.5', text: '1,234.50', more: { precision: 8, scale: 2 } },
  Percent: { value: 12.5, draft: '12.5', text: '12.5%', more: { precision: 5, scale: 1 } },
  Checkbox: { value: true, draft: true, text: 'Yes' },
  Date: { value: '2026-01-31', draft: '01/31/2026', text: 'Jan 31, 2026' },
  DateTime: { value: '2026-01-31T19:05:00.000Z', draft: '2026-01-31T14:05', text: 'Jan 31, 2026, 2:05 PM' },
  Picklist: { value: 'B', draft: 'B', text: 'Second', more: { values } },
  MultiPicklist: { value: 'A;C', draft: ['A', 'C'], text: 'First, Third', more: { values } },
  Email: { value: 'a@b.example', draft: 'a@b.example', text: 'a@b.example' },
  Phone: { value: '(555) 010-2030', draft: '(555) 010-2030', text: '(555) 010-2030' },
  Url: { value: 'https://a.example/b', draft: 'https://a.example/b', text: 'https://a.example/b' },
  AutoNumber: { value: 'R-0001', draft: 'R-0001', text: 'R-0001' },
  Lookup: { value: '001000000000001AAA', draft: '001000000000001AAA', text: 'Acme', display: 'Acme' },
  MasterDetail: { value: '001000000000001AAA', draft: '001000000000001AAA', text: 'Acme', display: 'Acme' },
};

describe.each(FIELD_TYPE_NAMES)('%s', (type) => {
  const control = fieldControls[type];
  const { value, draft, text, more = {}, display } = EXAMPLES[type];
  const info = field('X__c', type, more);

  test('holds a value as a draft that can be edited', () => {
    expect(control.toDraft(value, READER)).toEqual(draft);
  });

  test('sends back what the server told', () => {
    expect(control.fromDraft(draft, READER)).toEqual(value);
  });

  test('finds nothing wrong with it', () => {
    if (type !== 'AutoNumber') expect(control.check(draft, info, READER)).toBeUndefined();
  });

  test('shows it as people read it', () => {
    const cell = display === undefined ? { value } : { value, display };
    expect(control.text(cell, info, READER).replace(/\s/g, ' ')).toBe(text.replace(/\s/g, ' '));
  });

  test('sends blank as null, or as not ticked', () => {
    const blank = control.toDraft(null, READER);
    expect(control.fromDraft(blank, READER)).toBe(type === 'Checkbox' ? false : null);
  });
});

test.each<[FieldTypeName, Draft, Partial<FieldInfo>, RegExp]>([
  ['Text', 'x'.repeat(21), { length: 20 }, /too large/],
  ['Number', '12x', { precision: 8, scale: 2 }, /number/],
  ['Percent', 'half', { precision: 5, scale: 1 }, /number/],
  ['Date', '13/45/2026', {}, /month\/day\/year/],
  ['DateTime', '2026-01-31', {}, /date and a time/],
  ['Email', 'nonsense', {}, /email/],
  ['Url', 'javascript:alert(1)', {}, /./],
  ['Lookup', '?somebody', {}, /choose a record from the list for “somebody”/],
])('%s explains what is wrong with %j', (type, draft, more, message) => {
  expect(fieldControls[type].check(draft, field('X__c', type, more), READER)).toMatch(message);
});

test('numbers are taken as people type them', () => {
  const { fromDraft, check } = fieldControls.Number;
  expect(fromDraft('1,234.50', READER)).toBe(1234.5);
  expect(fromDraft('1234567890123456.78', READER)).toBe('1234567890123456.78');
  expect(check('1,234', field('N__c', 'Number', { precision: 8, scale: 0 }), READER)).toBeUndefined();
  expect(fieldControls.Percent.fromDraft('12.5 %', READER)).toBe(12.5);
});

test('a lookup whose record may not be told shows no id', () => {
  expect(
    fieldControls.Lookup.text({ value: '001000000000001AAA', display: null }, field('L__c', 'Lookup'), READER),
  ).toBe('Not available');
});
