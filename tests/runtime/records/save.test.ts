import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let library: Library;
let shut: string;
beforeAll(async () => {
  library = await openLibrary();
  const [one] = await library.insert(
    library.ann,
    'Branch__c',
    { Name: 'Closed', Code__c: 'SHUT' },
    { Name: 'Main', Code__c: 'MAIN' },
  );
  shut = idOf(one);
});
afterAll(() => library?.close());

describe('A new record', () => {
  test('gets its id, owner, defaults and canonical values', async () => {
    const { ann } = library;
    const [outcome] = await library.insert(ann, 'BOOK__C', {
      NAME: 'Dune',
      title__c: ' Dune ',
      price__c: '12.5',
      Tags__c: 'b;a',
      Isbn__c: 'd00001',
    });
    expect(outcome).toMatchObject({ success: true, created: true, unchanged: false, errors: [] });
    const row = await library.row('Book__c', idOf(outcome));
    expect(row).toMatchObject({
      name: 'Dune',
      title__c: 'Dune',
      price__c: '12.5',
      tags__c: ['a', 'b'],
      genre__c: 'Novel',
      lendable__c: true,
      owner_id: ann.userId,
      created_by_id: ann.userId,
      last_modified_by_id: ann.userId,
      version: '1',
      is_deleted: false,
    });
    expect(String(row?.id)).toMatch(/^a0.[0-9A-Za-z]{15}$/);
  });

  test('is numbered where its name is an AutoNumber', async () => {
    const outcomes = await library.insert(library.ann, 'Loan__c', {}, {});
    const rows = await Promise.all(outcomes.map((outcome) => library.row('Loan__c', idOf(outcome))));
    expect(rows.map((row) => row?.name)).toEqual(['L-0001', 'L-0002']);
  });
});

describe('All problems come back at once', () => {
  test('of all records, each at its fields', async () => {
    const outcomes = await library.insert(
      library.ann,
      'Book__c',
      { Name: 'Bad', Price__c: 'many', Genre__c: 'Cooking', Edition__c: 1234 },
      { Price__c: -1 },
      { Name: 'Good', Title__c: 'Good' },
      { Name: 'x'.repeat(300), Title__c: 'y'.repeat(41), Nonsense__c: 1, Id: 'a00000000000001' },
    );
    expect(outcomes.map(codes)).toEqual([
      [
        'INVALID_TYPE_ON_FIELD_IN_RECORD(Price__c)',
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST(Genre__c)',
        'NUMBER_OUTSIDE_VALID_RANGE(Edition__c)',
        'REQUIRED_FIELD_MISSING(Title__c)',
      ],
      ['REQUIRED_FIELD_MISSING(Name,Title__c)', 'FIELD_CUSTOM_VALIDATION_EXCEPTION(Price__c)'],
      [],
      [
        'INVALID_FIELD(Nonsense__c)',
        'INVALID_FIELD_FOR_INSERT_UPDATE(Id)',
        'STRING_TOO_LONG(Name)',
        'STRING_TOO_LONG(Title__c)',
      ],
    ]);
    expect(outcomes[1]?.errors[0]?.message).toBe('Required fields are missing: [Name, Title__c]');
    expect(outcomes[2]?.success).toBe(true);
  });

  test('and with allOrNone nothing is written and the others say why', async () => {
    const outcomes = await library.save(library.ann, {
      operation: 'insert',
      object: 'Book__c',
      records: [{ values: { Name: 'Whole', Title__c: 'Whole', Isbn__c: 'whole1' } }, { values: { Name: 'Broken' } }],
      allOrNone: true,
    });
    expect(outcomes.map(codes)).toEqual([
      ['ALL_OR_NONE_OPERATION_ROLLED_BACK()'],
      ['REQUIRED_FIELD_MISSING(Title__c)'],
    ]);
    expect(outcomes[0]?.id).toBeNull();
    const again = await library.insert(library.ann, 'Book__c', { Name: 'Whole', Title__c: 'Whole', Isbn__c: 'whole1' });
    expect(again[0]?.success).toBe(true);
  });

  test('a name that means a prototype is an unknown field', async () => {
    const values = JSON.parse('{"Name":"P","Title__c":"P","__proto__":{"x":1},"constructor":"y"}');
    const [outcome] = await library.insert(library.ann, 'Book__c', values);
    expect(codes(outcome)).toEqual(['INVALID_FIELD(__proto__)', 'INVALID_FIELD(constructor)']);
  });
});

