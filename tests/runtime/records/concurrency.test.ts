import type { ClientBase, PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelMovedError } from '../../../runtime/records/model-moved.ts';
import { runAction } from '../../../runtime/records/run-action.ts';
import { save } from '../../../runtime/records/save.ts';
import type { SaveRequest } from '../../../runtime/records/save-request.ts';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
  await library.insert(library.ann, 'Branch__c', { Name: 'Main', Code__c: 'MAIN' });
});
afterAll(() => library?.close());

/** The client with its queries counted; those for a new block of ids come when the last one runs out, whoever saves. */
function counted(client: PoolClient): { db: ClientBase; count: () => number } {
  let queries = 0;
  const query = (...args: unknown[]) => {
    if (!JSON.stringify(args).includes('fw_id_block')) queries++;
    return Reflect.apply(client.query, client, args);
  };
  const db = new Proxy(client, {
    get: (target, property) => (property === 'query' ? query : Reflect.get(target, property)),
  });
  return { db, count: () => queries };
}

async function countQueries(work: (db: ClientBase) => Promise<unknown>): Promise<number> {
  return library.inTransaction(async (client) => {
    const { db, count } = counted(client);
    await work(db);
    return count();
  });
}

describe('The number of queries', () => {
  test('does not depend on the number of records', async () => {
    const context = { live: library.live, principal: library.ann, now: new Date() };
    const counts: Record<string, number[]> = {};
    for (const size of [1, 20, 200]) {
      const values = (index: number) => ({
        Name: `Q${size}-${index}`,
        Title__c: `Q${size}-${index}`,
        Edition__c: 1,
        Isbn__c: `${String.fromCharCode(97 + String(size).length)}${index}`,
        Branch__r: { Code__c: 'MAIN' },
      });
      const each = Array.from({ length: size }, (_, index) => values(index));
      const run = (request: SaveRequest) =>
        countQueries(async (db) => {
          const outcomes = await save({ ...context, db }, request);
          if (!outcomes.every((outcome) => outcome.success)) throw new Error(JSON.stringify(outcomes[0]));
          ids = outcomes.map(idOf);
        });
      let ids: string[] = [];
      const note = async (name: string, count: Promise<number>) => {
        counts[name] = [...(counts[name] ?? []), await count];
      };
      const all = { object: 'Book__c', allOrNone: true };
      await note('insert', run({ ...all, operation: 'insert', records: each.map((one) => ({ values: one })) }));
      const changed = each.map((one, index) => ({ values: { ...one, Name: `New ${index}`, Edition__c: 2 } }));
      await note('upsert', run({ ...all, operation: 'upsert', key: 'Isbn__c', records: changed }));
      const prices = ids.map((id) => ({ id, values: { Price__c: 5 } }));
      await note('update', run({ ...all, operation: 'update', records: prices }));
      const loans = { ...all, object: 'Loan__c' };
      await note('insert loans', run({ ...loans, operation: 'insert', records: ids.map(() => ({ values: {} })) }));
      const loanIds = ids;
      await note(
        'action',
        countQueries((db) =>
          runAction(
            { ...context, db },
            { object: 'Loan__c', action: 'Lend', records: loanIds.map((id) => ({ id, inputs: {} })), allOrNone: true },
          ),
        ),
      );
      await note('delete', run({ ...loans, operation: 'delete', records: loanIds.map((id) => ({ id })) }));
    }
    for (const [name, [one, ...more]] of Object.entries(counts)) expect([name, more]).toEqual([name, [one, one]]);
    expect(counts.insert?.[0]).toBeLessThan(16);
  });
});

