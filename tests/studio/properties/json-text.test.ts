import { describe, expect, it } from 'vitest';
import { formatJson, parseTyped } from '../../../studio/properties/json-text.ts';

describe('typed JSON', () => {
  it('is read as it was shown', () => {
    for (const value of [{ Name: 'A', Depot__c: { ref: 'depot' } }, [1, null], 'text', false])
      expect(parseTyped(formatJson(value))).toEqual({ ok: true, value });
  });

  it('is nothing where nothing stands', () => {
    expect(formatJson(undefined)).toBe('');
    expect(parseTyped(' \n')).toEqual({ ok: true, value: undefined });
  });

  it('says where it stops being JSON', () => {
    const typed = parseTyped('{\n  "Name": A }');
    expect(typed.ok).toBe(false);
    expect(!typed.ok && typed.message).toContain('(line 2, column 11)');
  });
});
