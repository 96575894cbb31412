import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeySet } from '../../../runtime/bulk/key-set.ts';

describe('A key set', () => {
  test('knows exactly the texts that were added, like a Set', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (added, others) => {
        const keys = new KeySet();
        const set = new Set<string>();
        for (const key of added) {
          expect(keys.add(key)).toBe(!set.has(key));
          set.add(key);
        }
        for (const key of [...added, ...others]) expect(keys.has(key)).toBe(set.has(key));
        expect(keys.size).toBe(set.size);
      }),
    );
  });

  test('tells half a million numbers apart', () => {
    const keys = new KeySet();
    for (let number = 0; number < 500_000; number++)
      if (!keys.add(String(number).padStart(6, '0'))) throw new Error(String(number));
    expect(keys.size).toBe(500_000);
    expect(keys.has('500000')).toBe(false);
  });
});
