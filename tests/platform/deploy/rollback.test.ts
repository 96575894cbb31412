import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { loadHistory } from '../../../platform/deploy/history.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { confirming, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES, readField } from './order-files.ts';

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES });
});
afterEach(() => org.close());

async function publish(...edits: Edit[]): Promise<string> {
  const { version: expectedVersion } = await org.loadLive();
  const request = { kind: 'publish', edits, expectedVersion, by: 'admin@test', note: '' } as const;
  const result = await confirming((confirmed) => deploy(org.store, { ...request, ...confirmed }));
  expect(result).toMatchObject({ status: 'succeeded' });
  return result.deploy ?? '';
}

const undo = (id: string, checkOnly = false) =>
  confirming((confirmed) =>
    rollback(org.store, id, { by: 'boss@test', note: 'Back', ...confirmed, ...(checkOnly && { checkOnly }) }),
  );
const relabel = (label: string): Edit => ({ op: 'set', element: NOTES_ID, properties: { label } });
const notes = async () => (await org.loadLive()).model.objects.get('Order__c')?.fields.get('Notes__c');

describe('a rollback', () => {
  it('takes an admin’s publish back, as a deploy of its own', async () => {
    const id = await publish(relabel('Remarks'));
    expect(await undo(id)).toMatchObject({ status: 'succeeded', version: 3 });
    expect((await notes())?.label).toBe('Text');
    expect(await loadHistory(org.store, 1)).toMatchObject([
      { kind: 'rollback', rollbackOf: id, by: 'boss@test', version: 3 },
    ]);
  });

  it('can be previewed', async () => {
    const id = await publish(relabel('Remarks'));
    const result = await undo(id, true);
    expect(result).toMatchObject({
      status: 'checked',
      plan: { elements: [{ element: NOTES_ID, properties: [{ before: 'Remarks', after: 'Text' }] }] },
    });
    expect((await notes())?.label).toBe('Remarks');
  });

  it('can be rolled back itself', async () => {
    const back = await undo(await publish(relabel('Remarks')));
    expect(await undo(back.deploy ?? '')).toMatchObject({ status: 'succeeded', version: 4 });
    expect((await notes())?.label).toBe('Remarks');
  });

  it('brings a removed field back with its values', async () => {
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Notes__c: 'kept' }]);
    const id = await publish({ op: 'remove', element: NOTES_ID });
    expect(await notes()).toBeUndefined();
    const result = await undo(id);
    expect(result.plan.steps).toEqual([
      'Use column notes__c of order__c again for Order__c.Notes__c, with the values in it',
    ]);
    expect(await readField(org.store, await org.loadLive(), 'Order__c', 'Notes__c')).toEqual(['kept']);
  });

  it('of retypes there and back finds the column that each of them left, the last one first', async () => {
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Notes__c: '0012' }]);
    const number = { ...ORDER_FILES, [NOTES]: field('Number', { precision: 10, scale: 0 }) };
    const ids: string[] = [];
    for (const files of [number, ORDER_FILES, number]) ids.unshift((await org.deployFiles(files)).deploy ?? '');
    const values: unknown[] = [];
    for (const id of ids) {
      expect(await undo(id)).toMatchObject({ status: 'succeeded' });
      values.push(...(await readField(org.store, await org.loadLive(), 'Order__c', 'Notes__c')));
    }
    expect(values).toEqual(['12', '12', '0012']);
  });

  it('brings a removed lookup back, blank where its target is gone', async () => {
    const [kept, gone] = await insertRecords(org.store, org.live, 'Customer__c', [{ Name: 'Kept' }, { Name: 'Gone' }]);
    await insertRecords(org.store, org.live, 'Order__c', [
      { Name: 'One', Customer__c: kept },
      { Name: 'Two', Customer__c: gone },
    ]);
    const id = await publish({ op: 'remove', element: 'field:Order__c.Customer__c' });
    await org.pool.query(`delete from "${org.store.schema}"."customer__c" where id = $1`, [gone]);
    expect(await undo(id)).toMatchObject({ status: 'succeeded' });
    expect(await readField(org.store, await org.loadLive(), 'Order__c', 'Customer__c')).toEqual([kept, null]);
  });

  it('takes a package upgrade back, and the next start does not bring it in again', async () => {
    const upgraded = {
      ...ORDER_FILES,
      [NOTES]: field('Text', { length: 80, label: 'Comments' }),
      'objects/Order__c/fields/Extra__c.json': field('Text'),
    };
    const id = (await org.deployFiles(upgraded)).deploy ?? '';
    expect(await undo(id)).toMatchObject({ status: 'succeeded' });
    expect((await notes())?.label).toBe('Text');
    expect((await org.loadLive()).model.objects.get('Order__c')?.fields.has('Extra__c')).toBe(false);
    expect((await org.deployFiles(upgraded, { trigger: 'start' })).status).toBe('unchanged');
    expect((await org.deployFiles(upgraded)).status).toBe('succeeded');
    expect((await notes())?.label).toBe('Comments');
  });

  it('of an older deploy leaves alone what came after it elsewhere', async () => {
    const id = await publish(relabel('Remarks'));
    await publish({ op: 'set', element: 'field:Order__c.Total__c', properties: { label: 'Sum' } });
    expect((await undo(id)).status).toBe('succeeded');
    expect((await notes())?.label).toBe('Text');
    expect((await org.loadLive()).model.objects.get('Order__c')?.fields.get('Total__c')?.label).toBe('Sum');
  });

  it('of an older deploy is explained where a later one changed the same', async () => {
    const id = await publish(relabel('Remarks'));
    const later = await publish(relabel('Comments'));
    const result = await undo(id);
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'CANNOT_ROLL_BACK' }] });
    expect(result.problems[0]?.message).toContain(later);
    expect((await notes())?.label).toBe('Comments');
  });

  it('is not done twice', async () => {
    const id = await publish(relabel('Remarks'));
    await undo(id);
    expect((await undo(id)).problems).toMatchObject([{ message: expect.stringContaining('was rolled back already') }]);
  });

  it('of the first deploy, or of none, is refused', async () => {
    const [first] = await loadHistory(org.store);
    expect((await undo(first?.id ?? '')).problems).toMatchObject([{ code: 'CANNOT_ROLL_BACK' }]);
    expect((await undo('0Af000000000000')).problems).toMatchObject([{ code: 'UNKNOWN_DEPLOY' }]);
  });
});
