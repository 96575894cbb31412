import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDataChecks } from '../../../runtime/records/check-data.ts';
import { idOf, LIBRARY, type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
  const { ann } = library;
  const [used] = await library.insert(
    ann,
    'Book__c',
    { Name: '1', Title__c: '1', Genre__c: 'Science', Tags__c: 'a;b' },
    { Name: '2', Title__c: '2', Genre__c: 'Novel', Tags__c: 'b' },
  );
  const [deleted] = await library.insert(ann, 'Book__c', { Name: '3', Title__c: '3', Genre__c: 'Novel' });
  await library.remove(ann, 'Book__c', idOf(deleted));
  idOf(used);
});
afterAll(() => library?.close());

const GENRE = 'objects/Book__c/fields/Genre__c.json';
const TAGS = 'objects/Book__c/fields/Tags__c.json';

function picklist(type: string, values: Record<string, { label: string; order: number; active?: boolean }>) {
  return { label: type, type, order: 1, values };
}

describe('A deploy that closes picklist values', () => {
  test('counts the records that have them: taking one away is an error, making one inactive a warning', async () => {
    const result = await library.deployFiles(
      {
        ...LIBRARY,
        [GENRE]: picklist('Picklist', {
          Novel: { label: 'Novel', order: 1, active: false },
          Science: { label: 'Science', order: 2 },
          Pulp: { label: 'Pulp', order: 3, active: false },
        }),
        [TAGS]: picklist('MultiPicklist', { a: { label: 'A', order: 1 }, b: { label: 'B', order: 2 } }),
      },
      { checkOnly: true, destructive: [], hooks: { planDataChecks } },
    );
    expect(
      result.problems.map(({ severity, code, message, element }) => ({ severity, code, message, element })),
    ).toEqual([
      {
        severity: 'warning',
        code: 'PICKLIST_VALUE_IN_USE',
        message:
          'The value "Novel" of Book__c.Genre__c is in use: 1 record keeps it, and nobody can choose it any more.',
        element: 'field:Book__c.Genre__c/values:Novel',
      },
    ]);
  });

  test('is refused where a value that is taken away is in use', async () => {
    const files = {
      ...LIBRARY,
      [GENRE]: picklist('Picklist', { Novel: { label: 'Novel', order: 1 }, Science: { label: 'Science', order: 2 } }),
      [TAGS]: picklist('MultiPicklist', { a: { label: 'A', order: 1 } }),
    };
    const result = await library.deployFiles(files, {
      checkOnly: true,
      destructive: ['field:Book__c.Tags__c/values:b', 'field:Book__c.Genre__c/values:Pulp'],
      hooks: { planDataChecks },
    });
    expect(result.status).toBe('failed');
    expect(result.problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'PICKLIST_VALUE_IN_USE', found: 'b', element: 'field:Book__c.Tags__c/values:b' },
    ]);
  });
});
