import { afterEach, describe, expect, it } from 'vitest';
import { deploy } from '../../../platform/deploy/deploy.ts';
import { loadDeploy, loadHistory } from '../../../platform/deploy/history.ts';
import type { Json } from '../../../platform/json.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { qualified } from '../../../platform/physical/identifier.ts';
import { ENGINE_HOOKS, type Files, loadTestPackages, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES, object, readField } from './order-files.ts';

let org: TestOrg | undefined;
afterEach(async () => {
  await org?.close();
  org = undefined;
});

async function openOrg(files: Files = ORDER_FILES): Promise<TestOrg> {
  org = await testOrg({ files });
  return org;
}

function publish({ store }: TestOrg, expectedVersion: number, ...edits: Edit[]) {
  return deploy(store, { kind: 'publish', edits, expectedVersion, by: 'admin@test', note: 'In the studio' });
}

const codes = (result: { problems: readonly { code: string }[] }) => result.problems.map(({ code }) => code);

describe('the first deploy', () => {
  it('makes tables, the organization, the system user, roles and permission sets', async () => {
    const { live, store, pool } = await openOrg({
      ...ORDER_FILES,
      'roles/Boss.json': { label: 'Boss' },
      'roles/Clerk.json': { label: 'Clerk', parent: 'Boss' },
    });
    expect(live.version).toBe(1);
    expect(live.physical.table('Order__c')).toBe('order__c');
    expect(await readField(store, live, 'Organization', 'Id')).toEqual([live.orgId]);
    expect(await readField(store, live, 'User', 'Username')).toEqual([`system@${store.org}`]);
    expect(await readField(store, live, 'User', 'IsActive')).toEqual([false]);
    expect(await readField(store, live, 'PermissionSet', 'Name')).toContain('System_Administrator');
    const roles = qualified(live.physical.schema, live.physical.table('UserRole'));
    const { rows } = await pool.query(
      `select r.developername as name, p.developername as parent from ${roles} r left join ${roles} p on p.id = r.parentroleid order by 1`,
    );
    expect(rows).toEqual([
      { name: 'Boss', parent: null },
      { name: 'Clerk', parent: 'Boss' },
    ]);
  });

  it('gives every table its indexes, keys and system columns', async () => {
    const { live, pool } = await openOrg();
    const { rows } = await pool.query('select indexdef from pg_indexes where schemaname = $1 and tablename = $2', [
      live.physical.schema,
      'order__c',
    ]);
    const indexes = rows.map(({ indexdef }) => indexdef).join('\n');
    expect(indexes).toMatch(/UNIQUE INDEX \S+ ON \S+ USING btree \(lower\(code__c\)\) WHERE \(NOT is_deleted\)/);
    expect(indexes).toMatch(/\(lower\(name\) text_pattern_ops\)/);
    expect(indexes).toMatch(/USING btree \(owner_id\)/);
    expect(indexes).toMatch(/USING btree \(customer__c\)/);
    const keys = await pool.query(
      `select pg_get_constraintdef(oid) as def from pg_constraint where conrelid = $1::regclass and contype = 'f'`,
      [qualified(live.physical.schema, 'order__c')],
    );
    expect(keys.rows.map(({ def }) => def)).toEqual([
      expect.stringMatching(/^FOREIGN KEY \(customer__c\) REFERENCES \S+customer__c\(id\) DEFERRABLE$/),
    ]);
    const columns = await pool.query(
      `select column_name, data_type, collation_name from information_schema.columns where table_schema = $1 and table_name = 'order__c'`,
      [live.physical.schema],
    );
    const byName = Object.fromEntries(columns.rows.map((row) => [row.column_name, row]));
    expect(byName.customer__c).toMatchObject({ data_type: 'text', collation_name: 'C' });
    expect(byName.version).toMatchObject({ data_type: 'bigint' });
    expect(byName.created_date).toMatchObject({ data_type: 'timestamp with time zone' });
  });

  it('says in words what it did, and is in the history', async () => {
    const { store } = await openOrg();
    const [summary] = await loadHistory(store);
    expect(summary).not.toHaveProperty('plan');
    const first = await loadDeploy(store, summary?.id ?? '');
    expect(first).toMatchObject({
      ...summary,
      elements: first?.plan.elements.length,
      records: 0,
      kind: 'packages',
      version: 1,
      fromVersion: 0,
      by: 'test',
      note: 'Set up for a test',
    });
    expect(first?.plan.steps).toContain('Create table order__c for Order__c');
    expect(first?.plan.elements).toContainEqual(
      expect.objectContaining({ element: NOTES_ID, change: 'added', label: 'Field Order__c.Notes__c' }),
    );
    expect(await loadDeploy(store, '0Af000000000000')).toBeUndefined();
  });
});

