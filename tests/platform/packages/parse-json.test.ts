import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateJson, parseJson } from '../../../platform/packages/parse-json.ts';
import { width } from '../../support/width.ts';

describe('reading JSON', () => {
  it('gives what JSON.parse gives, for every sound text', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (text) => {
        fc.pre(!text.includes('__proto__') && !/\\u0000|\\ud[89a-f]/i.test(text));
        expect(parseJson(text)).toEqual({ value: JSON.parse(text), problems: [] });
      }),
    );
  });

  it('refuses what JSON.parse refuses, for texts with one character changed', () => {
    const changed = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('"', ',', ':', '{', ']', '\\', '0', ' ', 'e', '\n'));
    fc.assert(
      fc.property(changed, ([text, at, character]) => {
        const index = at % text.length;
        const broken = text.slice(0, index) + character + text.slice(index + 1);
        // A number beyond a double's range is refused here, and Infinity there.
        fc.pre(!broken.includes('__proto__') && !/[eE]\+?\d{3}/.test(broken));
        const isSound = parses(broken);
        expect(parseJson(broken).value !== undefined).toBe(isSound);
      }),
      { numRuns: width(500, 20_000) },
    );
  });

  it('tells of a number that would not stay what it is', () => {
    const text = '{\n  "a": 1,\n  "b": 1234567890123456.78\n}';
    expect(parseJson(text).problems).toEqual([
      expect.objectContaining({
        code: 'INEXACT_NUMBER',
        found: '1234567890123456.78',
        expected: '"1234567890123456.78" in double quotes',
        pointer: '/b',
        ...{ line: 3, column: 8 },
      }),
    ]);
    for (const number of ['12345678901234567890', '0.12345678901234567890', '1e-400', '-9007199254740993'])
      expect(parseJson(number).problems, number).toMatchObject([{ code: 'INEXACT_NUMBER' }]);
    for (const number of ['-0', '0.0', '1.50', '15e-1', '1E+3', '100000000000000000000000', '0.1', '5e-324', '0e999'])
      expect(parseJson(number).problems, number).toEqual([]);
  });

  it('tells line and column of a fault', () => {
    expect(parseJson('{\n  "a": 1,\n  "b": tru\n}').problems).toEqual([
      expect.objectContaining({ code: 'MALFORMED_JSON', line: 3, column: 8, pointer: '/b' }),
    ]);
  });

  it('refuses texts nested too deep instead of running out of stack', () => {
    expect(parseJson('['.repeat(100_000)).problems).toEqual([expect.objectContaining({ code: 'MALFORMED_JSON' })]);
  });

  it('finds the place of a value, or of the nearest thing around it', () => {
    const text = '{\n  "a": {\n    "b/c": [1,\n      2]\n  }\n}';
    expect(locateJson(text, '/a/b~1c')).toEqual({ line: 3, column: 5 });
    expect(locateJson(text, '/a/b~1c/1')).toEqual({ line: 4, column: 7 });
    expect(locateJson(text, '/a/missing/deeper')).toEqual({ line: 2, column: 3 });
    expect(locateJson(text, '')).toEqual({ line: 1, column: 1 });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
