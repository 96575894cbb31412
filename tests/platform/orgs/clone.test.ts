import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rollback } from '../../../platform/deploy/deploy.ts';
import { listDropped } from '../../../platform/deploy/dropped.ts';
import { loadHistory } from '../../../platform/deploy/history.ts';
import { type CloneRequest, cloneOrg } from '../../../platform/orgs/clone.ts';
import { CARRIED_TABLES, OWN_TABLES } from '../../../platform/orgs/copy-tables.ts';
import { describeOrg } from '../../../platform/orgs/describe.ts';
import { deleteOrg, listOrgs } from '../../../platform/orgs/orgs.ts';
import { toRows } from '../../../platform/store/metadata-rows.ts';
import type { Store } from '../../../platform/store/store.ts';
import { type Engine, openEngine } from '../../../runtime/engine.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { testDatabaseUrl, uniqueSchema } from '../../support/database.ts';
import { ENGINE_HOOKS, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, ORDER_FILES } from '../deploy/order-files.ts';
import { insert, livedInOrg, publish } from './source-org.ts';

let org: TestOrg;
let engine: Engine;
const clones: Store[] = [];
beforeAll(async () => {
  ({ org, engine } = await livedInOrg());
});
afterAll(async () => {
  await engine?.close();
  for (const { org: name } of clones) await deleteOrg(org.pool, name);
  await org?.close();
});

async function clone(request: Partial<CloneRequest> = {}): Promise<Store> {
  const whole = {
    from: org.name,
    withRecords: false,
    kind: 'sandbox',
    by: 'tester',
    hooks: ENGINE_HOOKS,
    ...request,
  } as const;
  const store = await cloneOrg(org.pool, uniqueSchema('clone'), whole);
  clones.push(store);
  return store;
}

/** Rows of a query on an org's schema, which it names as SCHEMA. */
async function ask<T extends object>({ schema }: Store, text: string): Promise<T[]> {
  const { rows } = await org.pool.query<T>(text.replaceAll('SCHEMA', schema));
  return rows;
}

const tableContents = async (store: Store) => {
  const tables = await ask<{ name: string }>(store, 'select table_name as name from SCHEMA.fw_object order by 1');
  const contents = await Promise.all(
    tables.map(
      async ({ name }) =>
        [name, await ask(store, `select to_jsonb(t) as row from SCHEMA."${name}" t order by id`)] as const,
    ),
  );
  return Object.fromEntries(contents);
};

/** Columns, indexes and constraints as PostgreSQL knows them. */
const structure = async (store: Store) => {
  const definitions = await ask<{ what: string }>(
    store,
    `select format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid)) as what
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relnamespace = 'SCHEMA'::regnamespace and c.relkind = 'r'
     union all select indexdef from pg_indexes where schemaname = 'SCHEMA'
     union all select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'SCHEMA'::regnamespace
     union all select format('sequence %s %s', sequencename, min_value) from pg_sequences where schemaname = 'SCHEMA'`,
  );
  return definitions.map(({ what }) => what.replaceAll(store.schema, 'ORG')).sort();
};

