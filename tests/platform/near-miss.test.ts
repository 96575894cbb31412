import { describe, expect, it } from 'vitest';
import { nearMiss } from '../../platform/near-miss.ts';

describe('a near miss', () => {
  it.each([
    ['Stauts__c', ['Title__c', 'Status__c'], 'Status__c'],
    ['status__c', ['Title__c', 'Status__c'], 'Status__c'],
    ['Lines', ['Orders__r', 'Lines__r'], 'Lines__r'],
    ['Provider__c', ['Provider__r', 'Provider__c'], 'Provider__c'],
    ['Nme', ['Id', 'Name'], 'Name'],
  ])('of %s among %j is %s', (wrong, candidates, meant) => {
    expect(nearMiss(wrong, candidates)).toBe(meant);
  });

  it('is not made up where nothing is near', () => {
    expect(nearMiss('Weight__c', ['Id', 'Name', 'Status__c'])).toBeUndefined();
    expect(nearMiss('x', [])).toBeUndefined();
  });
});
