import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../../platform/deploy/deploy.ts';
import type { DeployResult } from '../../../platform/deploy/deploy-result.ts';
import { formatPackages } from '../../../platform/deploy/format-packages.ts';
import { type Retrieval, retrieve, saveRetrieved } from '../../../platform/deploy/retrieve.ts';
import type { Json } from '../../../platform/json.ts';
import { componentOfFile } from '../../../platform/kinds/kind-path.ts';
import type { Model } from '../../../platform/layers/model.ts';
import { type Edit, EMPTY_ORG_LAYER } from '../../../platform/layers/org-layer.ts';
import { SYSTEM_PACKAGE } from '../../../platform/packages/element.ts';
import { loadPackages } from '../../../platform/packages/load.ts';
import type { Store } from '../../../platform/store/store.ts';
import { confirming, ENGINE_HOOKS, type Files, type TestOrg, testOrg, writePackages } from '../../support/org.ts';
import { compatible, everyEdit, FILED_KINDS } from '../support/every-edit.ts';
import { EVERYTHING } from '../support/everything.ts';
import { field, ORDER_FILES, object } from './order-files.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-retrieve-'));
  folders.push(folder);
  return folder;
}

/** Packages as files in canonical form. */
async function folderOf(files: Files): Promise<string> {
  const folder = await writePackages(files);
  folders.push(folder);
  await formatPackages([folder]);
  return folder;
}

