import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRows } from '../../../runtime/query/load-rows.ts';
import { availableActions } from '../../../runtime/records/available-actions.ts';
import type { Principal } from '../../../runtime/security/principal.ts';
import { codes, idOf, type Library, openLibrary } from './fixture.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

let books = 0;
async function newLoan(items: number): Promise<string> {
  const [loan] = await library.insert(library.ann, 'Loan__c', {});
  for (let count = 0; count < items; count++) {
    const [book] = await library.insert(library.ann, 'Book__c', { Name: 'B', Title__c: `Book ${++books}` });
    await library.insert(library.ann, 'Item__c', { Loan__c: idOf(loan), Book__c: idOf(book) });
  }
  return idOf(loan);
}

async function offered(who: Principal, id: string): Promise<string[]> {
  const object = library.live.model.objects.get('Loan__c');
  if (!object) throw new Error('no Loan__c');
  const context = { live: library.live, principal: who, db: library.pool, now: new Date() };
  const rows = await loadRows(context, 'Loan__c', [id]);
  return [...(await availableActions(context, object, rows)).values()].flat().map((action) => action.name);
}

describe('An action', () => {
  test('moves the state and sets what it sets, in its own right', async () => {
    const loan = await newLoan(1);
    const outcome = await library.act(library.ann, 'lend', loan);
    expect(outcome).toMatchObject({ success: true, changedFields: ['Status__c', 'Lent_On__c', 'Lent_By__c'] });
    expect(await library.row('Loan__c', loan)).toMatchObject({
      status__c: 'Open',
      lent_by__c: library.ann.userId,
      version: '2',
    });
    const { rows } = await library.pool.query(
      `select lent_on__c::text as day from "${library.live.physical.schema}".loan__c where id = $1`,
      [loan],
    );
    expect(rows).toEqual([{ day: '2026-03-01' }]);
  });

  test('is refused by its guard, with the message of the metadata, deleted children not counting', async () => {
    const loan = await newLoan(1);
    const { rows } = await library.pool.query(
      `select id from "${library.live.physical.schema}".item__c where loan__c = $1`,
      [loan],
    );
    await library.remove(library.ann, 'Item__c', rows[0].id);
    const outcome = await library.act(library.ann, 'Lend', loan);
    expect(outcome.errors).toMatchObject([
      { errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Add a book first.' },
    ]);
    expect((await library.row('Loan__c', loan))?.status__c).toBe('Draft');
  });

  test('asks for its inputs, in its own words and with their types', async () => {
    const loan = await newLoan(1);
    await library.act(library.ann, 'Lend', loan);
    const none = await library.act(library.ann, 'Bring_Back', loan);
    expect(none.errors).toMatchObject([
      { errorCode: 'REQUIRED_FIELD_MISSING', message: 'Say why it comes back.', fields: ['Reason__c'] },
    ]);
    const long = await library.act(library.ann, 'Bring_Back', loan, { Reason__c: 'x'.repeat(21) });
    expect(codes(long)).toEqual(['STRING_TOO_LONG(Reason__c)']);
    const stray = await library.act(library.ann, 'Bring_Back', loan, { Reason__c: 'read', Lent_On__c: '2020-01-01' });
    expect(codes(stray)).toEqual(['INVALID_FIELD_FOR_INSERT_UPDATE(Lent_On__c)']);
    const done = await library.act(library.ann, 'Bring_Back', loan, { reason__c: 'read' });
    expect(done.success).toBe(true);
    expect(await library.row('Loan__c', loan)).toMatchObject({ status__c: 'Back', reason__c: 'read' });
  });

  test('needs only to see the record and to be permitted the action', async () => {
    const loan = await newLoan(1);
    await library.act(library.ann, 'Lend', loan);
    expect(await offered(library.reader, loan)).toEqual(['Bring_Back']);
    expect((await library.act(library.reader, 'Bring_Back', loan, { Reason__c: 'seen' })).success).toBe(true);
    await expect(library.act(library.reader, 'Lend', loan)).rejects.toThrow('You are not allowed to lend Loans.');
    await expect(library.act(library.ann, 'Burn', loan)).rejects.toThrow('no action Burn');
  });

  test('does not tell the state to those who may not see it', async () => {
    const { errors } = await library.act(library.ann, 'Cheer', await newLoan(0));
    expect(errors).toEqual([
      {
        errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: 'Cheer is not possible: it is not offered to you for this record.',
        fields: [],
      },
    ]);
  });

  test('is offered in its states and where its condition holds, and refused elsewhere', async () => {
    const loan = await newLoan(1);
    expect(await offered(library.ann, loan)).toEqual(['Lend']);
    expect(await offered(library.bob, loan)).toEqual([]);
    expect(codes(await library.act(library.bob, 'Lend', loan))).toEqual(['NOT_FOUND()']);
    const early = await library.act(library.ann, 'Bring_Back', loan, { Reason__c: 'x' });
    expect(early.errors).toMatchObject([
      {
        errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
        message: 'Bring back is not possible: Status is Draft.',
        hint: 'It can be done from Open.',
      },
    ]);
    await library.pool.query(`update "${library.live.physical.schema}".loan__c set owner_id = $1 where id = $2`, [
      library.bob.userId,
      loan,
    ]);
    expect(await offered(library.bob, loan)).toEqual(['Lend']);
  });
});