describe('a clone of the metadata', () => {
  let store: Store;
  beforeAll(async () => {
    store = await clone();
  });

  it('has the packages and what admins changed, by whom and when', async () => {
    const [source, copy] = [await org.store.loadState(), await store.loadState()];
    const said = ({ metadata }: typeof copy) =>
      toRows(metadata)
        .map((row) => JSON.stringify(row))
        .sort();
    expect(said(copy)).toEqual(said(source));
    expect(copy.metadata.org.changed.get('object:Customer__c')?.label).toMatchObject({ ours: 'Patron', by: 'admin' });
  });

  it('has the same tables, columns, prefixes, indexes and keys, those of removed fields included', async () => {
    expect((await store.loadState()).allocation).toEqual((await org.store.loadState()).allocation);
    expect(await structure(store)).toEqual(await structure(org.store));
    expect((await structure(store)).join('\n')).toContain('gone__c');
  });

  it('has an id and a history of its own, which says where it came from', async () => {
    const [source, copy] = [await org.store.loadState(), await store.loadState()];
    expect(copy.orgId).not.toBe(source.orgId);
    expect(copy.version).toBe(1);
    expect(await loadHistory(store)).toMatchObject([
      {
        kind: 'clone',
        version: 1,
        fromVersion: 0,
        by: 'tester',
        note: `Cloned from ${org.name}, version ${source.version}`,
      },
    ]);
    expect(await describeOrg(org.pool, store.org)).toMatchObject({
      kind: 'sandbox',
      createdBy: 'tester',
      source: { name: org.name, id: source.orgId, version: source.version },
    });
  });

  it('has the records that packages ship and those of the engine, and no others', async () => {
    expect(await ask(store, 'select name from SCHEMA.customer__c order by 1')).toEqual([
      { name: 'Shipped one' },
      { name: 'Shipped two' },
    ]);
    expect(await ask(store, 'select id from SCHEMA.order__c')).toEqual([]);
    expect(await ask(store, 'select id from SCHEMA."user"')).toHaveLength(1);
    expect(await ask(store, 'select hash from SCHEMA.fw_session')).toEqual([]);
  });

  it('says in its Organization record what it is', async () => {
    const select =
      'select organizationtype as type, issandbox as sandbox, trialexpirationdate as ends from SCHEMA.organization';
    expect(await ask(store, select)).toEqual([{ type: 'Sandbox', sandbox: true, ends: null }]);
    expect(await ask(org.store, select)).toEqual([{ type: 'Production', sandbox: false, ends: null }]);
    const [scratch] = await ask<{ type: string; ends: Date }>(await clone({ kind: 'scratch', days: 2 }), select);
    expect(scratch?.type).toBe('Scratch');
    expect(Math.round(((scratch?.ends.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(48);
  });

  it('keeps the columns of removed fields for a time of its own', async () => {
    expect((await listDropped(store)).map(({ element, by }) => [element, by])).toContainEqual([
      'field:Order__c.Gone__c',
      'tester',
    ]);
  });

  it('has no column that a deploy of the other org only prepares', async () => {
    const column = (change: string) => org.pool.query(`alter table "${org.store.schema}".order__c ${change}`);
    await column('add column prepared__c text');
    const copy = await clone({ withRecords: true });
    await column('drop column prepared__c');
    expect((await structure(copy)).join('\n')).not.toContain('prepared__c');
  });

  it('goes its own way: deploys of one leave the other alone, and a removed field comes back', async () => {
    const copy = await clone();
    await publish(copy, {
      op: 'set',
      element: 'field:Order__c.Gone__c',
      properties: { label: 'Back', type: 'Text', order: 1 },
    });
    await publish(copy, { op: 'set', element: 'object:Customer__c', properties: { label: 'Client' } });
    expect((await copy.loadLive())?.model.objects.get('Customer__c')?.label).toBe('Client');
    expect((await org.loadLive()).model.objects.get('Customer__c')?.label).toBe('Patron');
  });

  it('has nothing before it to roll back to', async () => {
    const [first] = await loadHistory(store);
    const result = await rollback(store, first?.id ?? '', { by: 'tester', note: '' });
    expect(result.status).toBe('failed');
    expect(result.problems).toContainEqual(expect.objectContaining({ code: 'CANNOT_ROLL_BACK' }));
  });
});

describe('a clone with records', () => {
  let store: Store;
  const progress: [number, number][] = [];
  beforeAll(async () => {
    store = await clone({ withRecords: true, onProgress: (done, total) => progress.push([done, total]) });
  });

  it('has every record as it was, with its id', async () => {
    const [was, is] = [await tableContents(org.store), await tableContents(store)];
    for (const table of Object.keys(was).filter((name) => !['organization', 'user'].includes(name)))
      expect(is[table], table).toEqual(was[table]);
    expect(was.order__c).toHaveLength(30);
    expect(JSON.stringify(is.order__c)).toContain('was 29');
    expect(progress.at(-1)?.[0]).toBeGreaterThan(30);
    expect(progress.every(([done, total]) => done <= total)).toBe(true);
  });

  it('has the same tables, indexes and keys', async () => {
    expect(await structure(store)).toEqual(await structure(org.store));
  });

  it('has one Organization, its own', async () => {
    const { orgId } = await store.loadState();
    expect(await ask(store, 'select id, name from SCHEMA.organization')).toEqual([{ id: orgId, name: store.org }]);
  });

  it('cannot be mistaken for the org that people rely on: nobody in it has an address that mail reaches', async () => {
    const emails = await ask<{ email: string }>(store, 'select email from SCHEMA."user" where email is not null');
    expect(emails.length).toBe(3);
    for (const { email } of emails) expect(email).toMatch(/\.invalid$/);
    expect(await ask(store, 'select username from SCHEMA."user" order by 1')).toEqual([
      { username: 'boss@shop.example' },
      { username: 'clerk@shop.example' },
      { username: `system@${store.org}` },
    ]);
    const production = await clone({ withRecords: true, kind: 'production' });
    expect(await ask(production, `select email from SCHEMA."user" where username like 'boss%'`)).toEqual([
      { email: 'boss@shop.example' },
    ]);
  });

  it('has no address in its records either that mail reaches', async () => {
    const mail = {
      'objects/Order__c/fields/Mail__c.json': field('Email'),
      'objects/Order__c/fields/Copy__c.json': field('Email'),
    };
    const lived = await testOrg({ files: { ...ORDER_FILES, ...mail } });
    await insertRecords(lived.store, lived.live, 'Order__c', [
      { Name: 'One', Mail__c: 'ann@shop.example', Copy__c: 'off@shop.invalid', Notes__c: 'not@mail.example' },
      { Name: 'Two', Copy__c: 'bob@shop.example' },
    ]);
    const copy = await clone({ from: lived.name, withRecords: true });
    const select = 'select mail__c as mail, copy__c as copy, notes__c as notes from SCHEMA.order__c order by name';
    expect(await ask(copy, select)).toEqual([
      { mail: 'ann@shop.example.invalid', copy: 'off@shop.invalid', notes: 'not@mail.example' },
      { mail: null, copy: 'bob@shop.example.invalid', notes: null },
    ]);
    await lived.close();
  });

  it('lets nobody in who was signed in to the other', async () => {
    expect(await ask(org.store, 'select hash from SCHEMA.fw_session')).toHaveLength(1);
    expect(await ask(store, 'select hash from SCHEMA.fw_session')).toEqual([]);
  });

  it('goes on counting where the other stands, so that nothing is there twice', async () => {
    const copy = await openEngine({ databaseUrl: testDatabaseUrl(), org: store.org, maxConnections: 2 });
    const [id = ''] = await insert(copy, 'Order__c', [{ Title__c: 'After' }]);
    const query = {
      object: 'Order__c',
      select: [['Name']],
      orderBy: [{ path: ['Name'], direction: 'desc' }],
      limit: 1,
    } as const;
    const { rows } = await copy.read(copy.systemAccess(), (context) => runQuery(context, query));
    await copy.close();
    expect(rows).toMatchObject([{ Name: 'O-0031' }]);
    expect(await ask(org.store, `select id from SCHEMA.order__c where id = '${id}'`)).toEqual([]);
  });
});

describe('a clone', () => {
  it('is of one moment, while people save: every order comes with its customer', async () => {
    let isOver = false;
    const writing = (async () => {
      for (let number = 0; !isOver; number++) {
        const [customer = ''] = await insert(engine, 'Customer__c', [{ Name: `Busy ${number}` }]);
        await insert(engine, 'Order__c', [{ Title__c: 'Busy', Customer__c: customer }]);
      }
    })();
    const store = await clone({ withRecords: true });
    isOver = true;
    await writing;
    const orphans = await ask(
      store,
      `select o.id from SCHEMA.order__c o left join SCHEMA.customer__c c on c.id = o.customer__c where o.customer__c is not null and c.id is null`,
    );
    expect(orphans).toEqual([]);
    const [counts] = await ask<{ more: number }>(
      store,
      `select (select count(*) from SCHEMA.customer__c where name like 'Busy%') - (select count(*) from SCHEMA.order__c where title__c = 'Busy') as more`,
    );
    expect(['0', '1']).toContain(String(counts?.more));
  });

  it('that is killed half way leaves nothing', async () => {
    const name = uniqueSchema('killed');
    const program = new URL('./clone-until-killed.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, org.name, name], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) if (line === 'half way') break;
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(await listOrgs(org.pool)).not.toContain(name);
    const left = () => org.pool.query('select from pg_namespace where nspname = $1', [`org_${name}`]);
    expect((await left()).rowCount).toBe(0);
  });

  it('takes no name that is taken, and no org that is not there or has nothing', async () => {
    const hooks = ENGINE_HOOKS;
    await expect(cloneOrg(org.pool, org.name, { from: org.name, withRecords: false, hooks })).rejects.toThrow(
      'There is an org',
    );
    await expect(
      cloneOrg(org.pool, uniqueSchema('x'), { from: `${org.name}x`, withRecords: false, hooks }),
    ).rejects.toThrow(`Did you mean ${org.name}?`);
    await expect(cloneOrg(org.pool, 'Not-a-name', { from: org.name, withRecords: false, hooks })).rejects.toThrow(
      'Not a name for an org',
    );
  });

  it('decides for every metadata table whether it comes along', async () => {
    const tables = await ask<{ name: string }>(
      org.store,
      `select tablename::text as name from pg_tables where schemaname = 'SCHEMA' and tablename like 'fw\\_%'`,
    );
    expect([...CARRIED_TABLES, ...OWN_TABLES].sort()).toEqual(tables.map(({ name }) => name).sort());
  });
});
