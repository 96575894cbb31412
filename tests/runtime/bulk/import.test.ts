import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportHost } from '../../../runtime/bulk/import-host.ts';
import type { ImportMap } from '../../../runtime/bulk/import-map.ts';
import { type Library, openLibrary } from '../records/fixture.ts';
import { type Desk, hostOf, importText, openDesk } from './fixture.ts';

let library: Library;
let desk: Desk;
let host: ImportHost;
beforeAll(async () => {
  library = await openLibrary();
  desk = await openDesk();
  host = hostOf(library, library.ann);
  await library.insert(library.ann, 'Branch__c', { Name: 'Main', Code__c: 'MAIN' });
});
afterAll(async () => {
  await desk?.clear();
  await library?.close();
});

const MAP: ImportMap = {
  object: 'Book__c',
  key: 'Isbn__c',
  columns: {
    'No.': {
      field: 'Isbn__c',
      pad: { length: 6, with: '0' },
      case: 'upper',
      pattern: '^[0-9A-Z]{6}$',
      message: 'Six digits or letters.',
    },
    Title: [{ field: 'Name' }, { field: 'Title__c' }],
    Price: { field: 'Price__c', blank: ['n/a'] },
    Kind: { field: 'Genre__c', values: { N: 'Novel', S: 'Science' } },
    Bought: { field: 'Bought__c', date: 'MM/DD/YYYY' },
    House: { field: 'Branch__r.Code__c' },
  },
  constants: { Edition__c: 7 },
};
const HEADER = 'No.,Title,Price,Kind,Bought,House,Remark,Remark';

function rows(...lines: string[]): string {
  return [HEADER, ...lines, ''].join('\r\n');
}

async function books(edition: number) {
  const { schema } = library.live.physical;
  const { rows: found } = await library.pool.query(
    `select isbn__c, name, price__c, genre__c, bought__c::text, version from "${schema}".book__c
     where edition__c = $1 and not is_deleted order by isbn__c`,
    [edition],
  );
  return found;
}

