import { expect, it } from 'vitest';
import { formatAutoNumber } from '../../../platform/fields/auto-number.ts';

it('An auto number takes the form of its field, and more digits where it needs them', () => {
  expect(formatAutoNumber('A-{0000}', 42)).toBe('A-0042');
  expect(formatAutoNumber('{00}/X', 12345n)).toBe('12345/X');
  expect(formatAutoNumber('$&-{0}', 7)).toBe('$&-7');
});
