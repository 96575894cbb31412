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
