import { describe, expect, it } from 'vitest';
import { chooseIdentifier, quoteIdentifier, relationName } from '../../../platform/physical/identifier.ts';

describe('an SQL identifier', () => {
  it('is quoted so that nothing in it ends it', () => {
    expect(quoteIdentifier('a"; drop table b; --')).toBe('"a""; drop table b; --"');
    expect(() => quoteIdentifier('')).toThrow('Not an SQL identifier');
    expect(() => quoteIdentifier('a\0b')).toThrow('Not an SQL identifier');
  });

  it('is made of API names only', () => {
    for (const name of ['a"b', 'a b', '1a', 'é', '', '__proto__', 'a;b', 'a-b'])
      expect(() => chooseIdentifier(name, () => false), name).toThrow('Not an API name');
  });

  it('is another one where it is taken', () => {
    const taken = new Set(['order__c', 'order__c_2']);
    expect(chooseIdentifier('Order__c', (name) => taken.has(name))).toBe('order__c_3');
    expect(chooseIdentifier('Other__c', (name) => taken.has(name))).toBe('other__c');
  });

  it('of an index fits what PostgreSQL keeps, and stays distinct', () => {
    const long = 'a'.repeat(43);
    const [one, other] = ['b', 'c'].map((column) => relationName(long, [column.repeat(43)], 'key'));
    expect(one).toHaveLength(63);
    expect(one).not.toBe(other);
    expect(relationName('order__c', ['code__c'], 'key')).toBe('order__c$code__c$key');
  });
});
