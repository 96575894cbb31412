import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordBatch } from '../../../platform/deploy/request.ts';
import { saveRecords } from '../../../runtime/records/save-data.ts';
import { type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

function saveBatches(...batches: RecordBatch[]) {
  return library.inTransaction((client) => saveRecords(client, library.live, batches));
}

describe('Records that a package ships', () => {
  const branches = {
    data: 'Branches',
    object: 'Branch__c',
    key: 'Code__c',
    records: [{ key: 'PKG', values: { Name: 'Packaged' } }],
  };
  const book = (values: Record<string, string | number | { Code__c: string }>) => ({
    data: 'Books',
    object: 'Book__c',
    key: 'Isbn__c',
    records: [{ key: 'pkg001', values }],
  });

  test('are created and changed by their external id, in the order given', async () => {
    const first = await saveBatches(
      branches,
      book({ Name: 'Shipped', Title__c: 'Shipped', Branch__r: { Code__c: 'PKG' }, Secret__c: 'quiet' }),
    );
    expect(first).toEqual([]);
    expect(await saveBatches(book({ Name: 'Shipped again' }))).toEqual([]);
    const { rows } = await library.pool.query(
      `select name, secret__c, owner_id from "${library.live.physical.schema}".book__c where isbn__c = 'pkg001'`,
    );
    expect(rows).toEqual([{ name: 'Shipped again', secret__c: 'quiet', owner_id: library.live.systemUserId }]);
  });

  test('may set what only actions change', async () => {
    const loans = {
      data: 'Loans',
      object: 'Loan__c',
      key: 'Key__c',
      records: [{ key: 'demo', values: { Status__c: 'Back' } }],
    };
    expect(await saveBatches(loans)).toEqual([]);
    const { rows } = await library.pool.query(
      `select name, status__c from "${library.live.physical.schema}".loan__c where key__c = 'demo'`,
    );
    expect(rows).toEqual([{ name: 'L-0001', status__c: 'Back' }]);
  });

  test('are checked like any others: every problem names its record', async () => {
    const problems = await saveBatches(book({ Price__c: -1, Genre__c: 'Cooking', Branch__r: { Code__c: 'NONE' } }), {
      data: 'Nothing',
      object: 'Nothing__c',
      key: 'Key__c',
      records: [{ key: 'x', values: {} }],
    });
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Book__c record "pkg001" cannot be saved (Genre__c): Genre: bad value for restricted picklist field: Cooking',
      'INVALID_CROSS_REFERENCE_KEY: Book__c record "pkg001" cannot be saved (Branch__c): Branch: no Branch__c whose Code__c is NONE exists, or you may not see it.',
      'FIELD_CUSTOM_VALIDATION_EXCEPTION: Book__c record "pkg001" cannot be saved (Price__c): A price is not negative.',
      'UNKNOWN_OBJECT: The records of Nothing__c cannot be saved: there is no such object.',
    ]);
    expect(problems[0]?.element).toBe('data:Books/records:pkg001');
  });
});
