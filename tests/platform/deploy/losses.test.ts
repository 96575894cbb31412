import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import type { DeployResult, Loss } from '../../../platform/deploy/deploy-result.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { confirming, type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES, object } from './order-files.ts';

const FILES: Files = {
  ...ORDER_FILES,
  'objects/Order__c/fields/Tags__c.json': field('MultiPicklist', {
    values: { Red: { label: 'Red', order: 10 }, Blue: { label: 'Blue', order: 20 } },
  }),
  'objects/Order__c/listViews/All.json': {
    label: 'All',
    order: 10,
    columns: { Name: { order: 10 }, Notes__c: { order: 20 } },
  },
  'permissionSets/Clerk.json': {
    label: 'Clerk',
    objects: { Order__c: { read: true } },
    fields: { 'Order__c.Notes__c': { read: true } },
  },
};
const { [NOTES]: _, ...WITHOUT_NOTES } = FILES;
/** A version whose author thought of all that named the field, but for what is destructive. */
const REST: Files = {
  ...WITHOUT_NOTES,
  'objects/Order__c/listViews/All.json': { label: 'All', order: 10, columns: { Name: { order: 10 } } },
  'permissionSets/Clerk.json': { label: 'Clerk', objects: { Order__c: { read: true } } },
};
const NOW = new Date('2026-03-01T12:00:00.000Z');
const HOOKS = { now: () => NOW };

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: FILES, hooks: HOOKS });
  await insertRecords(org.store, org.live, 'Order__c', [
    { Name: 'One', Notes__c: 'a', Rush__c: true, Tags__c: ['Red', 'Blue'] },
    { Name: 'Two', Notes__c: 'b' },
    { Name: 'Three' },
    { Name: 'Gone', Notes__c: 'c', IsDeleted: true },
  ]);
});
afterEach(() => org.close());

const check = (files: Files, ...destructive: string[]) => org.deployFiles(files, { destructive, checkOnly: true });
const lossesOf = ({ plan }: DeployResult): readonly Loss[] => plan.losses ?? [];

async function publish(edits: readonly Edit[], how: { checkOnly?: true; confirm?: string } = {}) {
  const { version: expectedVersion } = await org.loadLive();
  return deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'ann@test', note: '', ...how }, HOOKS);
}

describe('what a deploy would take away', () => {
  it('is told with the records that hold it, what goes along, and until when it can come back', async () => {
    const result = await check(REST, NOTES_ID);
    expect(result.status).toBe('checked');
    expect(lossesOf(result)).toEqual([
      {
        element: NOTES_ID,
        label: 'Field Order__c.Notes__c',
        records: 2,
        references: [
          {
            element: 'listView:Order__c.All/columns:Notes__c',
            label: 'List view Order__c.All: column "Notes__c"',
            how: 'a column; goes with it',
          },
          {
            element: 'permissionSet:Clerk/fields:Order__c.Notes__c',
            label: 'Permission set Clerk: field permission "Order__c.Notes__c"',
            how: 'access to it; goes with it',
          },
        ],
        recoverableUntil: '2026-03-31T12:00:00.000Z',
      },
    ]);
    expect((await org.loadLive()).version).toBe(1);
  });

  it('counts ticked checkboxes and every field of one table in one statement', async () => {
    const texts: string[] = [];
    const seen = new WeakSet<object>();
    const {
      'objects/Order__c/fields/Rush__c.json': _rush,
      'objects/Order__c/fields/Total__c.json': _total,
      ...rest
    } = REST;
    org.pool.on('acquire', (client) => {
      if (seen.has(client)) return;
      seen.add(client);
      const run = client.query.bind(client) as (...args: unknown[]) => unknown;
      client.query = ((...args: [string | { text?: string }, ...unknown[]]) => {
        texts.push(typeof args[0] === 'string' ? args[0] : (args[0].text ?? ''));
        return run(...args);
      }) as typeof client.query;
    });
    const result = await check(rest, NOTES_ID, 'field:Order__c.Rush__c', 'field:Order__c.Total__c');
    expect(lossesOf(result).map(({ element, records }) => [element, records])).toEqual([
      [NOTES_ID, 2],
      ['field:Order__c.Rush__c', 1],
      ['field:Order__c.Total__c', 0],
    ]);
    expect(texts.filter((text) => /count\(\*\) filter/.test(text))).toHaveLength(1);
  });

  it('is one object, not forty fields', async () => {
    const files = Object.fromEntries(Object.entries(REST).filter(([path]) => !/Order__c/.test(path)));
    const clerk = { 'permissionSets/Clerk.json': { label: 'Clerk' } };
    const result = await check({ ...files, ...clerk }, 'object:Order__c');
    expect(lossesOf(result)).toMatchObject([
      {
        element: 'object:Order__c',
        records: 3,
        references: [{ how: 'access to it; goes with it' }, { how: 'access to it; goes with it' }],
      },
    ]);
  });

  it('names what stays and stands in the way', async () => {
    const result = await check({ ...WITHOUT_NOTES, 'roles/Clerk.json': { label: 'Clerk' } }, NOTES_ID);
    expect(result).toMatchObject({
      status: 'failed',
      problems: [{ code: 'DANGLING_REFERENCE' }, { code: 'DANGLING_REFERENCE' }],
    });
    expect(lossesOf(result)[0]?.references.map(({ how }) => how)).toEqual(['a column', 'access to it']);
  });

  it('is told of views and picklist values, too', async () => {
    const removing: Edit[] = [
      { op: 'remove', element: 'listView:Order__c.All' },
      { op: 'remove', element: 'field:Order__c.Status__c/values:Sent' },
      { op: 'remove', element: 'field:Order__c.Tags__c/values:Blue' },
    ];
    const { plan } = await publish(removing, { checkOnly: true });
    expect(plan.losses?.map(({ element, records, recoverableUntil }) => [element, records, recoverableUntil])).toEqual([
      ['field:Order__c.Status__c/values:Sent', 0, undefined],
      ['field:Order__c.Tags__c/values:Blue', 1, undefined],
      ['listView:Order__c.All', 0, undefined],
    ]);
  });

  it('is nothing where items go alone, or values of what is no picklist any more', async () => {
    const column: Edit = { op: 'remove', element: 'listView:Order__c.All/columns:Notes__c' };
    expect((await publish([column], { checkOnly: true })).plan).not.toHaveProperty('losses');
    const text = { ...FILES, 'objects/Order__c/fields/Status__c.json': field('Text') };
    expect((await org.deployFiles(text, { checkOnly: true })).plan).not.toHaveProperty('losses');
  });

  it('takes what admins put elsewhere for it alone along', async () => {
    await publish([
      { op: 'set', element: 'page:Order', properties: { label: 'Order', object: 'Order__c' } },
      { op: 'set', element: 'page:Order/sections:main', properties: { label: 'Main', order: 10 } },
      { op: 'set', element: 'page:Order/sections:main/items:Notes__c', properties: { order: 10 } },
      { op: 'set', element: 'page:Order/sections:main/items:Code__c', properties: { order: 20 } },
    ]);
    expect(await org.deployFiles(REST, { destructive: [NOTES_ID] })).toMatchObject({
      status: 'succeeded',
      problems: [],
    });
    const { model } = await org.loadLive();
    expect(model.objects.get('Order__c')?.page?.sections).toMatchObject([{ fields: ['Code__c'] }]);
    expect(model.permissionSets.get('Clerk')?.fields.size).toBe(0);
  });
});