describe('Saves at the same time', () => {
  test('of one unique value: one is saved, the other is told', async () => {
    for (let round = 0; round < 5; round++) {
      const values = { Name: 'Race', Title__c: `Race ${round}`, Isbn__c: `race${round}` };
      const outcomes = await Promise.all([
        library.insert(library.ann, 'Book__c', values),
        library.insert(library.ann, 'Book__c', values),
        library.insert(library.ann, 'Book__c', values),
      ]);
      const results = outcomes.flat().map((outcome) => codes(outcome).join());
      expect(results.sort()).toEqual(['', 'DUPLICATE_VALUE(Isbn__c)', 'DUPLICATE_VALUE(Isbn__c)']);
    }
  });

  test('of one unique value among others: only the record that has it is refused', async () => {
    const taken = { Name: 'T', Title__c: 'Taken', Isbn__c: 'taken1' };
    const [, outcomes] = await Promise.all([
      library.insert(library.ann, 'Book__c', taken),
      library.insert(library.bob, 'Book__c', { Name: 'A', Title__c: 'Beside', Isbn__c: 'besid1' }, taken),
    ]);
    expect(outcomes[0]?.success).toBe(true);
  });

  test('of one version: the second is stale', async () => {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'W', Title__c: 'W', Price__c: 1 });
    const id = idOf(book);
    const outcomes = await Promise.all(
      [2, 3, 4].map((price) => library.update(library.ann, 'Book__c', id, { Price__c: price }, 1)),
    );
    expect(outcomes.flatMap(codes)).toEqual(['PRECONDITION_FAILED()', 'PRECONDITION_FAILED()']);
  });

  test('of a reference and the deletion of what it points to: never both', async () => {
    for (let round = 0; round < 10; round++) {
      const [branch] = await library.insert(library.ann, 'Branch__c', { Name: 'B', Code__c: `R${round}` });
      const [[book], [deleted]] = await Promise.all([
        library.insert(library.ann, 'Book__c', { Name: 'P', Title__c: `Pointing ${round}`, Branch__c: idOf(branch) }),
        library.remove(library.ann, 'Branch__c', idOf(branch)),
      ]);
      expect([book?.success, deleted?.success].filter(Boolean)).toHaveLength(1);
    }
  });

  test('of the same records by many, in any order, all count', async () => {
    const books = Array.from({ length: 5 }, (_, index) => ({ Name: `S${index}`, Title__c: `Shared ${index}` }));
    const ids = (await library.insert(library.ann, 'Book__c', ...books)).map(idOf);
    const writers = Array.from({ length: 16 }, (_, writer) => {
      const order = writer % 2 === 0 ? ids : ids.toReversed();
      const records = order.map((id) => ({ id, values: { Name: `Writer ${writer}` } }));
      return library.save(library.ann, { operation: 'update', object: 'Book__c', records, allOrNone: true });
    });
    expect((await Promise.all(writers)).flat().every(({ success }) => success)).toBe(true);
    const rows = await Promise.all(ids.map((id) => library.row('Book__c', id)));
    expect(new Set(rows.map((row) => row?.name)).size).toBe(1);
    expect(rows.map((row) => row?.version)).toEqual(ids.map(() => '17'));
  });

  test('of an action that two people take: the second is told what the record has become', async () => {
    const [loan] = await library.insert(library.ann, 'Loan__c', {});
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'Once', Title__c: 'Once' });
    await library.insert(library.ann, 'Item__c', { Loan__c: idOf(loan), Book__c: idOf(book) });
    const outcomes = await Promise.all([1, 2, 3].map(() => library.act(library.ann, 'Lend', idOf(loan))));
    expect(outcomes.map(codes).sort()).toEqual([
      [],
      ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY(Status__c)'],
      ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY(Status__c)'],
    ]);
    expect(outcomes.find(({ success }) => !success)?.errors[0]?.message).toBe('Lend is not possible: Status is Open.');
    expect(await library.row('Loan__c', idOf(loan))).toMatchObject({ status__c: 'Open', version: '2' });
  });

  test('that block each other end with an answer that says to try again', async () => {
    const [one, two] = await library.insert(
      library.ann,
      'Book__c',
      { Name: '1', Title__c: 'L1' },
      { Name: '2', Title__c: 'L2' },
    );
    const context = { live: library.live, principal: library.ann, now: new Date() };
    const crosswise = (first: string, second: string) =>
      library.inTransaction(async (db) => {
        for (const id of [first, second]) {
          const records = [{ id, values: { Name: `${first} first` } }];
          await save({ ...context, db }, { operation: 'update', object: 'Book__c', records, allOrNone: true });
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      });
    const results = await Promise.allSettled([crosswise(idOf(one), idOf(two)), crosswise(idOf(two), idOf(one))]);
    const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused?.errors).toMatchObject([{ errorCode: 'UNABLE_TO_LOCK_ROW' }]);
  });
});

describe('A save prepared with an older model', () => {
  test('is thrown back, so that it begins anew', async () => {
    const stale = { ...library.live, version: library.live.version - 1 };
    const context = { live: stale, principal: library.ann, now: new Date() };
    const request: SaveRequest = { operation: 'insert', object: 'Book__c', records: [], allOrNone: true };
    await expect(library.inTransaction((db) => save({ ...context, db }, request))).rejects.toBeInstanceOf(
      ModelMovedError,
    );
  });
});
