import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { listDropped, purgeElement } from '../../../platform/deploy/dropped.ts';
import { purgeOverdue } from '../../../platform/deploy/purge.ts';
import type { DeployStep } from '../../../platform/deploy/request.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { lockOrg } from '../../../platform/store/lock.ts';
import { confirming, type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES, object, readField } from './order-files.ts';

const DAY = 24 * 3600 * 1000;
const START = Date.parse('2026-03-01T12:00:00.000Z');
const { [NOTES]: _, ...REST } = ORDER_FILES;
const ITEMS: Files = {
  ...ORDER_FILES,
  'objects/Item__c/object.json': object('Item', {
    nameField: { type: 'AutoNumber', label: 'Number', format: 'I-{000}' },
  }),
  'objects/Item__c/fields/Size__c.json': field('Text'),
};

let org: TestOrg;
let now: Date;
const later = (days: number) => {
  now = new Date(now.getTime() + days * DAY);
};
const columns = async (table: string) => {
  const { rows } = await org.pool.query<{ column_name: string }>(
    'select column_name from information_schema.columns where table_schema = $1 and table_name = $2',
    [org.store.schema, table],
  );
  return rows.map(({ column_name }) => column_name);
};
const purge = () => purgeOverdue(org.store, { by: 'clock', now });
const notes = async () => readField(org.store, await org.loadLive(), 'Order__c', 'Notes__c');

beforeEach(async () => {
  now = new Date(START);
  org = await testOrg({ files: ORDER_FILES, hooks: { now: () => now } });
  await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Notes__c: 'kept' }, { Name: 'Two' }]);
});
afterEach(() => org.close());

const removeNotes = () => org.deployFiles(REST, { destructive: [NOTES_ID], by: 'ann@test' });

async function publish(...edits: readonly Edit[]) {
  const { version: expectedVersion } = await org.loadLive();
  const request = { kind: 'publish', edits, expectedVersion, by: 'ann@test', note: '' } as const;
  return confirming((how) => deploy(org.store, { ...request, ...how }, { now: () => now }));
}

