import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import { checkImportMap, parseImportMap } from '../../../runtime/bulk/check-map.ts';
import { type Library, openLibrary } from '../records/fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

function problemsOf(json: Json): string[] {
  const { map, problems } = parseImportMap(json, 'imports/books.json');
  const all = map
    ? checkImportMap(library.live, library.ann.permissions, { map, file: 'imports/books.json' })
    : problems;
  expect(all.every((problem) => problem.file === 'imports/books.json')).toBe(true);
  return all.map((problem) => `${problem.pointer} ${problem.code}`);
}

describe('A mapping file', () => {
  test('that is not one gets all its problems at once, each at its place', () => {
    expect(
      problemsOf({
        object: 'Book__c',
        colums: {},
        columns: {
          'A/B': { field: 'Isbn__c', pad: { length: 0, with: '00' }, patern: 'x' },
          C: [{ field: 'a b' }, { case: 'title', field: 'Name' }],
          D: { field: 'Name', pattern: '(a+)+$' },
          E: { field: 'Bought__c', date: 'DD.MM.YY' },
        },
      }).sort(),
    ).toEqual(
      [
        '/key MISSING_PROPERTY',
        '/colums UNKNOWN_PROPERTY',
        '/columns/A~1B/pad/length INVALID_VALUE',
        '/columns/A~1B/pad/with INVALID_VALUE',
        '/columns/A~1B/patern UNKNOWN_PROPERTY',
        '/columns/C/0/field INVALID_VALUE',
        '/columns/C/1/case INVALID_VALUE',
        '/columns/D/pattern INVALID_PATTERN',
        '/columns/E/date INVALID_VALUE',
      ]
        .map((each) => each.replace('/key MISSING', ' MISSING'))
        .sort(),
    );
  });

  test('may name only what there is, what finds records and what the person may write', () => {
    expect(problemsOf({ object: 'Bok__c', key: 'x', columns: { A: { field: 'Name' } } })).toEqual([
      '/object UNKNOWN_NAME',
    ]);
    expect(
      problemsOf({
        object: 'book__c',
        key: 'Title__c',
        columns: {
          A: { field: 'Titel__c' },
          B: { field: 'Secret__c' },
          C: { field: 'Note__c' },
          D: { field: 'CreatedDate' },
          E: { field: 'Branch__r.Cod__c' },
          F: { field: 'Brnch__r.Code__c' },
          G: { field: 'Name' },
        },
        constants: { Name: 'x' },
      }),
    ).toEqual([
      '/key INVALID_KEY',
      '/columns/A/field UNKNOWN_NAME',
      '/columns/B/field UNKNOWN_NAME',
      '/columns/C/field FIELD_NOT_WRITABLE',
      '/columns/D/field FIELD_NOT_WRITABLE',
      '/columns/E/field UNKNOWN_NAME',
      '/columns/F/field UNKNOWN_NAME',
      '/constants/Name REPEATED_FIELD',
    ]);
    expect(problemsOf({ object: 'Book__c', key: 'Isbn__c', columns: { A: { field: 'Name' } } })).toEqual([
      '/columns MISSING_KEY',
    ]);
  });

  test('that is sound has none', () => {
    const columns = { A: { field: 'isbn__c' }, B: { field: 'Branch__r.Code__c' }, C: { field: 'Name' } };
    expect(problemsOf({ object: 'Book__c', key: 'Isbn__c', columns, constants: { Lendable__c: true } })).toEqual([]);
  });
});