describe('An import', () => {
  test('creates, changes, leaves alone, and tells what the file no longer has', async () => {
    const first = await importText(
      host,
      desk,
      MAP,
      rows('1,One,1.50,N,1/2/2024,MAIN,a,b', '2,Two,n/a,S,,,x,y', 'ab,Three,,N,12/31/2024,,,'),
    );
    expect(first).toMatchObject({
      status: 'done',
      summary: { read: 3, total: 3, created: 3, updated: 0, rejected: 0, gone: { count: 0 } },
    });
    expect(await books(7)).toMatchObject([
      { isbn__c: '000001', name: 'One', price__c: '1.5', genre__c: 'Novel', bought__c: '2024-01-02' },
      { isbn__c: '000002', name: 'Two', price__c: null, genre__c: 'Science', bought__c: null },
      { isbn__c: '0000AB', name: 'Three', bought__c: '2024-12-31' },
    ]);
    const second = await importText(
      host,
      desk,
      MAP,
      rows('1,One,1.5,N,1/2/2024,MAIN,a,b', '2,Zwei,3,S,,,x,y', '000004,Four,,N,,,,'),
    );
    expect(second).toMatchObject({
      status: 'done',
      summary: {
        created: 1,
        updated: 1,
        unchanged: 1,
        changedFields: { Name: 1, Title__c: 1, Price__c: 1 },
        gone: { count: 1, records: [{ key: '0000AB', name: 'Three' }] },
      },
    });
    expect((await books(7)).map((book) => book.version)).toEqual(['1', '2', '1', '1']);
  });

  test('a second time changes nothing', async () => {
    const content = rows('11,Once,5,N,,MAIN,,', '12,Again,,S,,,,');
    await importText(host, desk, MAP, content);
    const again = await importText(host, desk, MAP, content);
    expect(again).toMatchObject({ summary: { created: 0, updated: 0, unchanged: 2, rejected: 0, changedFields: {} } });
  });

  test('puts rows that cannot be saved into the result file, as they were and with every reason', async () => {
    const result = await importText(
      host,
      desk,
      MAP,
      rows(
        '1.4E+170,"Quoted, title",1,N,,,r1,r2',
        '21,Cheap,-1,N,,NONE,,',
        '22,Odd,1,X,2024-01-01,,,',
        '23,Short',
        '24,Twin,,N,,,,',
        '24,Twin again,,N,,,,',
        ',Nameless,,N,,,,',
        '25,,,N,,,,',
      ),
    );
    expect(result).toMatchObject({ status: 'done', summary: { read: 8, created: 1, rejected: 7 } });
    const file = await desk.read('result.csv');
    expect(file.trim().split('\n').slice(0, 8)).toEqual([
      'Row,No.,Title,Price,Kind,Bought,House,Remark,Remark,Error codes,Errors',
      '2,1.4E+170,"Quoted, title",1,N,,,r1,r2,INVALID_VALUE,Six digits or letters.',
      '4,22,Odd,1,X,2024-01-01,,,,UNMAPPED_VALUE; INVALID_DATE,"Kind: the mapping says nothing of ""X"". Bought: ""2024-01-01"" is no date like MM/DD/YYYY."',
      '5,23,Short,,,,,,,MALFORMED_ROW,"The row has 2 cells, the header 8."',
      '7,24,Twin again,,N,,,,,DUPLICATE_VALUE,ISBN 000024 stands in an earlier row already.',
      '3,21,Cheap,-1,N,,NONE,,,INVALID_CROSS_REFERENCE_KEY; FIELD_CUSTOM_VALIDATION_EXCEPTION,"Branch: no Branch__c whose Code__c is NONE exists, or you may not see it. A price is not negative."',
      '8,,Nameless,,N,,,,,REQUIRED_FIELD_MISSING,Required fields are missing: [Isbn__c]',
      '9,25,,,N,,,,,REQUIRED_FIELD_MISSING,"Required fields are missing: [Name, Title__c]"',
    ]);
  });

  test('told to stop ends after the batch at hand, and a second run goes on', async () => {
    const many = rows(
      ...Array.from({ length: 2500 }, (_, index) => `S${String(index).padStart(5, '0')},Stop ${index},,N,,,,`),
    );
    const control = new AbortController();
    const map = { ...MAP, constants: { Edition__c: 9 } };
    const stopped = await importText(host, desk, map, many, {
      signal: control.signal,
      onProgress: () => control.abort(),
    });
    expect(stopped).toMatchObject({ status: 'interrupted', summary: { read: 1000, total: 2500, created: 1000 } });
    expect(await books(9)).toHaveLength(1000);
    const rest = await importText(host, desk, map, many);
    expect(rest).toMatchObject({ status: 'done', summary: { created: 1500, unchanged: 1000, gone: { count: 0 } } });
  });

  test('tells how far it is', async () => {
    const seen: number[] = [];
    const many = rows(
      ...Array.from({ length: 1200 }, (_, index) => `P${String(index).padStart(5, '0')},Progress ${index},,N,,,,`),
    );
    await importText(host, desk, { ...MAP, constants: { Edition__c: 10 } }, many, {
      onProgress: ({ read }) => seen.push(read),
    });
    expect(seen).toEqual([1000, 1200]);
  });

  test('of a file in which no row can be saved tells how far it is, too', async () => {
    const seen: number[] = [];
    const bad = rows(...Array.from({ length: 2100 }, () => 'much too long,x,,N,,,,'));
    await importText(host, desk, MAP, bad, { onProgress: ({ rejected }) => seen.push(rejected) });
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)).toBe(2100);
  });

  test('of a file that is too large to be kept reads it twice, with the same result', async () => {
    const remark = 'x'.repeat(8000);
    const map = { ...MAP, constants: { Edition__c: 12 } };
    const large = rows(...Array.from({ length: 1100 }, (_, index) => `L${index},Large ${index},,N,,,${remark},`));
    expect(large.length).toBeGreaterThan(1 << 23);
    expect(await importText(host, desk, map, large)).toMatchObject({
      status: 'done',
      summary: { total: 1100, created: 1100 },
    });
  });

  test('writes in the right of the person who imports', async () => {
    await library.insert(library.bob, 'Book__c', { Name: 'Bob', Title__c: 'Bob', Isbn__c: 'bobs01' });
    const result = await importText(host, desk, MAP, rows('bobs01,Mine now,,N,,,,'));
    expect(result).toMatchObject({ summary: { rejected: 1 } });
    expect(await desk.read('result.csv')).toContain('DUPLICATE_VALUE,ISBN is already used by another record.');
    const reader = hostOf(library, library.reader);
    expect(await importText(reader, desk, MAP, rows('1,x,,N,,,,'))).toMatchObject({ status: 'refused' });
  });
});