describe('what was removed', () => {
  it('is listed with its values, who removed it, and until when it can come back', async () => {
    const { deploy: id } = await removeNotes();
    expect(await listDropped(org.store)).toEqual([
      {
        element: NOTES_ID,
        label: 'Field Order__c.Notes__c',
        records: 1,
        isLeftBehind: false,
        by: 'ann@test',
        at: '2026-03-01T12:00:00.000Z',
        until: '2026-03-31T12:00:00.000Z',
        deploy: id,
      },
    ]);
  });

  it('comes back with its values within that time, and is not dropped any more', async () => {
    await removeNotes();
    later(29);
    expect(await purge()).toEqual({ purged: [], problems: [] });
    await org.deployFiles(ORDER_FILES);
    expect(await notes()).toEqual(['kept', null]);
    later(60);
    expect([await listDropped(org.store), await purge()]).toEqual([[], { purged: [], problems: [] }]);
  });

  it('comes back as something else only where its values can be that', async () => {
    await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'Three', Notes__c: 'kept' }]);
    await removeNotes();
    const problemsOf = async (notesField: JsonObject) => {
      const { status, problems } = await org.deployFiles({ ...ORDER_FILES, [NOTES]: notesField });
      return [status, ...problems.map(({ code, severity }) => `${severity} ${code}`)];
    };
    expect(await problemsOf(field('Text', { length: 3, unique: true }))).toEqual([
      'failed',
      'error DUPLICATE_VALUES',
      'error VALUES_TOO_LONG',
    ]);
    const choices = { No: { label: 'No', order: 10 } };
    expect(await problemsOf(field('Picklist', { values: choices }))).toEqual(['failed', 'error INCOMPATIBLE_TYPE']);
    const required = field('LongText', { required: true });
    expect(await problemsOf(required)).toEqual(['succeeded', 'warning REQUIRED_VALUE_MISSING']);
    expect(await notes()).toEqual(['kept', null, 'kept']);
  });

  it('of a whole object comes back as something else only where its values can be that', async () => {
    await org.deployFiles(ITEMS);
    await insertRecords(org.store, await org.loadLive(), 'Item__c', [{ Name: 'I-001', Size__c: 'large' }]);
    await org.deployFiles(ORDER_FILES, { destructive: ['object:Item__c'] });
    const smaller = { ...ITEMS, 'objects/Item__c/fields/Size__c.json': field('Text', { length: 2 }) };
    expect(await org.deployFiles(smaller)).toMatchObject({ status: 'failed', problems: [{ code: 'VALUES_TOO_LONG' }] });
    expect(await org.deployFiles(ITEMS)).toMatchObject({ status: 'succeeded', problems: [] });
  });

  it('keeps its time while other deploys go by', async () => {
    await removeNotes();
    later(10);
    await publish({ op: 'set', element: 'field:Order__c.Code__c', properties: { label: 'Order code' } });
    expect(await listDropped(org.store)).toMatchObject([{ at: '2026-03-01T12:00:00.000Z', by: 'ann@test' }]);
  });

  it('is purged after it, and its name gets a column anew', async () => {
    await removeNotes();
    later(31);
    expect(await purge()).toEqual({ purged: [NOTES_ID], problems: [] });
    expect(await columns('order__c')).not.toContain('notes__c');
    expect(await listDropped(org.store)).toEqual([]);
    const back = await org.deployFiles(ORDER_FILES);
    expect(back.plan.steps).toEqual(['Add column notes__c (text) to order__c for Order__c.Notes__c']);
    expect(await notes()).toEqual([null, null]);
  });

  it('can be dropped and purged again under the same name', async () => {
    await removeNotes();
    later(31);
    await purge();
    await org.deployFiles(ORDER_FILES);
    await removeNotes();
    later(31);
    expect(await purge()).toEqual({ purged: [NOTES_ID], problems: [] });
  });

  it('of a whole object takes table, numbers and names along', async () => {
    await org.deployFiles(ITEMS);
    const [first = ''] = await insertRecords(org.store, await org.loadLive(), 'Item__c', [{ Name: 'I-001' }]);
    await publish({ op: 'remove', element: 'field:Item__c.Size__c' });
    await publish({ op: 'remove', element: 'object:Item__c' });
    expect((await listDropped(org.store)).map(({ element, records }) => [element, records])).toEqual([
      ['object:Item__c', 1],
      ['field:Item__c.Size__c', 0],
    ]);
    later(31);
    expect((await purge()).purged).toEqual(['object:Item__c']);
    expect(await columns('item__c')).toEqual([]);
    const { allocation } = await org.store.loadState();
    expect([allocation.objects.Item__c, allocation.fields.get('Item__c')?.get('Size__c')]).toEqual([
      undefined,
      undefined,
    ]);
    await publish({ op: 'reset', element: 'object:Item__c' }, { op: 'reset', element: 'field:Item__c.Size__c' });
    const { physical } = await org.loadLive();
    expect(await columns(physical.table('Item__c'))).toContain('size__c');
    expect(await insertRecords(org.store, await org.loadLive(), 'Item__c', [{ Name: 'I-001' }])).not.toEqual([first]);
  });

  it('includes columns that a retyped field left behind', async () => {
    const url = { ...ORDER_FILES, 'objects/Order__c/fields/Total__c.json': field('Date') };
    expect((await org.deployFiles(url)).status).toBe('succeeded');
    expect(await columns('order__c')).toContain('total__c');
    expect(await listDropped(org.store)).toMatchObject([
      { element: 'field:Order__c.Total__c', records: 0, isLeftBehind: true },
    ]);
    later(31);
    expect((await purge()).purged).toEqual(['field:Order__c.Total__c']);
    expect(await columns('order__c')).not.toContain('total__c');
    expect(await readField(org.store, await org.loadLive(), 'Order__c', 'Total__c')).toEqual([null, null]);
  });
});

describe('a rollback', () => {
  it('finds the values again within the time', async () => {
    const { deploy: id = '' } = await removeNotes();
    expect(await rollback(org.store, id, { by: 'bob@test', note: '' })).toMatchObject({
      status: 'succeeded',
      problems: [],
    });
    expect(await notes()).toEqual(['kept', null]);
  });

  it('works after it, and warns that the values are gone', async () => {
    const { deploy: id = '' } = await removeNotes();
    later(31);
    await purge();
    expect(await rollback(org.store, id, { by: 'bob@test', note: '' })).toMatchObject({
      status: 'succeeded',
      problems: [
        {
          code: 'VALUES_PURGED',
          severity: 'warning',
          message: 'Field Order__c.Notes__c comes back empty: its values were purged on 2026-04-01.',
        },
      ],
    });
    expect(await notes()).toEqual([null, null]);
  });
});