describe('Fields', () => {
  test('that a person may not see do not exist, those that they may only read are refused', async () => {
    const [outcome] = await library.insert(library.ann, 'Book__c', {
      Name: 'F',
      Title__c: 'F',
      Secret__c: 's',
      Note__c: 'n',
      CreatedDate: '2020-01-01T00:00:00Z',
    });
    expect(codes(outcome)).toEqual([
      'INVALID_FIELD(Secret__c)',
      'INVALID_FIELD_FOR_INSERT_UPDATE(Note__c)',
      'INVALID_FIELD_FOR_INSERT_UPDATE(CreatedDate)',
    ]);
    expect(outcome?.errors[0]?.message).toBe("No such column 'Secret__c' on sobject of type Book__c");
  });

  test('that only actions change keep their value, with the reason that the metadata gives', async () => {
    const [refused, same] = await library.insert(library.ann, 'Loan__c', { Status__c: 'Open' }, { Status__c: 'Draft' });
    expect(refused?.errors).toMatchObject([
      {
        errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
        message: 'The status changes by the actions of the loan.',
        fields: ['Status__c'],
      },
    ]);
    expect(same?.success).toBe(true);
    expect(codes(await library.update(library.ann, 'Loan__c', idOf(same), { Status__c: 'Open' }))).toEqual([
      'INVALID_FIELD_FOR_INSERT_UPDATE(Status__c)',
    ]);
    expect((await library.update(library.ann, 'Loan__c', idOf(same), { Status__c: 'Draft' })).unchanged).toBe(true);
  });

  test('keep an inactive picklist value that they have, and take no inactive one anew', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'Old', Title__c: 'Old' });
    const id = idOf(book);
    expect(codes(await library.update(library.ann, 'Book__c', id, { Genre__c: 'Pulp' }))).toEqual([
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST(Genre__c)',
    ]);
    await library.pool.query(`update "${library.live.physical.schema}".book__c set genre__c = 'Pulp' where id = $1`, [
      id,
    ]);
    const kept = await library.update(library.ann, 'Book__c', id, { Genre__c: 'Pulp', Name: 'Old one' });
    expect(kept).toMatchObject({ success: true, changedFields: ['Name'] });
  });
});

describe('Access', () => {
  test('needs the object permission', async () => {
    const [outcome] = await library.insert(library.reader, 'Book__c', { Name: 'R' });
    expect(codes(outcome)).toEqual(['INSUFFICIENT_ACCESS_OR_READONLY()']);
    await expect(library.insert(library.reader, 'Item__c', {})).rejects.toThrow(
      "sObject type 'Item__c' is not supported",
    );
    await expect(library.insert(library.ann, 'Nonsense__c', {})).rejects.toThrow(
      "sObject type 'Nonsense__c' is not supported",
    );
  });

  test('finds no record that the person may not see, and refuses those that they may only see', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'Mine', Title__c: 'Mine' });
    const id = idOf(book);
    expect(codes(await library.update(library.bob, 'Book__c', id, { Name: 'Yours' }))).toEqual(['NOT_FOUND()']);
    const nobody = 'a00zzzzzzzzzzzz';
    expect(codes(await library.update(library.bob, 'Book__c', nobody, { Name: 'Yours' }))).toEqual(['NOT_FOUND()']);
    expect(codes(await library.update(library.bob, 'Book__c', 'nonsense', {}))).toEqual(['MALFORMED_ID(Id)']);
    expect(codes(await library.update(library.reader, 'Book__c', id, { Name: 'Read' }))).toEqual([
      'INSUFFICIENT_ACCESS_OR_READONLY()',
    ]);
    expect((await library.update(library.ann, 'Book__c', id.slice(0, 15), { Name: 'Still mine' })).success).toBe(true);
  });
});