describe('a package that is deployed again', () => {
  it('changes nothing when nothing changed, and takes no time over it', async () => {
    const { deployFiles, store } = await openOrg();
    const result = await deployFiles(ORDER_FILES);
    expect(result).toMatchObject({ status: 'unchanged', version: 1, problems: [] });
    expect(await loadHistory(store)).toHaveLength(1);
  });

  it('keeps the records when a field is added', async () => {
    const { deployFiles, store, live, loadLive } = await openOrg();
    await insertRecords(store, live, 'Order__c', [{ Name: 'One', Notes__c: 'kept' }]);
    const result = await deployFiles({ ...ORDER_FILES, 'objects/Order__c/fields/Extra__c.json': field('Text') });
    expect(result).toMatchObject({ status: 'succeeded', version: 2 });
    expect(result.plan.steps).toEqual(['Add column extra__c (text) to order__c for Order__c.Extra__c']);
    const next = await loadLive();
    expect(await readField(store, next, 'Order__c', 'Notes__c')).toEqual(['kept']);
    expect(await readField(store, next, 'Order__c', 'Extra__c')).toEqual([null]);
  });

  it('keeps what it has no more, and says so once', async () => {
    const { deployFiles, loadLive } = await openOrg();
    const { [NOTES]: _, ...rest } = ORDER_FILES;
    const result = await deployFiles(rest);
    expect(result.status).toBe('succeeded');
    expect(result.problems).toEqual([
      expect.objectContaining({ code: 'ELEMENT_KEPT', severity: 'warning', element: NOTES_ID }),
    ]);
    expect((await loadLive()).model.objects.get('Order__c')?.fields.has('Notes__c')).toBe(true);
    expect((await deployFiles(rest)).status).toBe('unchanged');
    expect((await deployFiles({ ...rest, 'objects/Order__c/fields/Extra__c.json': field('Text') })).problems).toEqual(
      [],
    );
  });

  it('removes what a destructive change lists, keeps its values, and finds them again when it comes back', async () => {
    const { deployFiles, store, live, loadLive } = await openOrg();
    await insertRecords(store, live, 'Order__c', [{ Name: 'One', Notes__c: 'kept', Customer__c: null }]);
    const { [NOTES]: _, ...rest } = ORDER_FILES;
    const removed = await deployFiles(rest, { destructive: [NOTES_ID] });
    expect(removed.status).toBe('succeeded');
    expect(removed.plan.steps).toEqual([
      'Stop using column notes__c of order__c (Order__c.Notes__c); its values stay in the table',
    ]);
    expect((await loadLive()).model.objects.get('Order__c')?.fields.has('Notes__c')).toBe(false);
    await deployFiles(ORDER_FILES);
    expect(await readField(store, await loadLive(), 'Order__c', 'Notes__c')).toEqual(['kept']);
  });

  it('removes what was kept before when a destructive change lists it later', async () => {
    const { deployFiles, loadLive } = await openOrg();
    const { [NOTES]: _, ...rest } = ORDER_FILES;
    await deployFiles(rest);
    expect(await deployFiles(rest, { destructive: [NOTES_ID] })).toMatchObject({ status: 'succeeded', problems: [] });
    expect((await loadLive()).model.objects.get('Order__c')?.fields.has('Notes__c')).toBe(false);
    expect((await deployFiles(rest)).status).toBe('unchanged');
  });

  it('removes what was kept of a package that is not deployed with it, and asks for what admins made of it', async () => {
    const opened = await openOrg();
    const { [NOTES]: _, ...rest } = ORDER_FILES;
    const other = { 'package.json': { name: '@test/other', version: '1.0.0', formwork: { label: 'Other' } } };
    await opened.deployFiles(rest);
    await publish(opened, 2, { op: 'set', element: NOTES_ID, properties: { label: 'Mine' } });
    const asked = await opened.deployFiles(other, { destructive: [NOTES_ID] });
    expect(asked.plan.conflicts).toMatchObject([{ element: NOTES_ID, by: 'admin@test' }]);
    const fields = async () => (await opened.loadLive()).model.objects.get('Order__c')?.fields;
    const kept = await opened.deployFiles(other, { destructive: [NOTES_ID], prefer: 'ours' });
    expect([kept.status, (await fields())?.get('Notes__c')?.label]).toEqual(['succeeded', 'Mine']);
    const gone = await opened.deployFiles(other, { destructive: [NOTES_ID], prefer: 'theirs' });
    expect([gone.status, (await fields())?.has('Notes__c')]).toEqual(['succeeded', false]);
  });

  it('moves a field of a page where the new version has it', async () => {
    const page = (need: Json, more: Json): Files => ({
      ...ORDER_FILES,
      'pages/OrderPage.json': {
        label: 'Order',
        object: 'Order__c',
        sections: { need: { label: 'Need', order: 10, items: need }, more: { label: 'More', order: 20, items: more } },
      },
    });
    const { deployFiles, loadLive } = await openOrg(page({ Notes__c: { order: 10 }, Code__c: { order: 20 } }, {}));
    const result = await deployFiles(page({ Code__c: { order: 20 } }, { Notes__c: { order: 10 } }));
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    const sections = (await loadLive()).model.objects.get('Order__c')?.page?.sections;
    expect(sections?.map(({ fields }) => fields)).toEqual([['Code__c'], ['Notes__c']]);
  });

  it('does not remove what its files still hold', async () => {
    const { deployFiles } = await openOrg();
    const result = await deployFiles(ORDER_FILES, { destructive: [NOTES_ID] });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'NOT_DESTRUCTIBLE' }] });
  });

  it('gives no way for two packages to own one element', async () => {
    const { store, deployFiles } = await openOrg();
    const other = {
      'package.json': { name: '@test/other', version: '1.0.0', formwork: { label: 'Other' } },
      ...ORDER_FILES,
    };
    const packages = await loadTestPackages([], other);
    const result = await deploy(store, { kind: 'packages', packages, by: 'test', note: '' });
    expect(result.status).toBe('failed');
    expect(codes(result)).toContain('DUPLICATE_ELEMENT');
    expect((await deployFiles(ORDER_FILES)).status).toBe('unchanged');
  });
});

