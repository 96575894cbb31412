import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { loadHistory } from '../../../platform/deploy/history.ts';
import type { Json } from '../../../platform/json.ts';
import type { Model } from '../../../platform/layers/model.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { confirming, type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, ORDER_FILES } from './order-files.ts';

const STATUS = 'objects/Order__c/fields/Status__c.json';
const PAGE = 'pages/OrderPage.json';
const RULE = 'objects/Order__c/validationRules/Total_Positive.json';
const CLERK = 'permissionSets/Clerk.json';

const values = { Draft: { label: 'Draft', order: 10 }, Sent: { label: 'Sent', order: 20 } };
const rule = {
  order: 10,
  active: true,
  errorCondition: { fact: 'Total__c', operator: 'lessThan', value: 0 },
  errorMessage: 'The total cannot be negative.',
};
const clerk = {
  label: 'Clerk',
  objects: { Order__c: { read: true } },
  fields: { 'Order__c.Notes__c': { read: true } },
};

function page(sections: Record<string, Json>): Json {
  return { label: 'Order', object: 'Order__c', sections };
}

function section(label: string, order: number, ...fields: string[]): Json {
  return { label, order, items: Object.fromEntries(fields.map((name, index) => [name, { order: 10 * index }])) };
}

const V1 = {
  ...ORDER_FILES,
  [STATUS]: field('Picklist', { values }),
  [PAGE]: page({ need: section('Need', 10, 'Notes__c', 'Total__c'), more: section('More', 20, 'Rush__c') }),
  [RULE]: rule,
  [CLERK]: clerk,
} satisfies Files;

/** What a later version says elsewhere: fields, values, sections, rules and rows of its own, labels and orders. */
const V2 = {
  ...V1,
  'objects/Order__c/object.json': { ...(V1['objects/Order__c/object.json'] as object), description: 'New words' },
  'objects/Order__c/fields/Due__c.json': field('Date'),
  'objects/Order__c/fields/Notes__c.json': field('Text', { length: 120 }),
  [STATUS]: field('Picklist', { help: 'Where it stands', values: { ...values, Paid: { label: 'Paid', order: 40 } } }),
  [PAGE]: page({
    need: section('Need', 10, 'Notes__c', 'Total__c', 'Due__c'),
    more: section('More', 30, 'Rush__c', 'Code__c'),
    last: section('Last', 40, 'Status__c'),
  }),
  [RULE]: { ...rule, errorMessage: 'A total is never negative.' },
  [CLERK]: { ...clerk, fields: { 'Order__c.Notes__c': { read: true }, 'Order__c.Due__c': { read: true } } },
} satisfies Files;

/** One edit of every kind that the studio makes. */
const EDITS: readonly Edit[] = [
  { op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Remarks' } },
  { op: 'set', element: 'field:Order__c.Status__c/values:Sent', properties: { order: 5, label: 'On its way' } },
  { op: 'set', element: 'field:Order__c.Status__c/values:Lost', properties: { label: 'Lost', order: 15 } },
  { op: 'remove', element: 'page:OrderPage/sections:need/items:Total__c' },
  { op: 'set', element: 'page:OrderPage/sections:more/items:Total__c', properties: { order: 1 } },
  { op: 'set', element: 'page:OrderPage/sections:own', properties: { label: 'Ours', order: 15 } },
  { op: 'set', element: 'page:OrderPage/sections:own/items:Extra__c', properties: { order: 1 } },
  { op: 'set', element: 'permissionSet:Clerk/fields:Order__c.Total__c', properties: { read: true, edit: true } },
  {
    op: 'set',
    element: 'validationRule:Order__c.Total_Positive',
    properties: { errorCondition: { fact: 'Total__c', operator: 'lessThan', value: 1 } },
  },
  { op: 'remove', element: 'field:Order__c.Customer__c' },
  { op: 'set', element: 'field:Order__c.Extra__c', properties: field('Text') },
];

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: V1 });
});
afterEach(() => org.close());

async function publish(by: string, ...edits: readonly Edit[]): Promise<string> {
  const { version: expectedVersion } = await org.loadLive();
  const request = { kind: 'publish', edits, expectedVersion, by, note: '' } as const;
  const result = await confirming((confirmed) => deploy(org.store, { ...request, ...confirmed }));
  expect(result).toMatchObject({ status: 'succeeded' });
  return result.deploy ?? '';
}

const undo = (id: string | undefined) =>
  confirming((confirmed) => rollback(org.store, id ?? '', { by: 'admin@test', note: '', ...confirmed }));