describe('A change', () => {
  test('counts the version up, and a save that changes nothing does not', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', {
      Name: 'V',
      Title__c: 'V',
      Price__c: 3.5,
      Bought__c: '2026-01-31',
      Tags__c: 'a',
    });
    const id = idOf(book);
    const same = await library.update(library.ann, 'Book__c', id, {
      Price__c: '3.50',
      Bought__c: '2026-01-31',
      Tags__c: 'a',
      Name: ' V ',
    });
    expect(same).toMatchObject({ success: true, unchanged: true, changedFields: [] });
    expect((await library.row('Book__c', id))?.version).toBe('1');
    const changed = await library.update(library.ann, 'Book__c', id, { Price__c: 4, Bought__c: null, Name: 'V' }, 1);
    expect(changed).toMatchObject({ success: true, unchanged: false, changedFields: ['Price__c', 'Bought__c'] });
    expect(await library.row('Book__c', id)).toMatchObject({ version: '2', price__c: '4', bought__c: null });
  });

  test('of a record that somebody else has changed is refused with both versions', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'S', Title__c: 'S', Price__c: 1 });
    const id = idOf(book);
    await library.update(library.ann, 'Book__c', id, { Price__c: 2 }, 1);
    const stale = await library.update(library.ann, 'Book__c', id, { Price__c: 3, Name: 'S' }, 1);
    expect(stale.errors).toMatchObject([
      {
        errorCode: 'PRECONDITION_FAILED',
        details: { yours: 1, current: 2, changed: [{ field: 'Price__c', label: 'Price', yours: 3, current: 2 }] },
      },
    ]);
    expect((await library.row('Book__c', id))?.price__c).toBe('2');
  });

  test('is judged by the rules against what was there before', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'R', Title__c: 'R', Price__c: 10 });
    const refused = await library.update(library.ann, 'Book__c', idOf(book), { Price__c: 9 });
    expect(refused.errors).toMatchObject([{ message: 'Prices only rise.', fields: ['Price__c'] }]);
    expect((await library.update(library.ann, 'Book__c', idOf(book), { Price__c: 11 })).success).toBe(true);
  });

  test('of the same record twice in one request is refused the second time', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'T', Title__c: 'T' });
    const id = idOf(book);
    const outcomes = await library.save(library.ann, {
      operation: 'update',
      object: 'Book__c',
      records: [
        { id, values: { Name: 'T1' } },
        { id, values: { Name: 'T2' } },
      ],
      allOrNone: false,
    });
    expect(outcomes.map(codes)).toEqual([[], ['DUPLICATE_VALUE(Id)']]);
  });
});