describe('an admin’s change', () => {
  const relabelled = (label: string): Files => ({ ...ORDER_FILES, [NOTES]: field('Text', { length: 80, label }) });

  it('is published as a version of its own', async () => {
    const here = await openOrg();
    const result = await publish(here, 1, { op: 'set', element: 'field:Order__c.Added__c', properties: field('Text') });
    expect(result).toMatchObject({ status: 'succeeded', version: 2, problems: [] });
    expect((await here.loadLive()).model.objects.get('Order__c')?.fields.get('Added__c')?.type).toBe('Text');
    expect(await loadHistory(here.store, 1)).toMatchObject([
      { kind: 'publish', by: 'admin@test', note: 'In the studio' },
    ]);
  });

  it('survives a package upgrade that changed something else', async () => {
    const here = await openOrg();
    await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    const result = await here.deployFiles({ ...ORDER_FILES, [NOTES]: field('Text', { length: 100 }) });
    expect(result.status).toBe('succeeded');
    const notes = (await here.loadLive()).model.objects.get('Order__c')?.fields.get('Notes__c');
    expect(notes).toMatchObject({ label: 'Remarks', length: 100 });
  });

  it('that meets another change by the package is a conflict, and nothing is applied', async () => {
    const here = await openOrg();
    await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    const result = await here.deployFiles(relabelled('Comments'));
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'CONFLICT', element: NOTES_ID }] });
    expect(result.plan.conflicts).toMatchObject([
      { element: NOTES_ID, property: 'label', base: 'Text', theirs: 'Comments', ours: 'Remarks', by: 'admin@test' },
    ]);
    expect((await here.loadLive()).version).toBe(2);
  });

  it.each([
    ['ours', 'Remarks'],
    ['theirs', 'Comments'],
  ] as const)('or the package’s holds, as a conflict is decided: %s', async (prefer, label) => {
    const here = await openOrg();
    await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    expect(await here.deployFiles(relabelled('Comments'), { prefer })).toMatchObject({
      status: 'succeeded',
      problems: [],
    });
    expect((await here.loadLive()).model.objects.get('Order__c')?.fields.get('Notes__c')?.label).toBe(label);
    expect((await here.deployFiles(relabelled('Comments'))).status).toBe('unchanged');
  });

  it('that is only checked changes nothing', async () => {
    const here = await openOrg();
    const edits: Edit[] = [{ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } }];
    const result = await deploy(here.store, {
      kind: 'publish',
      edits,
      expectedVersion: 1,
      checkOnly: true,
      by: 'admin@test',
      note: '',
    });
    expect(result).toMatchObject({
      status: 'checked',
      plan: {
        elements: [
          {
            element: NOTES_ID,
            change: 'changed',
            properties: [{ property: 'label', before: 'Text', after: 'Remarks' }],
          },
        ],
      },
    });
    expect((await here.loadLive()).version).toBe(1);
  });

  it('made on an older version is refused', async () => {
    const here = await openOrg();
    await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    const result = await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Comments' } });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'PUBLISHED_MEANWHILE' }] });
  });

  it('that says what is said already is no new version', async () => {
    const here = await openOrg();
    const result = await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Text' } });
    expect(result).toMatchObject({ status: 'unchanged', version: 1 });
  });

  it('with several mistakes is answered with all of them', async () => {
    const here = await openOrg();
    const result = await publish(
      here,
      1,
      { op: 'set', element: 'field:Order__c.Bad__c', properties: field('Lookup', { references: 'Nowhere__c' }) },
      { op: 'set', element: 'field:Order__c.Status__c', properties: { type: 'Wrong' } },
    );
    expect(result.status).toBe('failed');
    expect(result.problems.length).toBeGreaterThanOrEqual(2);
  });
});