describe('confirming it', () => {
  it.each([
    ['packages', (confirm?: string) => org.deployFiles(REST, { destructive: [NOTES_ID], confirm: confirm ?? '' })],
    [
      'a publish',
      (confirm?: string) =>
        publish([{ op: 'remove', element: 'field:Order__c.Total__c' }], {
          ...(confirm === undefined ? {} : { confirm }),
        }),
    ],
  ])('is needed by %s, and nothing changes without', async (_what, run) => {
    const refused = await run();
    expect(refused).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFIRMATION_NEEDED', expected: refused.plan.confirmation }],
    });
    expect((await org.loadLive()).version).toBe(1);
    expect(await run(refused.plan.confirmation)).toMatchObject({ status: 'succeeded', version: 2 });
  });

  it('names the losses in words', async () => {
    const { plan, problems } = await publish([
      { op: 'remove', element: NOTES_ID },
      { op: 'remove', element: 'listView:Order__c.All/columns:Notes__c' },
      { op: 'remove', element: 'permissionSet:Clerk/fields:Order__c.Notes__c' },
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      `This would take away: Field Order__c.Notes__c with values in 2 records. Look at it and confirm with ${plan.confirmation}.`,
    ]);
    expect(plan.confirmation).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}$/);
  });

  it('holds while people go on working, and no longer when something else would be lost', async () => {
    const { plan } = await check(REST, NOTES_ID);
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Four', Notes__c: 'd' }]);
    expect((await check(REST, NOTES_ID)).plan).toMatchObject({
      confirmation: plan.confirmation,
      losses: [{ records: 3 }],
    });
    await publish([
      { op: 'set', element: 'permissionSet:Boss', properties: { label: 'Boss' } },
      { op: 'set', element: 'permissionSet:Boss/objects:Order__c', properties: { read: true } },
      { op: 'set', element: 'permissionSet:Boss/fields:Order__c.Notes__c', properties: { read: true } },
    ]);
    const confirm = plan.confirmation ?? '';
    const result = await org.deployFiles(REST, { destructive: [NOTES_ID], confirm });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'CONFIRMATION_NEEDED', found: confirm }] });
    expect(result.problems[0]?.message).toMatch(/^What would be taken away has changed since .* named in 3 places/);
    expect(result.plan.confirmation).not.toBe(confirm);
  });

  it('is needed by a rollback that takes away what a deploy brought', async () => {
    const more = { ...FILES, 'objects/Item__c/object.json': object('Item') };
    const { deploy: id = '' } = await org.deployFiles(more);
    const [record] = await insertRecords(org.store, await org.loadLive(), 'Item__c', [{ Name: 'One' }]);
    expect(record).toBeDefined();
    const back = (how: object) => rollback(org.store, id, { by: 'bob@test', note: '', ...how });
    expect(await back({})).toMatchObject({
      status: 'failed',
      plan: { losses: [{ element: 'object:Item__c', records: 1 }] },
    });
    expect(await confirming(back)).toMatchObject({ status: 'succeeded' });
    expect((await org.loadLive()).model.objects.has('Item__c')).toBe(false);
  });
});
