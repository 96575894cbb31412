import { describe, expect, test } from 'vitest';
import { changedFields, draftsOf, valuesOf } from '../../../../runtime/pages/form/drafts.ts';
import { compareVersions } from '../../../../runtime/pages/form/stale.ts';
import { field, fieldsOf, READER } from '../support.ts';

const fields = fieldsOf(
  field('Name', 'Text'),
  field('Beds__c', 'Number', { defaultValue: 5 }),
  field('Topics__c', 'MultiPicklist'),
  field('Id', 'Text', { isEditable: false }),
);

describe('drafts', () => {
  test('begin with the record’s values, and with a default only where no value was told', () => {
    expect(draftsOf(fields, { Name: { value: 'A' }, Topics__c: { value: 'x;y' } }, READER)).toEqual({
      Name: 'A',
      Beds__c: '5',
      Topics__c: ['x', 'y'],
    });
    expect(draftsOf(fields, { Beds__c: { value: null } }, READER)).toMatchObject({ Beds__c: '' });
  });

  test('know which fields were changed, and forget a change that was taken back', () => {
    const first = { Name: 'A', Beds__c: '', Topics__c: ['x'] };
    expect(changedFields(first, { ...first, Name: 'B', Topics__c: [] })).toEqual(['Name', 'Topics__c']);
    expect(changedFields(first, { ...first, Topics__c: ['x'] })).toEqual([]);
  });

  test('are sent as values, the named ones alone', () => {
    const drafts = { Name: '  ', Beds__c: '12', Topics__c: ['x', 'y'] };
    expect(valuesOf(fields, drafts, { names: ['Name', 'Beds__c'], reader: READER })).toEqual({
      Name: null,
      Beds__c: 12,
    });
  });
});

describe('two versions of a record', () => {
  const base = { A: 'a', B: 'b', C: 'c', D: 'd' };

  test('merge where they touch different fields', () => {
    expect(compareVersions(base, { ...base, A: 'mine' }, { ...base, B: 'theirs' })).toEqual({
      conflicts: [],
      merged: { A: 'mine', B: 'theirs', C: 'c', D: 'd' },
      onlyTheirs: ['B'],
    });
  });

  test('conflict where both changed a field to different values, and only there', () => {
    const { conflicts, merged } = compareVersions(
      base,
      { ...base, A: 'mine', C: 'same' },
      { ...base, A: 'theirs', C: 'same' },
    );
    expect(conflicts).toEqual([{ field: 'A', mine: 'mine', theirs: 'theirs' }]);
    expect(merged).toEqual({ A: 'mine', B: 'b', C: 'same', D: 'd' });
  });
});