describe('two deploys at once', () => {
  it('end with one live and the other refused', async () => {
    const here = await openOrg();
    const results = await Promise.all([
      publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'One' } }),
      publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'Other' } }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['failed', 'succeeded']);
    expect(results.flatMap(codes)).toEqual(['PUBLISHED_MEANWHILE']);
    const label = (await here.loadLive()).model.objects.get('Order__c')?.fields.get('Notes__c')?.label;
    expect(label).toBe(results[0]?.status === 'succeeded' ? 'One' : 'Other');
  });

  it('of the same package end with it live once', async () => {
    const here = await openOrg();
    const files = { ...ORDER_FILES, 'objects/Order__c/fields/Extra__c.json': field('Text') };
    const results = await Promise.all([here.deployFiles(files), here.deployFiles(files)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['succeeded', 'unchanged']);
    expect((await here.loadLive()).version).toBe(2);
  });
});

describe('what bad input gets', () => {
  it('names that try to break out of SQL never reach it', async () => {
    const here = await openOrg();
    const names = ['x"; drop schema public cascade; --', "x'); --", 'x y', 'é', '1x', '__proto__', 'constructor"'];
    for (const name of names) {
      const edits: Edit[] = [{ op: 'set', element: `field:Order__c.${name}`, properties: field('Text') }];
      const result = await deploy(here.store, {
        kind: 'publish',
        edits,
        expectedVersion: 1,
        by: 'admin@test',
        note: '',
      });
      expect(result.status, name).toBe('failed');
      expect(result.plan.schema, name).toEqual([]);
    }
    expect((await here.loadLive()).version).toBe(1);
  });

  it('names that mean something in SQL or JavaScript are only names', async () => {
    const names = ['Select__c', 'constructor__c', 'toString__c', 'Order', 'User__c', 'hasOwnProperty__c'];
    const files = Object.fromEntries(
      names.map((name) => [`objects/Order__c/fields/${name.replace(/^Order$/, 'Table__c')}.json`, field('Text')]),
    );
    const here = await openOrg({ ...ORDER_FILES, ...files, 'objects/Select__c/object.json': object('Select') });
    await insertRecords(here.store, here.live, 'Order__c', [{ Name: 'One', constructor__c: 'a', Select__c: 'b' }]);
    expect(await readField(here.store, here.live, 'Order__c', 'constructor__c')).toEqual(['a']);
  });

  it('an object may have 300 fields', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `objects/Order__c/fields/F${index}__c.json`,
        field('Text', { order: index }),
      ]),
    );
    const here = await openOrg();
    expect((await here.deployFiles({ ...ORDER_FILES, ...files })).status).toBe('succeeded');
    expect((await here.loadLive()).model.objects.get('Order__c')?.fields.size).toBeGreaterThan(300);
  });

  it('text that no database can hold is refused', async () => {
    const here = await openOrg();
    for (const label of ['a\0b', 'a\ud800b']) {
      const result = await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label } });
      expect(result).toMatchObject({ status: 'failed' });
      expect(codes(result)).toContain('UNSTORABLE_TEXT');
    }
    expect(
      await publish(here, 1, { op: 'set', element: NOTES_ID, properties: { label: 'the text \\u0000' } }),
    ).toMatchObject({ status: 'succeeded' });
  });
});

