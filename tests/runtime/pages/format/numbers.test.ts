import { expect, test } from 'vitest';
import { formatNumber, parseNumber } from '../../../../runtime/pages/format/numbers.ts';
import { readerOf } from '../../../../runtime/pages/format/reader.ts';

const reader = { locale: 'en-US', timeZone: 'UTC' };

test('numbers are grouped, with the decimals of their field', () => {
  expect(formatNumber(20450, reader)).toBe('20,450');
  expect(formatNumber('1234.5', reader, 2)).toBe('1,234.50');
  expect(formatNumber(0.1, reader)).toBe('0.1');
  expect(formatNumber(-3, reader, 0)).toBe('-3');
});

test('decimal strings keep the digits that a float would lose', () => {
  expect(formatNumber('1234567890123456.78', reader, 2)).toBe('1,234,567,890,123,456.78');
});

test.each([
  ['1,234.50', '1234.50'],
  ['+7', '7'],
  ['12.', '12'],
  [' 5 ', '5'],
  ['1,2', '1,2'],
  ['12x', '12x'],
  ['', ''],
])('%j is taken as %j', (typed, plain) => {
  expect(parseNumber(typed)).toBe(plain);
});

test('a locale or time zone that Intl does not know gives the default', () => {
  expect(readerOf('en_US', 'America/New_York')).toEqual({ locale: 'en-US', timeZone: 'America/New_York' });
  expect(readerOf('not a locale', 'Mars/Olympus')).toEqual({ locale: 'en-US', timeZone: 'UTC' });
});