describe('References', () => {
  test('are found by external id, each once for all records', async () => {
    const outcomes = await library.insert(
      library.ann,
      'Book__c',
      { Name: 'A', Title__c: 'A', Branch__r: { code__c: 'MAIN' } },
      { Name: 'B', Title__c: 'B', Branch__c: shut },
      { Name: 'C', Title__c: 'C', Branch__r: { Code__c: 'NONE' } },
      { Name: 'D', Title__c: 'D', Branch__c: 'a00zzzzzzzzzzzz' },
      { Name: 'E', Title__c: 'E', Branch__c: 'no id' },
      { Name: 'F', Title__c: 'F', Branch__r: { Name: 'Main' } },
      { Name: 'G', Title__c: 'G', Branch__r: null },
      { Name: 'H', Title__c: 'H', Branch__r: { Code__c: 'MAIN' }, Branch__c: shut },
    );
    expect(outcomes.map(codes)).toEqual([
      [],
      [],
      ['INVALID_CROSS_REFERENCE_KEY(Branch__c)'],
      ['INVALID_CROSS_REFERENCE_KEY(Branch__c)'],
      ['MALFORMED_ID(Branch__c)'],
      ['INVALID_FIELD(Branch__c)'],
      [],
      ['INVALID_FIELD(Branch__c)'],
    ]);
  });

  test('are found whatever the case of the key, and refused where several records have it', async () => {
    const { ann } = library;
    const [odos] = await library.insert(
      ann,
      'Branch__c',
      { Name: 'Street', Code__c: 'ΟΔΟΣ' },
      { Name: 'One', Town__c: 'Twin town' },
      { Name: 'Two', Town__c: 'TWIN TOWN' },
    );
    const outcomes = await library.insert(
      ann,
      'Book__c',
      { Name: 'I', Title__c: 'I', Branch__r: { Code__c: 'οδος' } },
      { Name: 'J', Title__c: 'J', Branch__r: { Code__c: 'οδοσ' } },
      { Name: 'K', Title__c: 'K', Branch__r: { Town__c: 'twin TOWN' } },
    );
    expect(outcomes.map(codes)).toEqual([
      ['INVALID_CROSS_REFERENCE_KEY(Branch__c)'],
      [],
      ['DUPLICATE_EXTERNAL_ID(Branch__c)'],
    ]);
    expect(await library.row('Book__c', idOf(outcomes[1]))).toMatchObject({ branch__c: idOf(odos) });
  });

  test('lead only to records that the person may see', async () => {
    const [mine] = await library.insert(library.ann, 'Book__c', { Name: 'P', Title__c: 'P' });
    const [outcome] = await library.insert(library.bob, 'Book__c', { Name: 'Q', Title__c: 'Q', Sequel__c: idOf(mine) });
    expect(codes(outcome)).toEqual(['INVALID_CROSS_REFERENCE_KEY(Sequel__c)']);
  });

  test('are open to rules, which read the record pointed to', async () => {
    const [refused, fine] = await library.insert(
      library.ann,
      'Book__c',
      { Name: 'Sc', Title__c: 'Sc', Genre__c: 'science', Branch__c: shut },
      { Name: 'No', Title__c: 'No', Branch__c: shut },
    );
    expect(refused?.errors).toMatchObject([{ message: 'The closed branch takes no science.', fields: [] }]);
    expect(fine?.success).toBe(true);
  });

  test('of a detail need a master that the person may edit, and stay', async () => {
    const { ann, bob } = library;
    const [loan, other] = await library.insert(ann, 'Loan__c', {}, {});
    const [book] = await library.insert(ann, 'Book__c', { Name: 'M', Title__c: 'M' });
    const [bobs] = await library.insert(bob, 'Book__c', { Name: 'N', Title__c: 'N' });
    const [hidden] = await library.insert(bob, 'Item__c', { Loan__c: idOf(loan), Book__c: idOf(bobs) });
    expect(codes(hidden)).toEqual(['INVALID_CROSS_REFERENCE_KEY(Loan__c)']);
    const [item] = await library.insert(ann, 'Item__c', { Loan__c: idOf(loan), Book__c: idOf(book) });
    const moved = await library.update(ann, 'Item__c', idOf(item), { Loan__c: idOf(other) });
    expect(codes(moved)).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE(Loan__c)']);
  });
});

