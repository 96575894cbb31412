import { describe, expect, it } from 'vitest';
import type { FieldOptions, FieldTypeName } from '../../../platform/fields/field-type.ts';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';

const CHOICES: FieldOptions = {
  values: [
    { value: 'North', label: 'North', order: 1, isActive: true, isDefault: false },
    { value: 'East', label: 'East', order: 2, isActive: true, isDefault: false },
    { value: 'Old', label: 'Old', order: 3, isActive: false, isDefault: false },
  ],
};
const MONEY: FieldOptions = { precision: 6, scale: 2 };

/** Type, options, what came from outside, what is stored, and the JSON that goes out where it differs. */
const ACCEPTED: readonly [FieldTypeName, FieldOptions, unknown, unknown, unknown?][] = [
  ['Text', { length: 5 }, ' abc ', 'abc'],
  ['Text', { length: 2 }, '🙂🙂', '🙂🙂'],
  ['LongText', {}, ' two\nlines ', ' two\nlines '],
  ['Number', MONEY, '5', '5', 5],
  ['Number', MONEY, 1234.5, '1234.5', 1234.5],
  ['Number', MONEY, '-0012.50', '-12.5', -12.5],
  ['Number', MONEY, '1.2e3', '1200', 1200],
  ['Number', { precision: 18, scale: 0 }, '999999999999999999', '999999999999999999', 1e18],
  ['Number', { precision: 18, scale: 17 }, '0.12345678901234567', '0.12345678901234567', Number('0.12345678901234567')],
  ['Percent', {}, '45.5', '45.5', 45.5],
  ['Checkbox', {}, 'TRUE', true],
  ['Checkbox', {}, 'false', false],
  ['Checkbox', {}, '0', false],
  ['Checkbox', {}, null, false],
  ['Date', {}, '2024-02-29', '2024-02-29'],
  ['DateTime', {}, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000+0000'],
  ['DateTime', {}, '2026-01-01T00:00:00.1234-0500', '2026-01-01T05:00:00.123Z', '2026-01-01T05:00:00.123+0000'],
  ['DateTime', {}, '2026-01-01T00:00+01:00', '2025-12-31T23:00:00.000Z', '2025-12-31T23:00:00.000+0000'],
  ['Picklist', CHOICES, 'North', 'North'],
  ['Picklist', CHOICES, 'north', 'North'],
  ['MultiPicklist', CHOICES, 'North; East;North', ['East', 'North'], 'North;East'],
  ['MultiPicklist', CHOICES, ['East'], ['East'], 'East'],
  ['Email', {}, ' a.b+c@example.org ', 'a.b+c@example.org'],
  ['Phone', {}, '(555) 123-4567 x 12', '(555) 123-4567 x 12'],
  ['Url', {}, 'http://example.org/a?b#c', 'http://example.org/a?b#c'],
  ['Url', {}, 'www.example.org', 'https://www.example.org'],
  ['Lookup', {}, '001D000000IqhSL', '001D000000IqhSLIAZ'],
  ['MasterDetail', {}, '001D000000IqhSLIAZ', '001D000000IqhSLIAZ'],
];

const REFUSED: readonly [FieldTypeName, FieldOptions, unknown, string][] = [
  ['Text', { length: 3 }, 'abcd', 'STRING_TOO_LONG'],
  ['Text', {}, 5, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Text', {}, { a: 1 }, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Text', {}, 'a\u0000b', 'INVALID_TEXT'],
  ['LongText', {}, 'half \ud800', 'INVALID_TEXT'],
  ['Number', MONEY, '1.234', 'NUMBER_OUTSIDE_VALID_RANGE'],
  ['Number', MONEY, 12345, 'NUMBER_OUTSIDE_VALID_RANGE'],
  ['Number', { precision: 18, scale: 0 }, 2 ** 60, 'NUMBER_OUTSIDE_VALID_RANGE'],
  ['Number', MONEY, '1,000', 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Number', MONEY, Number.NaN, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Number', MONEY, true, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Number', MONEY, '1e999999', 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Checkbox', {}, 'yes!', 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Checkbox', {}, 2, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Date', {}, '2025-02-29', 'INVALID_DATE'],
  ['Date', {}, '2025-2-9', 'INVALID_DATE'],
  ['Date', {}, '1699-12-31', 'INVALID_DATE'],
  ['Date', {}, 20250101, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['DateTime', {}, '2026-01-01T00:00:00', 'INVALID_DATE_TIME'],
  ['DateTime', {}, '2026-01-01T24:00:00Z', 'INVALID_DATE_TIME'],
  ['DateTime', {}, '2026-02-30T00:00:00Z', 'INVALID_DATE_TIME'],
  ['DateTime', {}, '2026-01-01', 'INVALID_DATE_TIME'],
  ['Picklist', CHOICES, 'South', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
  ['Picklist', CHOICES, 'Old', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
  ['MultiPicklist', CHOICES, 'North;South', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
  ['MultiPicklist', CHOICES, [1], 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
  ['Email', {}, 'a@b', 'INVALID_EMAIL_ADDRESS'],
  ['Email', {}, 'a b@c.org', 'INVALID_EMAIL_ADDRESS'],
  ['Phone', {}, '5'.repeat(41), 'STRING_TOO_LONG'],
  ['Url', {}, 'javascript:alert(1)', 'INVALID_URL'],
  ['Url', {}, 'https://', 'INVALID_URL'],
  ['AutoNumber', {}, 'A-1', 'INVALID_FIELD_FOR_INSERT_UPDATE'],
  ['Lookup', {}, '001D000000IqhSLIAA', 'MALFORMED_ID'],
  ['Lookup', {}, 'nobody', 'MALFORMED_ID'],
];

describe('a value from outside', () => {
  it.each(ACCEPTED)('of type %s with %j: %j is stored as %j', (name, options, given, stored, json = stored) => {
    const type = fieldTypes[name];
    const parsed = type.parse(given, options, 'The field');
    expect(parsed).toEqual({ ok: true, value: stored });
    expect(type.toJson(stored, options)).toEqual(json);
    expect(type.fromColumn(stored)).toEqual(stored);
  });

  it.each(REFUSED)('of type %s with %j: %j is refused as %4$s', (name, options, given, errorCode) => {
    const parsed = fieldTypes[name].parse(given, options, 'The field');
    expect(parsed).toMatchObject({ ok: false, errorCode });
    expect(parsed.ok ? '' : parsed.message).toContain('The field');
  });

  it.each(FIELD_TYPE_NAMES.filter((name) => name !== 'Checkbox' && name !== 'AutoNumber'))(
    'of type %s is blank when empty',
    (name) => {
      for (const given of ['', '  ', null, undefined])
        expect(fieldTypes[name].parse(given, CHOICES, 'F')).toEqual({ ok: true, value: null });
      expect(fieldTypes[name].toJson(null, {})).toBeNull();
    },
  );
});

describe('a value as the database returns it', () => {
  it.each<[FieldTypeName, unknown, unknown]>([
    ['Number', '5.50', '5.5'],
    ['Number', '0.00', '0'],
    ['Date', new Date(2026, 0, 31), '2026-01-31'],
    ['DateTime', new Date(Date.UTC(2026, 0, 31, 12)), '2026-01-31T12:00:00.000Z'],
    ['MultiPicklist', ['b', 'a'], ['a', 'b']],
    ['MultiPicklist', [], null],
    ['Checkbox', null, false],
  ])('of type %s becomes canonical', (name, column, stored) => {
    expect(fieldTypes[name].fromColumn(column)).toEqual(stored);
  });
});

describe('a column', () => {
  it.each<[FieldTypeName, string]>([
    ['Text', 'text'],
    ['Number', 'numeric'],
    ['Percent', 'numeric'],
    ['Checkbox', 'boolean'],
    ['Date', 'date'],
    ['DateTime', 'timestamptz'],
    ['MultiPicklist', 'text[]'],
    ['Lookup', 'text COLLATE "C"'],
  ])('of %s is %s', (name, column) => {
    expect(fieldTypes[name].columnType).toBe(column);
  });
});