const order = async () => {
  const object = (await org.loadLive()).model.objects.get('Order__c');
  if (!object) throw new Error('The object is gone');
  return object;
};

/** All that a model says; who said so and when is beside the point. */
async function said(): Promise<Omit<Model, 'origins'>> {
  const { origins: _, ...model } = (await org.loadLive()).model;
  return structuredClone(model);
}

async function expectEdits(): Promise<void> {
  const { fields, page: shown, validationRules } = await order();
  expect(fields.get('Notes__c')?.label).toBe('Remarks');
  expect(fields.get('Status__c')?.values?.slice(0, 3)).toMatchObject([
    { value: 'Sent', label: 'On its way' },
    { value: 'Draft' },
    { value: 'Lost' },
  ]);
  expect(fields.has('Extra__c')).toBe(true);
  expect(fields.has('Customer__c')).toBe(false);
  const sections = new Map(shown?.sections.map(({ id, fields: items }) => [id, items]));
  expect(sections.get('own')).toEqual(['Extra__c']);
  expect(sections.get('need')).not.toContain('Total__c');
  expect(sections.get('more')).toContain('Total__c');
  expect(validationRules[0]?.errorCondition).toMatchObject({ value: 1 });
  const { permissionSets } = (await org.loadLive()).model;
  expect(permissionSets.get('Clerk')?.fields.get('Order__c.Total__c')).toEqual({ read: true, edit: true });
}