describe('Unique values', () => {
  test('are refused without case, and the other record is named to those who may see it', async () => {
    await library.insert(library.ann, 'Book__c', { Name: 'First', Title__c: 'First', Isbn__c: 'uniq01' });
    const [mine] = await library.insert(library.ann, 'Book__c', {
      Name: 'Second',
      Title__c: 'Second',
      Isbn__c: 'UNIQ01',
    });
    expect(mine?.errors).toMatchObject([
      { errorCode: 'DUPLICATE_VALUE', message: 'ISBN is already used by First.', fields: ['Isbn__c'] },
    ]);
    const [his] = await library.insert(library.bob, 'Book__c', { Name: 'Third', Title__c: 'Third', Isbn__c: 'uniq01' });
    expect(his?.errors).toMatchObject([{ message: 'ISBN is already used by another record.' }]);
    expect(his?.errors[0]?.details).toBeUndefined();
  });

  test('are refused within a request, where the first sound record keeps them', async () => {
    const outcomes = await library.insert(
      library.ann,
      'Book__c',
      { Name: 'a', Isbn__c: 'twice1' },
      { Name: 'b', Title__c: 'b', Isbn__c: 'twice1' },
      { Name: 'c', Title__c: 'c', Isbn__c: 'Twice1' },
    );
    expect(outcomes.map(codes)).toEqual([['REQUIRED_FIELD_MISSING(Title__c)'], [], ['DUPLICATE_VALUE(Isbn__c)']]);
  });

  test('of several fields collide with the message of the metadata, unless one is blank', async () => {
    const outcomes = await library.insert(
      library.ann,
      'Book__c',
      { Name: 'k1', Title__c: 'Key', Edition__c: 1 },
      { Name: 'k2', Title__c: 'KEY', Edition__c: '1.0' },
      { Name: 'k3', Title__c: 'Key' },
      { Name: 'k4', Title__c: 'Key' },
    );
    expect(outcomes.map(codes)).toEqual([[], ['DUPLICATE_VALUE(Title__c,Edition__c)'], [], []]);
    expect(outcomes[1]?.errors[0]?.message).toBe('This edition is in the catalogue already.');
  });
});

describe('An upsert', () => {
  test('creates what is new, changes what is there, and leaves alone what is the same', async () => {
    const { ann } = library;
    const upsert = (...records: { [field: string]: string | number | null }[]) =>
      library.save(ann, {
        operation: 'upsert',
        object: 'Book__c',
        key: 'isbn__c',
        records: records.map((values) => ({ values })),
        allOrNone: false,
      });
    const first = await upsert(
      { ISBN__c: 'up0001', Name: 'One', Title__c: 'One' },
      { Isbn__c: 'up0002', Name: 'Two', Title__c: 'Two' },
    );
    expect(first.map((outcome) => outcome.created)).toEqual([true, true]);
    const second = await upsert(
      { Isbn__c: 'UP0001', Name: 'One' },
      { Isbn__c: 'up0002', Name: 'Two!' },
      { Isbn__c: 'up0003', Name: 'Three' },
      { Name: 'Keyless' },
      { Isbn__c: 'toolong', Name: 'Long', Title__c: 'Long' },
      { Isbn__c: 'same01', Name: 'x' },
      { Isbn__c: 'same01', Name: 'y' },
    );
    expect(second.map(({ created, unchanged }) => ({ created, unchanged })).slice(0, 2)).toEqual([
      { created: false, unchanged: true },
      { created: false, unchanged: false },
    ]);
    expect(second.slice(2).map(codes)).toEqual([
      ['REQUIRED_FIELD_MISSING(Title__c)'],
      ['REQUIRED_FIELD_MISSING(Isbn__c)'],
      ['STRING_TOO_LONG(Isbn__c)'],
      ['DUPLICATE_VALUE(Isbn__c)'],
      ['DUPLICATE_VALUE(Isbn__c)'],
    ]);
  });

  test('by the key of a record that the person may not see says only that the key is in use', async () => {
    await library.insert(library.ann, 'Book__c', { Name: 'H', Title__c: 'H', Isbn__c: 'hidden' });
    const [outcome] = await library.save(library.bob, {
      operation: 'upsert',
      object: 'Book__c',
      key: 'Isbn__c',
      records: [{ values: { Isbn__c: 'hidden', Name: 'I', Title__c: 'I' } }],
      allOrNone: true,
    });
    expect(codes(outcome)).toEqual(['DUPLICATE_VALUE(Isbn__c)']);
  });

  test('needs a field that finds records', async () => {
    const request = { operation: 'upsert', object: 'Book__c', key: 'Title__c', records: [], allOrNone: true } as const;
    await expect(library.save(library.ann, request)).rejects.toThrow('has no external id field Title__c');
  });
});