async function textsIn(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files
    .sort()
    .map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

async function publish(store: Store, edits: readonly Edit[], by = 'ann@test'): Promise<DeployResult> {
  const expectedVersion = (await store.loadState()).version;
  const result = await confirming((how) =>
    deploy(store, { kind: 'publish', edits, expectedVersion, by, note: '', ...how }, ENGINE_HOOKS),
  );
  expect(result).toMatchObject({ status: 'succeeded' });
  return result;
}

async function deployFolder(store: Store, folder: string): Promise<DeployResult> {
  const { packages, problems } = await loadPackages([folder]);
  expect(problems).toEqual([]);
  return deploy(store, { kind: 'packages', packages, by: 'ci', note: '' }, ENGINE_HOOKS);
}

async function retrieveInto(store: Store, into: string, target?: string): Promise<Retrieval> {
  const found = await retrieve(store, { into, ...(target === undefined ? {} : { package: target }) });
  await saveRetrieved(found);
  return found;
}

async function said(store: Store): Promise<Omit<Model, 'origins' | 'packages'>> {
  const { origins: _, packages: __, ...model } = (await store.loadLive())?.model ?? ({} as Model); // there is one
  return structuredClone(model);
}

const pathsOf = ({ files }: Retrieval) => files.map(({ path }) => path);

describe('a package with everything', () => {
  let org: TestOrg;
  let fresh: TestOrg;
  let folder: string;
  beforeAll(async () => {
    folder = await folderOf(EVERYTHING);
    org = await testOrg({ packages: [folder] });
    fresh = await testOrg();
  }, 120_000);
  afterAll(async () => {
    await org?.close();
    await fresh?.close();
  });

  it('is the same to the byte, retrieved, deployed elsewhere and retrieved again', async () => {
    const first = await emptyFolder();
    await retrieveInto(org.store, first, '@test/app');
    const texts = await textsIn(first);
    expect(texts).toEqual(await textsIn(folder));
    const kinds = new Set(Object.keys(texts).map((path) => componentOfFile(path)?.kind));
    expect([...kinds]).toEqual(expect.arrayContaining([...FILED_KINDS]));

    expect(await deployFolder(org.store, first)).toMatchObject({ status: 'unchanged' });
    expect(await deployFolder(fresh.store, first)).toMatchObject({ status: 'succeeded', problems: [] });
    const second = await emptyFolder();
    await retrieveInto(fresh.store, second, '@test/app');
    expect(await textsIn(second)).toEqual(texts);
  }, 120_000);

  it('takes over what admins did to all of it, so that nothing is left of the org’s layer', async () => {
    const { packages } = await loadPackages([folder]);
    const app = packages.find(({ name }) => name === '@test/app');
    if (!app) throw new Error('The package is gone');
    const edits = compatible(
      packages,
      everyEdit(packages, app).map(({ edit }) => edit),
    );
    expect(edits.length).toBeGreaterThan(150);
    await publish(org.store, edits);
    const before = await said(org.store);
    const layer = await org.store.loadOrgLayer();
    for (const changes of [layer.added, layer.changed, layer.removed]) expect(changes.size).toBeGreaterThan(10);

    const found = await retrieveInto(org.store, folder);
    expect(found).toMatchObject({ conflicts: [], left: [], problems: [] });
    expect(await deployFolder(org.store, folder)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    expect(await org.store.loadOrgLayer()).toEqual(EMPTY_ORG_LAYER);
    expect(await said(org.store)).toEqual(before);
    expect((await org.store.loadState()).metadata.kept.size).toBe(0);

    const texts = await textsIn(folder);
    expect((await retrieveInto(org.store, folder)).files).toEqual([]);
    expect(await textsIn(folder)).toEqual(texts);
    expect((await formatPackages([folder])).files).toEqual([]);
  }, 300_000);
});

const NOTES = 'objects/Order__c/fields/Notes__c.json';
const STATUS = 'objects/Order__c/fields/Status__c.json';
const NOTES_ID = 'field:Order__c.Notes__c';

describe('retrieving', () => {
  let org: TestOrg;
  let folder: string;
  beforeEach(async () => {
    folder = await folderOf(ORDER_FILES);
    org = await testOrg({ packages: [folder] });
  });
  afterEach(() => org.close());

  const set = (element: string, properties: Record<string, Json>): Edit => ({ op: 'set', element, properties });

  it('writes the files that change alone, and says who changed what, and when', async () => {
    await publish(org.store, [set(NOTES_ID, { label: 'Remarks' })], 'ann@test');
    await publish(org.store, [{ op: 'remove', element: 'field:Order__c.Status__c/values:Sent' }], 'bob@test');
    const before = await textsIn(folder);
    const { files } = await retrieveInto(org.store, folder);
    expect(files).toMatchObject([
      {
        path: NOTES,
        action: 'changed',
        changes: [
          { element: NOTES_ID, change: 'changed', property: 'label', before: 'Text', after: 'Remarks', by: 'ann@test' },
        ],
      },
      {
        path: STATUS,
        action: 'changed',
        changes: [{ element: 'field:Order__c.Status__c/values:Sent', change: 'removed', by: 'bob@test' }],
      },
    ]);
    expect(Date.parse(files[0]?.changes[0]?.at ?? '')).toBeGreaterThan(Date.now() - 600_000);
    const after = await textsIn(folder);
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([NOTES, STATUS]);
    expect(after[NOTES]).toBe(before[NOTES]?.replace('"label": "Text"', '"label": "Remarks"'));
  });

  it('leaves the bytes of what nobody changed, however they are laid out', async () => {
    const odd =
      '\uFEFF{ "order": 1,\r\n\t"label":"Code", "type" : "Text", "length":20, "unique":true, "externalId":true }';
    await writeFile(join(folder, 'objects/Order__c/fields/Code__c.json'), odd);
    await publish(org.store, [set(NOTES_ID, { label: 'Remarks' })]);
    expect(pathsOf(await retrieveInto(org.store, folder))).toEqual([NOTES]);
    expect((await textsIn(folder))['objects/Order__c/fields/Code__c.json']).toBe(odd);
  });

  it('makes files for what was added, and takes those of what was removed away, folders included', async () => {
    await publish(org.store, [
      { op: 'remove', element: 'object:Customer__c' },
      { op: 'remove', element: 'field:Order__c.Customer__c' },
      set('field:Order__c.Extra__c', { label: 'Extra', type: 'Text', order: 90 }),
      set('field:Order__c.Status__c/values:Lost', { label: 'Lost', order: 15 }),
    ]);
    const { files } = await retrieveInto(org.store, folder);
    expect(files.map(({ path, action }) => [path, action])).toEqual([
      ['objects/Customer__c/object.json', 'removed'],
      ['objects/Order__c/fields/Customer__c.json', 'removed'],
      ['objects/Order__c/fields/Extra__c.json', 'created'],
      [STATUS, 'changed'],
    ]);
    expect(await readdir(join(folder, 'objects'))).toEqual(['Order__c']);
    expect(await deployFolder(org.store, folder)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    const { metadata } = await org.store.loadState();
    expect(metadata.org).toEqual(EMPTY_ORG_LAYER);
    expect(metadata.packages.some(({ elements }) => elements.has('object:Customer__c'))).toBe(false);
  });

  it('merges with files that went on meanwhile, property by property', async () => {
    await publish(org.store, [set(NOTES_ID, { label: 'Remarks', help: 'Keep it short' })]);
    const newer = { ...ORDER_FILES, [NOTES]: field('Text', { length: 120, help: 'Say it all' }) };
    const ahead = await folderOf(newer);
    const { files, conflicts } = await retrieveInto(org.store, ahead);
    expect(files).toMatchObject([{ path: NOTES, changes: [{ property: 'label' }] }]);
    expect(conflicts).toMatchObject([
      { element: NOTES_ID, property: 'help', theirs: 'Say it all', ours: 'Keep it short', by: 'ann@test' },
    ]);
    expect(JSON.parse((await textsIn(ahead))[NOTES] ?? '')).toMatchObject({
      label: 'Remarks',
      help: 'Say it all',
      length: 120,
    });
  });

  it('does not bring back what the files have dropped, nor drop what they have new', async () => {
    await publish(org.store, [
      set(NOTES_ID, { label: 'Remarks' }),
      { op: 'remove', element: 'field:Order__c.Status__c' },
    ]);
    const { [NOTES]: _, ...rest } = ORDER_FILES;
    const ahead = await folderOf({
      ...rest,
      [STATUS]: field('Picklist', {
        values: {
          Draft: { label: 'Draft', order: 10 },
          Sent: { label: 'Sent', order: 20 },
          Paid: { label: 'Paid', order: 30 },
        },
      }),
    });
    const before = await textsIn(ahead);
    const { files, conflicts } = await retrieveInto(org.store, ahead);
    expect(files).toEqual([]);
    expect(conflicts).toMatchObject([
      { element: 'field:Order__c.Status__c', theirs: { type: 'Picklist' } },
      { element: NOTES_ID, property: 'label', ours: 'Remarks' },
    ]);
    expect(await textsIn(ahead)).toEqual(before);
  });

  it('takes nothing out that the files have changed since an admin did', async () => {
    await publish(org.store, [{ op: 'remove', element: 'field:Order__c.Status__c' }]);
    const ahead = await folderOf({ ...ORDER_FILES, [STATUS]: field('Picklist', { help: 'New words', values: {} }) });
    const { files, conflicts } = await retrieveInto(org.store, ahead);
    expect(files).toEqual([]);
    expect(conflicts).toMatchObject([{ element: 'field:Order__c.Status__c', theirs: { help: 'New words' } }]);
  });

  it('follows what the files have renamed', async () => {
    await publish(org.store, [set(NOTES_ID, { label: 'Remarks' })]);
    const { [NOTES]: notes, ...rest } = ORDER_FILES;
    const renamed = 'objects/Order__c/fields/Comment__c.json';
    const ahead = await folderOf({ ...rest, [renamed]: { id: 'Notes__c', ...(notes as object) } });
    expect(pathsOf(await retrieveInto(org.store, ahead))).toEqual([renamed]);
    expect((await textsIn(ahead))[renamed]).toMatch(/^\{\n {2}"id": "Notes__c",\n {2}"label": "Remarks",/);
  });

  it('writes nothing into a folder that is none of packages, and nothing for packages that are not there', async () => {
    const other = await emptyFolder();
    await writeFile(join(other, 'notes.txt'), 'mine');
    const refused = await retrieveInto(org.store, other);
    expect(refused).toMatchObject({ files: [], problems: [{ code: 'NOT_A_PACKAGE_FOLDER' }] });
    expect((await retrieveInto(org.store, join(other, 'notes.txt'))).problems).toMatchObject([
      { code: 'NOT_A_PACKAGE_FOLDER' },
    ]);
    expect((await retrieveInto(org.store, await emptyFolder(), '@test/ap')).problems).toMatchObject([
      { code: 'PACKAGE_NOT_INSTALLED', suggestion: '@test/app' },
    ]);
    expect((await retrieveInto(org.store, folder, '@test/apq')).problems).toMatchObject([
      { code: 'PACKAGE_NOT_HERE', suggestion: '@test/app' },
    ]);
  });

  it('never writes outside the folder, where a link leads away', async () => {
    await publish(org.store, [set('role:Boss', { label: 'Boss' })]);
    const away = await emptyFolder();
    await symlink(away, join(folder, 'roles'));
    await expect(retrieve(org.store, { into: folder })).resolves.toMatchObject({ problems: [{ code: 'LINKED_FILE' }] });
    const files = [{ ...FILE, folder, path: 'roles/Boss.json', file: join(folder, 'roles/Boss.json') }];
    await expect(saveRetrieved({ files })).rejects.toThrow('outside');
    const climbing = [{ ...FILE, folder, path: '../Boss.json', file: join(dirname(folder), 'Boss.json') }];
    await expect(saveRetrieved({ files: climbing })).rejects.toThrow('outside');
    expect(await readdir(away)).toEqual([]);
  });
});

const FILE = { package: '@test/app', action: 'created', text: '{}\n', changes: [] } as const;

/** Orders below, billing above, with an addition to the orders’ permission set. */
const TWO: Files = {
  'orders/package.json': { name: '@test/orders', version: '1.0.0', formwork: { label: 'Orders' } },
  ...prefixed('orders/', ORDER_FILES),
  'orders/permissionSets/Clerk.json': { label: 'Clerk', objects: { Order__c: { read: true } } },
  'billing/package.json': {
    name: '@test/billing',
    version: '1.0.0',
    dependencies: { '@test/orders': '^1.0.0' },
    formwork: { label: 'Billing' },
  },
  'billing/objects/Bill__c/object.json': object('Bill'),
  'billing/objects/Bill__c/fields/Amount__c.json': field('Number', { precision: 10, scale: 2 }),
  'billing/permissionSets/Clerk.json': { extends: true, objects: { Bill__c: { read: true } } },
};

function prefixed(prefix: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, value]) => [prefix + path, value]));
}