describe('an upgrade over edits of every kind', () => {
  it('keeps all of them, beside all that is new', async () => {
    await publish('admin@test', ...EDITS);
    await expectEdits();
    expect(await org.deployFiles(V2)).toMatchObject({ status: 'succeeded', problems: [] });
    await expectEdits();
    const { fields, page: shown, validationRules, description } = await order();
    expect(description).toBe('New words');
    expect(fields.get('Notes__c')).toMatchObject({ label: 'Remarks', length: 120 });
    expect(fields.get('Status__c')).toMatchObject({ help: 'Where it stands' });
    expect(fields.get('Status__c')?.values?.map(({ value }) => value)).toEqual(['Sent', 'Draft', 'Lost', 'Paid']);
    expect(shown?.sections.map(({ id, fields: items }) => [id, items])).toEqual([
      ['need', ['Notes__c', 'Due__c']],
      ['own', ['Extra__c']],
      ['more', ['Rush__c', 'Total__c', 'Code__c']],
      ['last', ['Status__c']],
    ]);
    expect(validationRules[0]?.errorMessage).toBe('A total is never negative.');
  });

  it('is taken back exactly, and brought in again exactly, as often as asked', async () => {
    const states = [await said()];
    await publish('admin@test', ...EDITS);
    states.push(await said());
    await org.deployFiles(V2);
    states.push(await said());
    for (let round = 0; round < 2; round++) {
      expect(await undo((await loadHistory(org.store))[0]?.id)).toMatchObject({ status: 'succeeded' });
      expect(await said()).toEqual(states[1]);
      expect((await org.deployFiles(V2, { trigger: 'start' })).status).toBe('unchanged');
      expect(await org.deployFiles(V2)).toMatchObject({ status: 'succeeded', problems: [] });
      expect(await said()).toEqual(states[2]);
      expect((await org.deployFiles(V2)).status).toBe('unchanged');
    }
  });

  it('lets the edits be taken back afterwards, where it did not touch the same', async () => {
    const published = await publish('admin@test', ...EDITS);
    await org.deployFiles(V2);
    expect(await undo(published)).toMatchObject({ status: 'succeeded' });
    const after = await said();
    const fresh = await testOrg({ files: V2 });
    const { origins: _, ...untouched } = fresh.live.model;
    await fresh.close();
    expect(after).toEqual(untouched);
  });

  it('keeps what two admins did, each the author of their own', async () => {
    await publish('ann@test', { op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Remarks' } });
    await publish('bob@test', { op: 'set', element: 'field:Order__c.Notes__c', properties: { help: 'Keep it short' } });
    expect((await org.deployFiles(V2)).status).toBe('succeeded');
    const { model } = await org.loadLive();
    expect(model.origins.get('field:Order__c.Notes__c')).toMatchObject({
      label: { layer: 'org', by: 'ann@test', packageValue: 'Text' },
      help: { layer: 'org', by: 'bob@test' },
      length: { layer: 'package' },
    });
  });
});

describe('what both sides touched', () => {
  const NEED_NOTES = 'page:OrderPage/sections:need/items:Notes__c';
  const MORE_NOTES = 'page:OrderPage/sections:more/items:Notes__c';
  const moved = (need: Json, more: Json, last: Json = section('Last', 30)): Files => ({
    ...V1,
    [PAGE]: page({ need, more, last }),
  });
  const inMore = moved(section('Need', 10, 'Total__c'), section('More', 20, 'Rush__c', 'Notes__c'));
  const inLast = moved(
    section('Need', 10, 'Total__c'),
    section('More', 20, 'Rush__c'),
    section('Last', 30, 'Notes__c'),
  );
  const sectionsWith = async (name: string) =>
    (await order()).page?.sections.filter(({ fields }) => fields.includes(name)).map(({ id }) => id);
  const choice = async (name: string) =>
    (await order()).fields.get('Status__c')?.values?.find(({ value }) => value === name);
  const withSent = (label: string): Files => ({
    ...V1,
    [STATUS]: field('Picklist', { values: { ...values, Sent: { label, order: 20 } } }),
  });

  it('is told value by value, and all at once', async () => {
    await publish('admin@test', ...EDITS);
    const result = await org.deployFiles({
      ...withSent('Posted'),
      'objects/Order__c/fields/Notes__c.json': field('Text', { length: 80, label: 'Comments' }),
      'objects/Order__c/fields/Customer__c.json': {
        ...(V1['objects/Order__c/fields/Customer__c.json'] as { [key: string]: Json }),
        label: 'Buyer',
      },
      'objects/Order__c/fields/Extra__c.json': field('Number'),
      [RULE]: { ...rule, errorCondition: { fact: 'Total__c', operator: 'lessThan', value: 2 } },
    });
    expect(result.status).toBe('failed');
    const found = result.plan.conflicts.map(({ element, property }) => `${element} ${property ?? 'itself'}`);
    expect(found.sort()).toEqual([
      'field:Order__c.Customer__c itself',
      'field:Order__c.Extra__c itself',
      'field:Order__c.Notes__c label',
      'field:Order__c.Status__c/values:Sent label',
      'validationRule:Order__c.Total_Positive errorCondition',
    ]);
    expect(result.problems.filter(({ code }) => code === 'CONFLICT')).toHaveLength(5);
    await expectEdits();
  });

  it('is decided: the org’s hold, or the package’s, and no more asked afterwards', async () => {
    const files = {
      ...withSent('Posted'),
      'objects/Order__c/fields/Customer__c.json': {
        ...(V1['objects/Order__c/fields/Customer__c.json'] as { [key: string]: Json }),
        label: 'Buyer',
      },
      'objects/Order__c/fields/Extra__c.json': field('Number', { precision: 4 }),
    };
    await publish('admin@test', ...EDITS, {
      op: 'set',
      element: 'field:Order__c.Extra__c',
      properties: { length: 30 },
    });
    const before = await said();
    const ours = await org.deployFiles(files, { prefer: 'ours' });
    expect(ours).toMatchObject({ status: 'succeeded', problems: [] });
    await expectEdits();
    expect((await order()).fields.get('Extra__c')).toMatchObject({ type: 'Text', length: 30 });
    expect((await org.deployFiles({ ...files, [CLERK]: { ...clerk, label: 'Writer' } })).status).toBe('succeeded');
    await undo((await loadHistory(org.store))[0]?.id);
    expect(await undo(ours.deploy)).toMatchObject({ status: 'succeeded' });
    expect(await said()).toEqual(before);

    expect(await org.deployFiles(files, { prefer: 'theirs' })).toMatchObject({ status: 'succeeded', problems: [] });
    const { fields } = await order();
    expect(fields.get('Customer__c')?.label).toBe('Buyer');
    expect(fields.get('Extra__c')).toMatchObject({ type: 'Number', precision: 4 });
    expect(await choice('Sent')).toMatchObject({ label: 'Posted', order: 5 });
    expect(fields.get('Notes__c')?.label).toBe('Remarks');
  });

  it('is no conflict where both came to the same', async () => {
    await publish('admin@test', { op: 'set', element: 'field:Order__c.Due__c', properties: field('Date') });
    expect(await org.deployFiles(V2)).toMatchObject({ status: 'succeeded', problems: [] });
    expect((await org.loadLive()).model.origins.get('field:Order__c.Due__c')?.label?.layer).toBe('package');
  });

  it('leaves off the page what the admin took off, wherever the package moves it', async () => {
    await publish('admin@test', { op: 'remove', element: NEED_NOTES });
    expect(await org.deployFiles(inMore)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await sectionsWith('Notes__c')).toEqual([]);
    await publish('admin@test', { op: 'reset', element: MORE_NOTES });
    expect(await sectionsWith('Notes__c')).toEqual(['more']);
  });

  it.each([
    ['ours', []],
    ['theirs', ['need']],
  ] as const)('asks about what is new inside of what an admin took out: %s', async (prefer, sections) => {
    await publish('admin@test', { op: 'remove', element: 'page:OrderPage/sections:need' });
    const files = moved(section('Need', 10, 'Notes__c', 'Total__c', 'Code__c'), section('More', 20, 'Rush__c'));
    expect(await org.deployFiles(files)).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFLICT' }],
      plan: { conflicts: [{ element: 'page:OrderPage/sections:need', by: 'admin@test' }] },
    });
    expect(await org.deployFiles(files, { prefer })).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await sectionsWith('Code__c')).toEqual(sections);
    expect((await org.deployFiles({ ...files, [CLERK]: { ...clerk, label: 'Writer' } })).status).toBe('succeeded');
  });

  it('agrees where the package moves a field to where the admin put it', async () => {
    await publish(
      'admin@test',
      { op: 'remove', element: NEED_NOTES },
      { op: 'set', element: MORE_NOTES, properties: { order: 10 } },
    );
    expect(await org.deployFiles(inMore)).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await sectionsWith('Notes__c')).toEqual(['more']);
    expect((await org.store.loadOrgLayer()).removed.size).toBe(0);
  });

  it.each([
    ['ours', 'more'],
    ['theirs', 'last'],
  ] as const)('asks where a field belongs that both moved: %s', async (prefer, place) => {
    await publish(
      'admin@test',
      { op: 'remove', element: NEED_NOTES },
      { op: 'set', element: MORE_NOTES, properties: { order: 10 } },
    );
    const open = await org.deployFiles(inLast);
    expect(open).toMatchObject({ status: 'failed', problems: [{ code: 'CONFLICT' }] });
    expect(await org.deployFiles(inLast, { prefer })).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await sectionsWith('Notes__c')).toEqual([place]);
    expect((await org.deployFiles({ ...inLast, [CLERK]: { ...clerk, label: 'Writer' } })).status).toBe('succeeded');
    expect(await sectionsWith('Notes__c')).toEqual([place]);
  });

  it('lets nothing that an admin changed go with what the package destroys', async () => {
    const { 'objects/Order__c/fields/Notes__c.json': _, ...rest } = V1;
    const files = {
      ...rest,
      [PAGE]: page({ more: section('More', 20, 'Rush__c') }),
      [CLERK]: { ...clerk, fields: {} },
    };
    const destructive = [
      'field:Order__c.Notes__c',
      'page:OrderPage/sections:need',
      'permissionSet:Clerk/fields:Order__c.Notes__c',
    ];
    await publish('admin@test', { op: 'set', element: 'field:Order__c.Notes__c', properties: { label: 'Remarks' } });
    expect(await org.deployFiles(files, { destructive })).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFLICT' }],
      plan: { conflicts: [{ element: 'field:Order__c.Notes__c', ours: { label: 'Remarks' } }] },
    });
    const kept = await org.deployFiles(files, { destructive, prefer: 'ours' });
    expect(kept).toMatchObject({ status: 'succeeded', plan: { decisions: [{ choose: 'ours', decidedBy: 'test' }] } });
    expect((await order()).fields.get('Notes__c')?.label).toBe('Remarks');
    const last = { destructive: destructive.slice(0, 1), prefer: 'theirs' } as const;
    expect(await org.deployFiles(files, last)).toMatchObject({ status: 'succeeded' });
    expect((await order()).fields.has('Notes__c')).toBe(false);
  });

  it('keeps a column that a related list has no more, though another list has one of its name', async () => {
    const lists = (orders: Json): Files => ({
      ...V1,
      'objects/Order__c/fields/Payer__c.json': field('Lookup', {
        references: 'Customer__c',
        childRelationship: 'Paid',
      }),
      'pages/CustomerPage.json': {
        label: 'Customer',
        object: 'Customer__c',
        relatedLists: {
          Orders__r: { order: 10, columns: orders },
          Paid__r: { order: 20, columns: { Name: { order: 10 }, Code__c: { order: 20 } } },
        },
      },
    });
    await org.deployFiles(lists({ Name: { order: 10 }, Code__c: { order: 20 } }));
    expect((await org.deployFiles(lists({ Name: { order: 10 } }))).problems).toMatchObject([
      { code: 'ELEMENT_KEPT', element: 'page:CustomerPage/relatedLists:Orders__r/columns:Code__c' },
    ]);
  });
});
