import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern, compilePattern, isLike } from '../../../platform/expressions/pattern.ts';
import { width } from '../../support/width.ts';

describe('a pattern', () => {
  it('means what the regular expression means', () => {
    const atom = fc.constantFrom('a', 'b', '[ab0]', '[^a]', '.', '\\d', '\\w', '\\s', '\\S', '\\.', '[\\w-]', '[^\\s]');
    const times = fc.constantFrom('', '', '?', '*', '+', '{2}', '{1,2}', '{0,}');
    const body = fc.array(fc.tuple(atom, times), { minLength: 1, maxLength: 5 }).map((parts) => parts.flat().join(''));
    const pattern = fc.tuple(fc.constantFrom('', '^'), body, fc.constantFrom('', '$')).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '-', '.', ' ', '\n', 'é', '🙂'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (source, tried) => {
        expect(checkPattern(source)).toBeUndefined();
        expect(compilePattern(source).test(tried)).toBe(new RegExp(source, 'u').test(tried));
      }),
      { numRuns: width(2000, 50_000) },
    );
  });

  it.each([
    '',
    '(a)',
    'a|b',
    '\\1',
    '[z-a]',
    'a{300}',
    'a{3,2}',
    'a**',
    '[[:alpha:]]',
    'a'.repeat(201),
    '[a]{255}'.repeat(5),
  ])('is refused: %s', (source) => {
    expect(checkPattern(source)).toBeTruthy();
  });

  it.each(['a*a*a*a*b', 'a?'.repeat(20) + 'a'.repeat(20), '(a*)*b'.replaceAll(/[()]/g, '').replace('**', '*')])(
    'cannot be made slow: %s',
    (source) => {
      const start = performance.now();
      compilePattern(source).test('a'.repeat(50_000));
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );
});

describe('LIKE', () => {
  it.each<[string, string, boolean]>([
    ['abc', 'a%c', true],
    ['abc', '_b_', true],
    ['abc', 'ab', false],
    ['a%c', 'a\\%c', true],
    ['abc', 'a\\%c', false],
    ['', '%', true],
    ['', '_', false],
    ['a\nb', 'a%b', true],
    ['🙂', '_', true],
    ['aXbXc', '%X_', true],
  ])('%j is like %j: %s', (text, pattern, expected) => {
    expect(isLike(text, pattern)).toBe(expected);
  });

  it('cannot be made slow', () => {
    const start = performance.now();
    expect(isLike('a'.repeat(100_000), '%a%a%a%a%a%b')).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
