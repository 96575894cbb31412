import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

async function loanOf(title: string) {
  const { ann } = library;
  const [book] = await library.insert(ann, 'Book__c', { Name: title, Title__c: title });
  const [loan] = await library.insert(ann, 'Loan__c', {});
  const [item] = await library.insert(ann, 'Item__c', { Loan__c: idOf(loan), Book__c: idOf(book) });
  return { book: idOf(book), loan: idOf(loan), item: idOf(item) };
}

describe('Deleting', () => {
  test('takes details along and keeps the rows', async () => {
    const { loan, item } = await loanOf('Cascade');
    const [outcome] = await library.remove(library.ann, 'Loan__c', loan);
    expect(outcome).toMatchObject({ id: loan, success: true });
    expect(await library.row('Loan__c', loan)).toMatchObject({ is_deleted: true, version: '2' });
    expect(await library.row('Item__c', item)).toMatchObject({ is_deleted: true });
    const [again] = await library.remove(library.ann, 'Loan__c', loan);
    expect(codes(again)).toEqual(['NOT_FOUND()']);
  });

  test('is refused while other records need the record, counting those that the person may see', async () => {
    const { book, loan } = await loanOf('Needed');
    const [refused] = await library.remove(library.ann, 'Book__c', book);
    expect(refused?.errors).toMatchObject([
      {
        errorCode: 'DELETE_FAILED',
        message: 'This Book has related records and cannot be deleted.',
        details: [{ object: 'Item__c', label: 'Items', count: 1 }],
      },
    ]);
    await library.remove(library.ann, 'Loan__c', loan);
    const [gone] = await library.remove(library.ann, 'Book__c', book);
    expect(gone?.success).toBe(true);
  });

  test('clears lookups that allow it', async () => {
    const [first] = await library.insert(library.ann, 'Book__c', { Name: 'One', Title__c: 'One' });
    const [sequel] = await library.insert(library.ann, 'Book__c', {
      Name: 'Two',
      Title__c: 'Two',
      Sequel__c: idOf(first),
    });
    await library.remove(library.ann, 'Book__c', idOf(first));
    expect(await library.row('Book__c', idOf(sequel))).toMatchObject({
      sequel__c: null,
      version: '2',
      is_deleted: false,
    });
  });

  test('of several records deletes those that can be, and with allOrNone none', async () => {
    const { book } = await loanOf('Kept');
    const [free] = await library.insert(library.ann, 'Book__c', { Name: 'Free', Title__c: 'Free' });
    const request = { operation: 'delete', object: 'Book__c', records: [{ id: book }, { id: idOf(free) }] } as const;
    const whole = await library.save(library.ann, { ...request, allOrNone: true });
    expect(whole.map(codes)).toEqual([['DELETE_FAILED()'], ['ALL_OR_NONE_OPERATION_ROLLED_BACK()']]);
    const partial = await library.save(library.ann, { ...request, allOrNone: false });
    expect(partial.map(codes)).toEqual([['DELETE_FAILED()'], []]);
    expect((await library.row('Book__c', idOf(free)))?.is_deleted).toBe(true);
  });

  test('heeds lookups that give the way back no name', async () => {
    const { ann } = library;
    const [whole] = await library.insert(ann, 'Book__c', { Name: 'Whole', Title__c: 'Whole' });
    const more = { Volume_Of__c: idOf(whole) };
    const [volume] = await library.insert(ann, 'Book__c', { Name: 'Volume', Title__c: 'Volume', ...more });
    expect((await library.remove(ann, 'Book__c', idOf(whole))).map(codes)).toEqual([['DELETE_FAILED()']]);
    await library.update(ann, 'Book__c', idOf(volume), { Volume_Of__c: null, Twin__c: idOf(whole) });
    expect((await library.remove(ann, 'Book__c', idOf(whole))).map(codes)).toEqual([[]]);
    expect(await library.row('Book__c', idOf(volume))).toMatchObject({ twin__c: null, is_deleted: false });
  });

  test('of several records keeps what those need that stay', async () => {
    const { ann } = library;
    const { book: volume, item } = await loanOf('Volume lent');
    const [whole] = await library.insert(ann, 'Book__c', { Name: 'Whole lent', Title__c: 'Whole lent' });
    const [free] = await library.insert(ann, 'Book__c', { Name: 'Free too', Title__c: 'Free too' });
    await library.update(ann, 'Book__c', volume, { Volume_Of__c: idOf(whole) });
    const outcomes = await library.remove(ann, 'Book__c', idOf(whole), volume, idOf(free));
    expect(outcomes.map(codes)).toEqual([['DELETE_FAILED()'], ['DELETE_FAILED()'], []]);
    expect(await library.row('Book__c', idOf(whole))).toMatchObject({ is_deleted: false });
    expect(await library.row('Item__c', item)).toMatchObject({ is_deleted: false });
  });

  test('of a set that only holds on to itself works', async () => {
    const { ann } = library;
    const [whole] = await library.insert(ann, 'Book__c', { Name: 'Set', Title__c: 'Set' });
    const values = { Name: 'Set 1', Title__c: 'Set 1', Volume_Of__c: idOf(whole) };
    const [volume] = await library.insert(ann, 'Book__c', values);
    const outcomes = await library.remove(ann, 'Book__c', idOf(whole), idOf(volume));
    expect(outcomes.map(codes)).toEqual([[], []]);
  });

  test('needs the right to, and the version that was seen', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'R', Title__c: 'R' });
    const id = idOf(book);
    expect(codes((await library.remove(library.reader, 'Book__c', id))[0])).toEqual([
      'INSUFFICIENT_ACCESS_OR_READONLY()',
    ]);
    expect(codes((await library.remove(library.bob, 'Book__c', id))[0])).toEqual(['NOT_FOUND()']);
    const stale = await library.save(library.ann, {
      operation: 'delete',
      object: 'Book__c',
      records: [{ id, version: 7 }],
      allOrNone: true,
    });
    expect(stale.map(codes)).toEqual([['PRECONDITION_FAILED()']]);
  });

  test('frees the unique values of the record', async () => {
    const values = { Name: 'U', Title__c: 'U', Isbn__c: 'free01' };
    const [book] = await library.insert(library.ann, 'Book__c', values);
    await library.remove(library.ann, 'Book__c', idOf(book));
    const [next] = await library.insert(library.ann, 'Book__c', values);
    expect(next?.success).toBe(true);
  });

  test('never ends a user', async () => {
    const [outcome] = await library.remove(library.system, 'User', library.bob.userId);
    expect(codes(outcome)).toEqual(['DELETE_FAILED()']);
  });
});
