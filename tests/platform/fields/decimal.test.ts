import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, parseDecimal } from '../../../platform/fields/decimal.ts';

describe('exact decimals', () => {
  it('order scaled integers as the integers are ordered', () => {
    const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 6 }));
    fc.assert(
      fc.property(scaled, scaled, ([a, scaleA], [b, scaleB]) => {
        const [left, right] = [a * 10n ** BigInt(scaleB), b * 10n ** BigInt(scaleA)];
        const expected = left < right ? -1 : left > right ? 1 : 0;
        expect(compareDecimals(decimal(`${a}e-${scaleA}`), decimal(`${b}e-${scaleB}`))).toBe(expected);
      }),
    );
  });

  it('write every finite number so that it reads back as the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = decimal(String(number));
        expect(Number(text)).toBe(number === 0 ? 0 : number);
        expect(parseDecimal(text)).toBe(text);
      }),
    );
  });
});

function decimal(text: string): string {
  return parseDecimal(text) ?? expect.fail(`${text} is a number`);
}
