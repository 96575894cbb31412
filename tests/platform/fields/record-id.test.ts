import { describe, expect, it } from 'vitest';
import { idChecksum, parseRecordId } from '../../../platform/fields/record-id.ts';

describe('a record id', () => {
  it('has the checksum that Salesforce gives it', () => {
    expect(idChecksum('001D000000IqhSL')).toBe('IAZ');
    expect(idChecksum('000000000000000')).toBe('AAA');
    expect(idChecksum('ABCDEFGHIJKLMNO')).toBe('555');
  });

  it('of 15 characters grows to 18, one of 18 stays', () => {
    expect(parseRecordId('001D000000IqhSL')).toBe('001D000000IqhSLIAZ');
    expect(parseRecordId('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ');
  });

  it.each(['', '001D000000IqhSLIAA', '001D000000IqhSLiaz', '001D000000Iqh', "001D000000Iqh'--"])(
    'is not %j',
    (text) => {
      expect(parseRecordId(text)).toBeUndefined();
    },
  );
});