describe('A file that cannot be imported changes nothing and says why', () => {
  const countBooks = async () => (await books(7)).length;

  test.each([
    ['empty', '', 'The file is empty: it has not even a header.'],
    ['with a wrong header', 'Nr,Title,Price,Kind,Bought,House\n1,x,1,N,,\n', 'The file has no column "No.".'],
    [
      'with a mapped column twice',
      rows('1,x,,N,,,,').replace('Remark,Remark', 'Title,Remark'),
      'The file has the column "Title" 2 times',
    ],
    [
      'in another encoding',
      Buffer.concat([Buffer.from(rows('61,Good,,N,,,,')), Buffer.from('62,Caf\xe9,,N,,,,\r\n', 'latin1')]),
      'The file is not UTF-8',
    ],
    ['that is a spreadsheet', Buffer.from('PK\x03\x04rest', 'latin1'), 'The file is a spreadsheet or an archive'],
    ['with a quote that never closes', rows('63,Good,,N,,,,', '64,"Open,,N,,,,'), 'A quote is opened and never closed'],
  ])('%s', async (_, content, message) => {
    const count = await countBooks();
    const result = await importText(host, desk, MAP, content);
    expect(result.status).toBe('refused');
    expect(result.status === 'refused' && result.problems.map((problem) => problem.message).join('\n')).toContain(
      message,
    );
    expect(await countBooks()).toBe(count);
  });

  test('that is not there', async () => {
    const result = await importText(host, desk, MAP, '', { file: desk.path('missing.csv') });
    expect(result).toMatchObject({ status: 'refused', problems: [{ code: 'INVALID_CSV_FILE' }] });
  });
});

describe('A file in another form', () => {
  const latin = { ...MAP, constants: { Edition__c: 11 } };

  test.each([
    ['with a byte order mark', `\ufeff${rows('71,Caf\u00e9,,N,,,,')}`, latin],
    [
      'in the encoding that the map names',
      Buffer.from(rows('71,Caf\u00e9,,N,,,,'), 'latin1'),
      { ...latin, encoding: 'windows-1252' },
    ],
    ['in UTF-16 with its mark', Buffer.from(`\ufeff${rows('71,Caf\u00e9,,N,,,,')}`, 'utf16le'), latin],
    ['with semicolons', rows('71,Caf\u00e9,,N,,,,').replaceAll(',', ';'), { ...latin, delimiter: ';' }],
    ['with blank lines and line feeds alone', rows('71,Caf\u00e9,,N,,,,').replaceAll('\r\n', '\n\n'), latin],
  ])('%s is read all the same', async (_, content, map) => {
    const result = await importText(host, desk, map, content);
    expect(result).toMatchObject({ status: 'done', summary: { total: 1, rejected: 0 } });
    expect(await books(11)).toMatchObject([{ name: 'Caf\u00e9' }]);
  });
});