describe('of several packages', () => {
  let org: TestOrg;
  let folder: string;
  beforeEach(async () => {
    folder = await folderOf(TWO);
    org = await testOrg({ packages: [folder] });
  });
  afterEach(() => org.close());

  const EDITS: readonly Edit[] = [
    { op: 'set', element: 'field:Order__c.Extra__c', properties: { label: 'Extra', type: 'Text', order: 90 } },
    { op: 'set', element: 'permissionSet:Clerk/fields:Order__c.Extra__c', properties: { read: true } },
    { op: 'set', element: 'permissionSet:Clerk/fields:Bill__c.Amount__c', properties: { read: true } },
    {
      op: 'set',
      element: 'field:Order__c.Bill__c',
      properties: { label: 'Bill', type: 'Lookup', references: 'Bill__c', order: 95 },
    },
    { op: 'set', element: 'permissionSet:Clerk/fields:Order__c.Bill__c', properties: { read: true } },
  ];
  const placed = ({ files }: Retrieval) => files.map(({ package: name, path }) => `${name} ${path}`);

  it('gives what was added to the first that knows all that it names', async () => {
    await publish(org.store, EDITS);
    const found = await retrieveInto(org.store, folder);
    expect(found).toMatchObject({ conflicts: [], left: [], problems: [] });
    expect(placed(found)).toEqual([
      '@test/orders objects/Order__c/fields/Extra__c.json',
      '@test/orders permissionSets/Clerk.json',
      '@test/billing objects/Order__c/fields/Bill__c.json',
      '@test/billing permissionSets/Clerk.json',
    ]);
    const { 'billing/permissionSets/Clerk.json': clerk = '' } = await textsIn(folder);
    expect(JSON.parse(clerk)).toEqual({
      extends: true,
      objects: { Bill__c: { read: true } },
      fields: { 'Bill__c.Amount__c': { read: true }, 'Order__c.Bill__c': { read: true } },
    });
    expect(await deployFolder(org.store, folder)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    expect(await org.store.loadOrgLayer()).toEqual(EMPTY_ORG_LAYER);
  });

  it('gives it to the one that was named, where that may have it', async () => {
    await publish(org.store, EDITS.slice(0, 2));
    const found = await retrieveInto(org.store, folder, '@test/billing');
    expect(placed(found)).toEqual([
      '@test/billing objects/Order__c/fields/Extra__c.json',
      '@test/billing permissionSets/Clerk.json',
    ]);
    expect(await deployFolder(org.store, folder)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    expect(await org.store.loadOrgLayer()).toEqual(EMPTY_ORG_LAYER);
  });

  it('asks which is to have what is the org’s own, and writes nothing before', async () => {
    await publish(org.store, [...EDITS, { op: 'set', element: 'role:Boss', properties: { label: 'Boss' } }]);
    const before = await textsIn(folder);
    const asked = await retrieveInto(org.store, folder);
    expect(asked).toMatchObject({
      files: [],
      problems: [{ code: 'CHOOSE_PACKAGE', element: 'role:Boss', expected: 'one of @test/orders, @test/billing' }],
    });
    expect(await textsIn(folder)).toEqual(before);
    const told = await retrieveInto(org.store, folder, '@test/orders');
    expect(told.problems).toEqual([]);
    expect(placed(told)).toContain('@test/orders roles/Boss.json');
  });

  it('leaves with the org what belongs to packages that are not here', async () => {
    await publish(org.store, [
      ...EDITS,
      { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } },
      { op: 'set', element: 'field:User.Nickname__c', properties: { label: 'Nickname', type: 'Text', order: 90 } },
      { op: 'remove', element: 'field:Order__c.Rush__c' },
    ]);
    const { files, left, conflicts, problems } = await retrieveInto(org.store, join(folder, 'billing'));
    expect({ files, conflicts, problems }).toEqual({ files: [], conflicts: [], problems: [] });
    expect(left.map(({ element, change }) => `${element} ${change}`)).toEqual(
      expect.arrayContaining([
        `${NOTES_ID} changed`,
        'field:Order__c.Rush__c removed',
        'field:Order__c.Extra__c added',
        'field:User.Nickname__c added',
      ]),
    );
    const named = await retrieveInto(org.store, join(folder, 'billing'), '@test/billing');
    expect(named.files.map(({ path }) => path)).toEqual([
      'objects/Order__c/fields/Bill__c.json',
      'objects/Order__c/fields/Extra__c.json',
      'objects/User/fields/Nickname__c.json',
      'permissionSets/Clerk.json',
    ]);
  });

  it('warns where a package would not stand alone any more', async () => {
    await publish(org.store, [
      { op: 'set', element: 'field:Order__c.Customer__c', properties: { references: 'Bill__c' } },
    ]);
    const { files, problems } = await retrieveInto(org.store, folder);
    expect(files.map(({ path }) => path)).toEqual(['objects/Order__c/fields/Customer__c.json']);
    expect(problems).toMatchObject([
      { code: 'NEEDS_OTHER_PACKAGE', severity: 'warning', element: 'field:Order__c.Customer__c' },
    ]);
    expect(problems[0]?.message).toContain('@test/orders cannot stand');
  });

  it('remembers that an object is out while another package adds to it', async () => {
    await publish(org.store, EDITS.slice(3, 4));
    await retrieveInto(org.store, folder);
    await deployFolder(org.store, folder);
    await publish(org.store, [
      { op: 'remove', element: 'object:Order__c' },
      { op: 'remove', element: 'permissionSet:Clerk/objects:Order__c' },
    ]);
    const orders = join(folder, 'orders');
    const { left } = await retrieveInto(org.store, orders);
    expect(left).toMatchObject([{ element: 'object:Order__c', change: 'removed' }]);
    expect(await deployFolder(org.store, orders)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    expect([...(await org.store.loadOrgLayer()).removed.keys()]).toEqual(['object:Order__c']);
    await retrieveInto(org.store, folder);
    expect(await deployFolder(org.store, folder)).toMatchObject({ status: 'succeeded', plan: { elements: [] } });
    expect(await org.store.loadOrgLayer()).toEqual(EMPTY_ORG_LAYER);
  });

  it('writes all of them whole into an empty folder, each in one of its own', async () => {
    const whole = await emptyFolder();
    const { files } = await retrieveInto(org.store, whole);
    expect(new Set(files.map(({ package: name }) => name))).toEqual(new Set(['@test/orders', '@test/billing']));
    expect(files.some(({ package: name }) => name === SYSTEM_PACKAGE)).toBe(false);
    const texts = Object.fromEntries(
      Object.entries(await textsIn(whole)).map(([path, text]) => [path.replace(/^test-/, ''), text]),
    );
    expect(texts).toEqual(await textsIn(folder));
  });
});