describe('the hooks', () => {
  it('can refuse a change for what the records hold', async () => {
    const here = await openOrg();
    await insertRecords(here.store, await here.loadLive(), 'Order__c', [{ Name: 'One' }]);
    const packages = await loadTestPackages([], { ...ORDER_FILES, [NOTES]: field('Text', { length: 100 }) });
    const seen: unknown[] = [];
    const result = await deploy(
      here.store,
      { kind: 'packages', packages, by: 'test', note: '' },
      {
        planDataChecks(live, next, changes) {
          seen.push(
            live?.version,
            next.version,
            changes.map(({ element }) => element),
          );
          const problem = { code: 'VALUE_IN_USE', severity: 'error', message: 'Still in use.' } as const;
          const check = {
            check: 'records',
            table: 'order__c',
            where: 'true',
            what: 'use it',
            severity: 'error',
          } as const;
          return [{ ...check, toProblems: () => [problem] }];
        },
      },
    );
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'VALUE_IN_USE' }] });
    expect(seen).toEqual([1, 2, [NOTES_ID]]);
    expect((await here.loadLive()).version).toBe(1);
  });

  it('save shipped records, and of a later version only what changed', async () => {
    const data = (records: Files[string]): Files => ({
      ...ORDER_FILES,
      'data/Orders.json': { object: 'Order__c', key: 'Code__c', order: 10, records },
    });
    const saved: unknown[] = [];
    const hooks = {
      async saveRecords(_client: unknown, _next: unknown, batches: unknown) {
        saved.push(batches);
        return [];
      },
    };
    org = await testOrg({ files: data({ A: { Name: 'First', Notes__c: 'n' }, B: { Name: 'Second' } }), hooks });
    const result = await org.deployFiles(data({ A: { Name: 'First', Notes__c: 'changed' }, B: { Name: 'Second' } }));
    expect(saved).toEqual([
      [
        {
          data: 'Orders',
          object: 'Order__c',
          key: 'Code__c',
          records: [
            { key: 'A', values: { Name: 'First', Notes__c: 'n' } },
            { key: 'B', values: { Name: 'Second' } },
          ],
        },
      ],
      [
        {
          data: 'Orders',
          object: 'Order__c',
          key: 'Code__c',
          records: [{ key: 'A', values: { Notes__c: 'changed' } }],
        },
      ],
    ]);
    expect(result.plan.records).toEqual([{ object: 'Order__c', count: 1 }]);
  });

  it('find a picklist value in use that would go', async () => {
    const here = await openOrg();
    await insertRecords(here.store, here.live, 'Order__c', [{ Name: 'One', Status__c: 'Sent' }]);
    const edit: Edit = { op: 'remove', element: 'field:Order__c.Status__c/values:Sent' };
    const result = await deploy(
      here.store,
      { kind: 'publish', edits: [edit], expectedVersion: 1, checkOnly: true, by: 'admin@test', note: '' },
      ENGINE_HOOKS,
    );
    expect(result.problems).toEqual([expect.objectContaining({ message: expect.stringContaining('Sent') })]);
  });

  it('undo all of a deploy when a shipped record cannot be saved', async () => {
    const here = await openOrg();
    const files = {
      ...ORDER_FILES,
      'objects/Order__c/fields/Extra__c.json': field('Text'),
      'data/Orders.json': {
        object: 'Order__c',
        key: 'Code__c',
        order: 10,
        records: { A: { Name: 'First', Notes__c: 'x'.repeat(81) } },
      },
    };
    const result = await here.deployFiles(files);
    expect(result.status).toBe('failed');
    expect(result.problems).toEqual([expect.objectContaining({ severity: 'error', element: 'data:Orders/records:A' })]);
    const { rows } = await here.pool.query(
      `select column_name from information_schema.columns where table_schema = $1 and column_name = 'extra__c'`,
      [here.live.physical.schema],
    );
    expect(rows).toEqual([]);
    expect((await here.loadLive()).version).toBe(1);
  });
});
