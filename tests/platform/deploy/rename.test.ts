import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { listDropped } from '../../../platform/deploy/dropped.ts';
import type { Json, JsonObject } from '../../../platform/json.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, ORDER_FILES, object, readField } from './order-files.ts';

const STATUS = 'objects/Order__c/fields/Status__c.json';
const values = { Draft: { label: 'Draft', order: 10 }, Sent: { label: 'Sent', order: 20 } };
const page = (...fields: string[]): Json => ({
  label: 'Order',
  object: 'Order__c',
  sections: {
    need: { label: 'Need', order: 10, items: Object.fromEntries(fields.map((name) => [name, { order: 10 }])) },
  },
});

const V1: Files = {
  ...ORDER_FILES,
  [STATUS]: field('Picklist', { values }),
  'pages/OrderPage.json': page('Notes__c', 'Status__c'),
  'roles/Clerk.json': { label: 'Clerk' },
};

/** Some of the files under other paths, and changed. */
function renamed(files: Files, moves: Readonly<Record<string, readonly [string, JsonObject]>>): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, value]) => {
      const [to, change] = moves[path] ?? [path, {}];
      return [to, { ...change, ...(value as JsonObject) }];
    }),
  );
}

/** The field Notes__c is called Remarks__c from now on. */
const V2: Files = {
  ...renamed(V1, { [NOTES]: ['objects/Order__c/fields/Remarks__c.json', { id: 'Notes__c' }] }),
  'pages/OrderPage.json': page('Remarks__c', 'Status__c'),
};

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: V1 });
});
afterEach(() => org.close());

async function publish(...edits: readonly Edit[]) {
  const { version: expectedVersion } = await org.loadLive();
  const result = await deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'ann@test', note: '' });
  expect(result).toMatchObject({ status: 'succeeded' });
}

const order = async () => (await org.loadLive()).model.objects.get('Order__c');
const fill = async (...records: JsonObject[]) =>
  insertRecords(
    org.store,
    await org.loadLive(),
    'Order__c',
    records.map((record, index) => ({ Name: `Order ${index}`, ...record })),
  );
const read = async (name: string) => readField(org.store, await org.loadLive(), 'Order__c', name);