describe('a purge', () => {
  it('leaves a model that is still in use what it reads', async () => {
    const before = org.live;
    await removeNotes();
    expect(await purgeElement(org.store, NOTES_ID, { by: 'ann@test', now })).toMatchObject({
      purged: [],
      problems: [{ code: 'TOO_EARLY', element: NOTES_ID }],
    });
    expect(await readField(org.store, before, 'Order__c', 'Notes__c')).toEqual(['kept', null]);
  });

  it('of one element goes before its time', async () => {
    await removeNotes();
    later(1);
    expect(await purgeElement(org.store, NOTES_ID, { by: 'ann@test', now })).toEqual({
      purged: [NOTES_ID],
      problems: [],
    });
    expect(await columns('order__c')).not.toContain('notes__c');
  });

  it('of what is not kept says so, with a near miss', async () => {
    await removeNotes();
    expect(await purgeElement(org.store, 'field:Order__c.Note__c', { by: 'ann@test', now })).toMatchObject({
      purged: [],
      problems: [{ code: 'NOTHING_KEPT', suggestion: NOTES_ID }],
    });
    expect(await purgeElement(org.store, 'field:Order__c.Code__c', { by: 'ann@test', now })).toMatchObject({
      problems: [{ code: 'NOTHING_KEPT' }],
    });
  });

  it('twice at once purges once', async () => {
    await removeNotes();
    later(31);
    const [one, other] = await Promise.all([purge(), purge()]);
    expect([...one.purged, ...other.purged]).toEqual([NOTES_ID]);
    expect((await org.store.loadState()).purges).toBe(1);
  });

  it('leaves alone what the model shows, whatever was noted of it', async () => {
    const { deploy: id } = await removeNotes();
    await org.deployFiles(ORDER_FILES);
    await org.pool.query(
      `insert into "${org.store.schema}".fw_dropped
         (table_name, column_name, element, dropped_by, deploy, dropped_at, kept_until)
       values ('order__c', 'notes__c', $1, 'ann@test', $2, $3, $3), ('order__c', '', 'object:Order__c', 'ann@test', $2, $3, $3)`,
      [NOTES_ID, id, now],
    );
    later(31);
    expect(await purge()).toEqual({ purged: [], problems: [] });
    expect(await listDropped(org.store)).toEqual([]);
    expect(await notes()).toEqual(['kept', null]);
  });

  it('gives up where the org is busy, and leaves all as it was', async () => {
    await removeNotes();
    later(31);
    const result = await org.store.transaction(async (client) => {
      await lockOrg(client, org.store.schema, 'shared');
      return purge();
    });
    expect(result).toMatchObject({ purged: [], problems: [{ code: 'ORG_BUSY', element: NOTES_ID }] });
    expect(await columns('order__c')).toContain('notes__c');
    expect((await purge()).purged).toEqual([NOTES_ID]);
  });

  it('between the check and the commit of a deploy does not lead it astray', async () => {
    await removeNotes();
    later(31);
    let isPurged = false;
    const onStep = async () => {
      if (!isPurged) await purge();
      isPurged = true;
    };
    const back = await org.deployFiles(ORDER_FILES, { hooks: { onStep } });
    expect(back).toMatchObject({ status: 'succeeded', version: 3 });
    expect(await notes()).toEqual([null, null]);
  });

  it('lets no deploy go live over another that followed it', async () => {
    await removeNotes();
    later(31);
    const set = (label: string): Edit => ({ op: 'set', element: 'field:Order__c.Total__c', properties: { label } });
    const load = org.store.loadState.bind(org.store);
    const onStep = async (step: DeployStep) => {
      if (step !== 'begun') return;
      await purge();
      vi.spyOn(org.store, 'loadState').mockImplementationOnce(async () => {
        await publish(set('Quick'));
        return load();
      });
    };
    const { version: expectedVersion } = await org.loadLive();
    const request = { kind: 'publish', edits: [set('Slow')], expectedVersion, by: 'bob@test', note: '' } as const;
    const result = await deploy(org.store, request, { now: () => now, onStep });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'PUBLISHED_MEANWHILE' }] });
    expect((await org.loadLive()).model.objects.get('Order__c')?.fields.get('Total__c')?.label).toBe('Quick');
  });
});
