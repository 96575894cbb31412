import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../../platform/json.ts';
import type { RecordInput, SaveOutcome } from '../../../runtime/records/save-request.ts';
import { width } from '../../support/width.ts';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let together: Library;
let oneByOne: Library;
beforeAll(async () => {
  together = await openLibrary();
  oneByOne = await openLibrary();
});
afterAll(async () => {
  await together?.close();
  await oneByOne?.close();
});

type Draft = Readonly<Record<string, Json>>;

/** Few values, so that records meet: sound ones, wrong ones, and such as another record may have. */
const draft: fc.Arbitrary<Draft> = fc
  .record(
    {
      Title__c: fc.constantFrom('Red', 'Blue', '', 'x'.repeat(50)),
      Edition__c: fc.constantFrom(1, 2, '3', 'many'),
      Isbn__c: fc.constantFrom('aa1', 'AA1', 'bb2', null, 'much too long'),
      Price__c: fc.constantFrom(1, -1, 2.5, '7.125', null),
      Genre__c: fc.constantFrom('Novel', 'science', 'Pulp', 'Cooking'),
      Tags__c: fc.constantFrom('a;b', 'b;c', null),
      Branch__r: fc.constantFrom({ Code__c: 'MAIN' }, { Code__c: 'shut' }, { Code__c: 'NONE' }, null),
      Secret__c: fc.constant('hidden'),
    },
    { requiredKeys: ['Title__c'] },
  )
  .map((values) => ({ Name: 'Book', ...values }));

/** What became of a record, whatever its id; a message names no other record of the same request. */
function fate(outcome: SaveOutcome | undefined): unknown {
  return [outcome?.success, outcome?.unchanged, outcome?.changedFields, codes(outcome).sort()];
}

async function reset({ ann, pool, live, insert }: Library): Promise<void> {
  const { schema } = live.physical;
  await pool.query(`delete from "${schema}"."book__c"; delete from "${schema}"."branch__c"`);
  await insert(ann, 'Branch__c', { Name: 'Main', Code__c: 'MAIN' }, { Name: 'Shut', Code__c: 'SHUT' });
}

/** All books as stored, but for ids, moments and people. */
async function stored({ pool, live }: Library): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select b.name, title__c, edition__c, isbn__c, price__c, genre__c, tags__c, lendable__c, secret__c, b.version,
       r.code__c as branch
     from "${live.physical.schema}"."book__c" b left join "${live.physical.schema}"."branch__c" r on r.id = branch__c
     order by b.id`,
  );
  return rows;
}

const inOne = ({ save, ann }: Library, records: readonly RecordInput[]) =>
  save(ann, {
    operation: 'insert',
    object: 'Book__c',
    records: records.map((values) => ({ values })),
    allOrNone: false,
  });

describe('A save of a set', () => {
  test('is the same as saves of one record after the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(draft, { minLength: 1, maxLength: 8 }),
        fc.array(draft, { maxLength: 8 }),
        async (made, changed) => {
          await Promise.all([reset(together), reset(oneByOne)]);
          const all = await inOne(together, made);
          const each: SaveOutcome[] = [];
          for (const values of made) each.push(...(await inOne(oneByOne, [values])));
          expect(all.map(fate)).toEqual(each.map(fate));
          expect(await stored(together)).toEqual(await stored(oneByOne));

          // A value that one record gives up in the set is free for others only after it.
          const keeping = changed.map(({ Isbn__c: _, Title__c: __, Edition__c: ___, ...rest }) => rest);
          const update = (library: Library, outcomes: readonly SaveOutcome[], which: readonly number[]) =>
            library.save(library.ann, {
              operation: 'update',
              object: 'Book__c',
              records: which.map((index) => ({ id: idOf(outcomes[index]), values: keeping[index] ?? {} })),
              allOrNone: false,
            });
          const saved = all.flatMap(({ success }, index) => (success && index < keeping.length ? [index] : []));
          const allUpdated = await update(together, all, saved);
          const eachUpdated: SaveOutcome[] = [];
          for (const index of saved) eachUpdated.push(...(await update(oneByOne, each, [index])));
          expect(allUpdated.map(fate)).toEqual(eachUpdated.map(fate));
          expect(await stored(together)).toEqual(await stored(oneByOne));
        },
      ),
      { numRuns: width(30, 600) },
    );
  }, 120_000);
});