describe('a field that a new version renames', () => {
  it('keeps its column and its values, and is told as renamed', async () => {
    await fill({ Notes__c: 'kept' });
    const result = await org.deployFiles(V2);
    expect(result).toMatchObject({ status: 'succeeded', problems: [], plan: { schema: [] } });
    expect(result.plan.elements).toMatchObject([
      { element: 'field:Order__c.Remarks__c', change: 'renamed', from: 'field:Order__c.Notes__c', properties: [] },
    ]);
    expect(await read('Remarks__c')).toEqual(['kept']);
    expect((await order())?.fields.has('Notes__c')).toBe(false);
    expect((await org.loadLive()).physical.column('Order__c', 'Remarks__c')).toBe('notes__c');
    expect((await org.deployFiles(V2)).status).toBe('unchanged');
  });

  it('keeps what admins said of it, and what they built with it', async () => {
    const condition = (fact: string) => ({ fact, operator: 'isBlank', value: true });
    await publish(
      { op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Comment' } },
      { op: 'set', element: 'page:OrderPage/sections:own', properties: { label: 'Own', order: 20 } },
      { op: 'remove', element: 'page:OrderPage/sections:need/items:Notes__c' },
      { op: 'set', element: 'page:OrderPage/sections:own/items:Notes__c', properties: { order: 10 } },
      { op: 'set', element: 'permissionSet:Own', properties: { label: 'Own' } },
      { op: 'set', element: 'permissionSet:Own/objects:Order__c', properties: { read: true } },
      { op: 'set', element: 'permissionSet:Own/fields:Order__c.Notes__c', properties: { read: true } },
      {
        op: 'set',
        element: 'validationRule:Order__c.Own',
        properties: { order: 1, active: true, errorCondition: condition('Notes__c'), errorMessage: 'Say something.' },
      },
    );
    expect(await org.deployFiles(V2)).toMatchObject({ status: 'succeeded', problems: [] });
    const { model } = await org.loadLive();
    const { fields, page: shown, validationRules } = (await order()) ?? {};
    expect(fields?.get('Remarks__c')?.label).toBe('Comment');
    expect(shown?.sections.map(({ fields: items }) => items)).toEqual([['Status__c'], ['Remarks__c']]);
    expect(validationRules?.find(({ name }) => name === 'Own')?.errorCondition).toEqual(condition('Remarks__c'));
    expect([...(model.permissionSets.get('Own')?.fields.keys() ?? [])]).toEqual(['Order__c.Remarks__c']);
  });

  it('conflicts by its new name where both changed the same', async () => {
    await publish({ op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Comment' } });
    const files = {
      ...V2,
      'objects/Order__c/fields/Remarks__c.json': { ...field('Text', { length: 80 }), id: 'Notes__c', label: 'Remark' },
    };
    const result = await org.deployFiles(files);
    expect(result.plan.conflicts).toMatchObject([
      { element: 'field:Order__c.Remarks__c', property: 'label', base: 'Text', theirs: 'Remark', ours: 'Comment' },
    ]);
  });

  it('is renamed once more, and back, by the name that it had first', async () => {
    await fill({ Notes__c: 'kept' });
    await org.deployFiles(V2);
    const V3 = {
      ...renamed(V1, { [NOTES]: ['objects/Order__c/fields/Words__c.json', { id: 'Notes__c' }] }),
      'pages/OrderPage.json': page('Words__c', 'Status__c'),
    };
    expect(await org.deployFiles(V3)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await read('Words__c')).toEqual(['kept']);
    expect(await org.deployFiles(V1)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await read('Notes__c')).toEqual(['kept']);
  });

  it('has its old name again after a rollback', async () => {
    await fill({ Notes__c: 'kept' });
    const { deploy: id = '' } = await org.deployFiles(V2);
    expect(await rollback(org.store, id, { by: 'test', note: '' })).toMatchObject({ status: 'succeeded' });
    expect(await read('Notes__c')).toEqual(['kept']);
  });

  it('may take the name of another that takes its', async () => {
    await fill({ Notes__c: 'note', Code__c: 'code' });
    const code = 'objects/Order__c/fields/Code__c.json';
    const swapped = {
      ...renamed(V1, { [NOTES]: [code, { id: 'Notes__c' }], [code]: [NOTES, { id: 'Code__c' }] }),
      'pages/OrderPage.json': page('Code__c', 'Status__c'),
    };
    expect(await org.deployFiles(swapped)).toMatchObject({ status: 'succeeded', problems: [] });
    expect([await read('Notes__c'), await read('Code__c')]).toEqual([['code'], ['note']]);
  });

  it('takes a name that a dropped field had, and leaves that one its values', async () => {
    await fill({ Notes__c: 'note', Total__c: '12' });
    const { 'objects/Order__c/fields/Total__c.json': _, ...rest } = V1;
    const dropped = await org.deployFiles(rest, { checkOnly: true, destructive: ['field:Order__c.Total__c'] });
    const confirm = dropped.plan.confirmation;
    const removed = await org.deployFiles(rest, {
      destructive: ['field:Order__c.Total__c'],
      ...(confirm ? { confirm } : {}),
    });
    const files = {
      ...renamed(rest, { [NOTES]: ['objects/Order__c/fields/Total__c.json', { id: 'Notes__c' }] }),
      'pages/OrderPage.json': page('Total__c', 'Status__c'),
    };
    const renamedNotes = await org.deployFiles(files);
    expect(renamedNotes).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await read('Total__c')).toEqual(['note']);
    await rollback(org.store, renamedNotes.deploy ?? '', { by: 'test', note: '' });
    await rollback(org.store, removed.deploy ?? '', { by: 'test', note: '' });
    expect([await read('Notes__c'), await read('Total__c')]).toEqual([['note'], ['12']]);
    expect(await listDropped(org.store)).toEqual([]);
    expect((await org.store.loadState()).allocation.retired.order__c ?? []).toEqual([]);
  });

  it('lends a dropped field’s name, which comes back with its values once it is free', async () => {
    await fill({ Notes__c: 'note', Total__c: '12' });
    const { 'objects/Order__c/fields/Total__c.json': _, ...rest } = V1;
    await org.deployFiles(rest, { destructive: ['field:Order__c.Total__c'] });
    await org.deployFiles({
      ...renamed(rest, { [NOTES]: ['objects/Order__c/fields/Total__c.json', { id: 'Notes__c' }] }),
      'pages/OrderPage.json': page('Total__c', 'Status__c'),
    });
    await org.deployFiles(rest);
    const back = await org.deployFiles(V1);
    expect(back.plan.steps).toEqual([
      'Use column total__c of order__c again for Order__c.Total__c, with the values in it',
    ]);
    expect([await read('Notes__c'), await read('Total__c')]).toEqual([['note'], ['12']]);
    expect(await listDropped(org.store)).toEqual([]);
  });

  it('keeps the column that a retype left behind, for a rollback of both', async () => {
    await fill({ Notes__c: '12' });
    const retyped = await org.deployFiles({ ...V1, [NOTES]: field('Number', { precision: 10, scale: 0 }) });
    const later = await org.deployFiles({
      ...V2,
      'objects/Order__c/fields/Remarks__c.json': field('Number', { precision: 10, scale: 0, id: 'Notes__c' }),
    });
    for (const { deploy: id = '' } of [later, retyped])
      expect(await rollback(org.store, id, { by: 'test', note: '' })).toMatchObject({ status: 'succeeded' });
    expect(await read('Notes__c')).toEqual(['12']);
  });
});

describe('other things that a new version renames', () => {
  it('an object keeps its records, fields, and the prefix of its ids', async () => {
    const [id] = await fill({ Notes__c: 'kept' });
    const files = Object.fromEntries(
      Object.entries(V1).map(([path, value]) => [path.replace('Order__c', 'Purchase__c'), value]),
    );
    const result = await org.deployFiles({
      ...files,
      'objects/Purchase__c/object.json': { id: 'Order__c', ...(V1['objects/Order__c/object.json'] as JsonObject) },
      'pages/OrderPage.json': { ...(V1['pages/OrderPage.json'] as JsonObject), object: 'Purchase__c' },
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(result.plan.elements.map(({ change, element }) => [change, element])).toEqual([
      ['renamed', 'object:Purchase__c'],
    ]);
    const live = await org.loadLive();
    expect(await readField(org.store, live, 'Purchase__c', 'Notes__c')).toEqual(['kept']);
    expect(live.physical.objectOfPrefix(String(id).slice(0, 3))).toBe('Purchase__c');
  });

  it('an object that took a dropped one’s name gives it back, with the records, and may take it again', async () => {
    const items = {
      'objects/Item__c/object.json': object('Item'),
      'objects/Item__c/fields/Size__c.json': field('Text'),
    };
    const customers = {
      'objects/Customer__c/object.json': ['objects/Item__c/object.json', { id: 'Customer__c' }],
    } as const;
    const lookup = 'objects/Order__c/fields/Customer__c.json';
    const taken = { ...renamed(V1, customers), [lookup]: { ...ORDER_FILES[lookup], references: 'Item__c' } };
    await org.deployFiles({ ...V1, ...items });
    await insertRecords(org.store, await org.loadLive(), 'Item__c', [{ Name: 'Item', Size__c: 'L' }]);
    await insertRecords(org.store, await org.loadLive(), 'Customer__c', [{ Name: 'Customer' }]);
    const names = async () => {
      const live = await org.loadLive();
      const objects = ['Item__c', 'Customer__c'].filter((name) => live.model.objects.has(name));
      return Promise.all(objects.map((name) => readField(org.store, live, name, 'Name')));
    };
    const removed = await org.deployFiles(V1, { destructive: ['object:Item__c'] });
    const took = await org.deployFiles(taken);
    expect(await names()).toEqual([['Customer']]);
    for (const { deploy: id = '' } of [took, removed])
      expect(await rollback(org.store, id, { by: 'test', note: '' })).toMatchObject({ status: 'succeeded' });
    expect(await names()).toEqual([['Item'], ['Customer']]);
    expect(await readField(org.store, await org.loadLive(), 'Item__c', 'Size__c')).toEqual(['L']);
    expect(await listDropped(org.store)).toEqual([]);
    await org.deployFiles(V1, { destructive: ['object:Item__c'] });
    for (const files of [taken, V1, { ...V1, ...items }])
      expect(await org.deployFiles(files)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await names()).toEqual([['Item'], ['Customer']]);
  });

  it('an object that records point to keeps their lookups, there and back', async () => {
    const [customer] = await insertRecords(org.store, await org.loadLive(), 'Customer__c', [{ Name: 'One' }]);
    await fill({ Customer__c: customer ?? '' });
    const lookup = 'objects/Order__c/fields/Customer__c.json';
    const { deploy: id = '', ...result } = await org.deployFiles({
      ...renamed(V1, { 'objects/Customer__c/object.json': ['objects/Client__c/object.json', { id: 'Customer__c' }] }),
      [lookup]: { ...ORDER_FILES[lookup], references: 'Client__c' },
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [], plan: { schema: [] } });
    expect(await read('Customer__c')).toEqual([customer]);
    const back = await rollback(org.store, id, { by: 'test', note: '' });
    expect(back).toMatchObject({ status: 'succeeded', problems: [], plan: { schema: [] } });
    expect(await read('Customer__c')).toEqual([customer]);
  });

  it('a picklist value is renamed in the records, too', async () => {
    await fill({ Status__c: 'Sent' }, { Status__c: 'Draft' });
    const shipped = { Draft: values.Draft, Shipped: { id: 'Sent', ...values.Sent } };
    const result = await org.deployFiles({ ...V1, [STATUS]: field('Picklist', { values: shipped }) });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(result.plan.steps).toEqual([
      'Rename the value "Sent" to "Shipped" in the records of order__c (Order__c.Status__c)',
    ]);
    expect(await read('Status__c')).toEqual(['Shipped', 'Draft']);
  });

  it('a picklist value is renamed while its field becomes a list of values, and a rollback renames it back', async () => {
    await fill({ Status__c: 'Sent' }, { Status__c: 'Draft' });
    const shipped = { Draft: values.Draft, Shipped: { id: 'Sent', ...values.Sent } };
    const hooks = { limits: { bigTable: 1 } };
    for (const big of [{}, { hooks }]) {
      const { deploy: id = '', ...result } = await org.deployFiles(
        { ...V1, [STATUS]: field('MultiPicklist', { values: shipped }) },
        big,
      );
      expect(result).toMatchObject({ status: 'succeeded', problems: [] });
      expect(await read('Status__c')).toEqual([['Shipped'], ['Draft']]);
      const back = await rollback(org.store, id, { by: 'test', note: '', ...big });
      expect(back).toMatchObject({ status: 'succeeded', problems: [] });
      expect(await read('Status__c')).toEqual(['Sent', 'Draft']);
    }
  });

  it('picklist values may take each other’s names, in lists, too', async () => {
    const colours = 'objects/Order__c/fields/Colours__c.json';
    const files = { ...V1, [colours]: field('MultiPicklist', { values }) };
    await org.deployFiles(files);
    await fill({ Status__c: 'Draft', Colours__c: ['Draft', 'Sent'] }, { Status__c: 'Sent', Colours__c: ['Sent'] });
    const swapped = { Sent: { id: 'Draft', ...values.Draft }, Draft: { id: 'Sent', ...values.Sent } };
    const result = await org.deployFiles({
      ...files,
      [STATUS]: field('Picklist', { values: swapped }),
      [colours]: field('MultiPicklist', { values: swapped }),
    });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(result.plan.steps).toContain(
      'Rename the values "Sent" to "Draft" and "Draft" to "Sent" in the records of order__c (Order__c.Status__c)',
    );
    expect(await read('Status__c')).toEqual(['Sent', 'Draft']);
    expect(await read('Colours__c')).toEqual([['Draft', 'Sent'], ['Draft']]);
    const chained = { Draft: values.Draft, Shipped: { id: 'Sent', ...values.Sent } };
    await org.deployFiles({ ...files, [STATUS]: field('Picklist', { values: chained }) });
    expect(await read('Status__c')).toEqual(['Draft', 'Shipped']);
  });

  it('a section keeps what admins put into it', async () => {
    await publish({ op: 'set', element: 'page:OrderPage/sections:need/items:Total__c', properties: { order: 30 } });
    const files = {
      ...V1,
      'pages/OrderPage.json': {
        label: 'Order',
        object: 'Order__c',
        sections: {
          wish: { id: 'need', label: 'Wish', order: 10, items: { Notes__c: { order: 10 }, Status__c: { order: 10 } } },
        },
      },
    };
    expect(await org.deployFiles(files)).toMatchObject({ status: 'succeeded', problems: [] });
    expect((await order())?.page?.sections).toMatchObject([
      { id: 'wish', fields: ['Notes__c', 'Status__c', 'Total__c'] },
    ]);
  });

  it('a role is the same role to those who have it', async () => {
    const role = async () => readField(org.store, await org.loadLive(), 'UserRole', 'Id');
    const before = await role();
    const files = renamed(V1, { 'roles/Clerk.json': ['roles/Writer.json', { id: 'Clerk' }] });
    expect(await org.deployFiles(files)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await role()).toEqual(before);
    expect(await readField(org.store, await org.loadLive(), 'UserRole', 'DeveloperName')).toEqual(['Writer']);
  });

  it('roles and permission sets may take each other’s names, or the name of one that takes another', async () => {
    const sets = { 'permissionSets/A.json': { label: 'A' }, 'permissionSets/B.json': { label: 'B' } };
    const files = { ...V1, ...sets, 'roles/Boss.json': { label: 'Boss' } };
    await org.deployFiles(files);
    const named = async (kind: string, name: string) => {
      const live = await org.loadLive();
      const [ids, names] = [await readField(org.store, live, kind, 'Id'), await readField(org.store, live, kind, name)];
      return Object.fromEntries(names.map((each, index) => [each, ids[index]]));
    };
    const [role, set] = [await named('UserRole', 'DeveloperName'), await named('PermissionSet', 'Name')];
    const result = await org.deployFiles(
      renamed(files, {
        'roles/Clerk.json': ['roles/Boss.json', { id: 'Clerk' }],
        'roles/Boss.json': ['roles/Clerk.json', { id: 'Boss' }],
        'permissionSets/A.json': ['permissionSets/B.json', { id: 'A' }],
        'permissionSets/B.json': ['permissionSets/C.json', { id: 'B' }],
      }),
    );
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await named('UserRole', 'DeveloperName')).toMatchObject({ Boss: role.Clerk, Clerk: role.Boss });
    expect(await named('PermissionSet', 'Name')).toMatchObject({ B: set.A, C: set.B });
  });
});

describe('what a renamed element may not say', () => {
  it('that it is called what something is that stays, in the package or of the org', async () => {
    await fill({ Notes__c: 'note', Total__c: '12' });
    const { 'objects/Order__c/fields/Total__c.json': _, ...rest } = V1;
    const files = {
      ...renamed(rest, { [NOTES]: ['objects/Order__c/fields/Total__c.json', { id: 'Notes__c' }] }),
      'pages/OrderPage.json': page('Total__c', 'Status__c'),
    };
    const refused = await org.deployFiles(files);
    expect(refused.status).toBe('failed');
    expect(refused.problems).toContainEqual(
      expect.objectContaining({
        code: 'NAME_TAKEN',
        message:
          '"Notes__c" cannot be renamed to "Total__c": @test/app has something called so, which stays. Rename that one, too, or delete it in a deploy of its own before this one.',
        file: expect.stringContaining('objects/Order__c/fields/Total__c.json'),
      }),
    );
    await publish({
      op: 'set',
      element: 'field:Order__c.Remarks__c',
      properties: { label: 'Remarks', type: 'Text', order: 90 },
    });
    const again = await org.deployFiles(V2);
    expect(again.status).toBe('failed');
    expect(again.problems).toContainEqual(
      expect.objectContaining({
        code: 'NAME_TAKEN',
        message: expect.stringContaining('the org has something called so'),
      }),
    );
    expect([await read('Notes__c'), await read('Total__c')]).toEqual([['note'], ['12']]);
  });

  it('that it is called what nothing may be called, which is told as of anything else', async () => {
    const customers = 'objects/Customer__c/object.json';
    const lookup = 'objects/Order__c/fields/Customer__c.json';
    const noteAs = (name: string) => ({
      ...renamed(V1, { [NOTES]: [`objects/Order__c/fields/${name}.json`, { id: 'Notes__c' }] }),
      'pages/OrderPage.json': page(name, 'Status__c'),
    });
    const { 'objects/Order__c/fields/Code__c.json': _, ...withoutCode } = noteAs('CODE__c') as Files;
    const customer = {
      ...renamed(V1, { [customers]: ['objects/Customer/object.json', { id: 'Customer__c' }] }),
      [lookup]: { ...ORDER_FILES[lookup], references: 'Customer' },
    };
    const problemsOf = async (files: Files, ...destructive: string[]) => {
      const { status, problems } = await org.deployFiles(files, { checkOnly: true, destructive });
      expect(status).toBe('failed');
      return problems.map(({ code, element }) => `${code} ${element}`);
    };
    expect(await problemsOf(noteAs('CODE__c'))).toEqual(['DUPLICATE_NAME field:Order__c.Code__c']);
    const gone = 'field:Order__c.Code__c';
    expect(await problemsOf(withoutCode, gone)).toEqual(['DUPLICATE_NAME field:Order__c.Code__c']);
    expect(await problemsOf(noteAs('Name'))).toEqual(['RESERVED_NAME field:Order__c.Name']);
    expect(await problemsOf(customer)).toEqual(['INVALID_NAME object:Customer']);
  });

  it('that it was what is there still', async () => {
    const files = { ...V1, 'objects/Order__c/fields/Remarks__c.json': { ...field('Text'), id: 'Notes__c' } };
    await expect(org.deployFiles(files)).rejects.toThrow('"Remarks__c" says that it was "Notes__c" first');
  });

  it('anything but a name', async () => {
    const files = { ...V1, 'objects/Order__c/fields/Remarks__c.json': { ...field('Text'), id: 7 } };
    await expect(org.deployFiles(files)).rejects.toThrow('"id" is the name that this had before');
  });
});
