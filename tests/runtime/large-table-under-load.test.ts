import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../platform/json.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { qualified } from '../../platform/physical/identifier.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { loadRows } from '../../runtime/query/load-rows.ts';
import { runQuery } from '../../runtime/query/run-query.ts';
import { save } from '../../runtime/records/save.ts';
import { expectNoDrift } from '../platform/deploy/expect-no-drift.ts';
import { field, object } from '../platform/deploy/order-files.ts';
import { ownTestDatabase, testDatabaseUrl } from '../support/database.ts';
import { type Files, type TestOrg, testOrg } from '../support/org.ts';
import { width } from '../support/width.ts';

const RECORDS = width(20_000, 500_000);
const READERS = 16;
const WRITERS = 4;
/** Each writer has its own few records, so that it knows what must be in them. */
const OWN = 25;

const FILES: Files = {
  'objects/Customer__c/object.json': object('Customer'),
  'objects/Part__c/object.json': object('Part'),
  'objects/Part__c/fields/Code__c.json': field('Text', { length: 20, unique: true, externalId: true }),
  'objects/Part__c/fields/Serial__c.json': field('Text', { length: 40 }),
  'objects/Part__c/fields/Amount__c.json': field('Text', { length: 20 }),
  'objects/Part__c/fields/Notes__c.json': field('Text', { length: 80 }),
  'objects/Part__c/fields/Counter__c.json': field('Number', { precision: 12, scale: 0 }),
  'objects/Part__c/fields/Customer__c.json': field('Lookup', { references: 'Customer__c', childRelationship: 'Parts' }),
};

const set = (name: string, properties: Record<string, Json>): Edit => ({
  op: 'set',
  element: `field:Part__c.${name}`,
  properties,
});

/** What admins do to the table while everybody works on it. */
const DEPLOYS: readonly (readonly [string, ...Edit[]])[] = [
  ['a field', set('Plain__c', field('Text'))],
  ['an external id', set('Key__c', field('Text', { externalId: true }))],
  ['a lookup', set('Buyer__c', field('Lookup', { references: 'Customer__c', childRelationship: 'Bought' }))],
  ['a unique field', set('Once__c', field('Text', { unique: true }))],
  ['a field that becomes unique', set('Serial__c', field('Text', { length: 40, unique: true }))],
  ['a required field', set('Needed__c', field('Checkbox'))],
  ['a field that becomes required', set('Amount__c', field('Text', { length: 20, required: true }))],
  ['a shorter field', set('Notes__c', field('Text', { length: 60 }))],
  ['an auto number', set('Number__c', field('AutoNumber', { format: 'P-{0000000}' }))],
  [
    'another type',
    { op: 'unset', element: 'field:Part__c.Amount__c', property: 'length' },
    set('Amount__c', field('Number', { precision: 12, scale: 0, required: true })),
  ],
];

let org: TestOrg;
let deployer: Engine;
let worker: Engine;
let ids: string[];
let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  dropDatabase = await ownTestDatabase();
  org = await testOrg({ files: FILES });
  ids = await fill(RECORDS);
  const open = (maxConnections: number) =>
    openEngine({
      ...{ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections },
      deployLimits: { bigTable: Math.min(RECORDS, 20_000) },
    });
  [deployer, worker] = [await open(6), await open(READERS + WRITERS)];
}, 600_000);
afterAll(async () => {
  await Promise.all([deployer?.close(), worker?.close()]);
  await org?.close();
  await dropDatabase?.();
});

async function fill(count: number): Promise<string[]> {
  const { physical } = org.live;
  const all = await org.store.ids.take(org.pool, physical.keyPrefix('Part__c'), count);
  for (let start = 0; start < count; start += 50_000) {
    const part = all.slice(start, start + 50_000);
    await org.pool.query(
      `insert into ${qualified(physical.schema, physical.table('Part__c'))} (id, name, owner_id, code__c, serial__c, amount__c, notes__c, counter__c)
       select id, 'Part ' || n, $3, 'C' || n, 'S' || n, n::text, 'A part among others', 0
       from unnest($1::text[]) with ordinality as ids (id, i), lateral (select i + $2::bigint as n) numbered`,
      [part, start, org.live.systemUserId],
    );
  }
  await org.pool.query(`analyze ${qualified(physical.schema, physical.table('Part__c'))}`);
  return all;
}

const random = (below: number) => Math.floor(Math.random() * below);

/** By its external id, or some by their ids: as record pages and lookups read. */
async function read(): Promise<void> {
  const many = random(2) === 0;
  const wanted = many
    ? Array.from({ length: 20 }, () => ids[random(ids.length)] ?? '')
    : [`C${1 + random(ids.length)}`];
  const { count } = await worker.read(worker.systemAccess(), (context) =>
    runQuery(context, {
      object: 'Part__c',
      select: [['Name'], ['Code__c'], ['Amount__c'], ['Customer__r', 'Name']],
      where: {
        ...{ kind: 'compare', path: [many ? 'Id' : 'Code__c'], operator: 'in' },
        operand: { kind: 'list', values: wanted },
      },
      text: 'ignoreCase',
    }),
  );
  expect(count).toBeGreaterThan(0);
}

/** What each record must hold at the end. */
const written = new Map<string, { counter: number; amount: string }>();

async function write(own: readonly string[]): Promise<void> {
  const id = own[random(own.length)] ?? '';
  const before = written.get(id) ?? { counter: 0, amount: '' };
  const amount = String(random(1_000_000));
  const [row] = await worker.read(worker.systemAccess(), (context) => loadRows(context, 'Part__c', [id]));
  const values = { Counter__c: Number(row?.values.Counter__c) + 1, Amount__c: amount };
  const [outcome] = await worker.write(worker.systemAccess(), (context) =>
    save(context, { operation: 'update', object: 'Part__c', records: [{ id, values }], allOrNone: true }),
  );
  expect(outcome?.errors).toEqual([]);
  written.set(id, { counter: before.counter + 1, amount });
}

async function insert(): Promise<void> {
  const records = [{ values: { Name: 'New part', Amount__c: '1' } }];
  const [outcome] = await worker.write(worker.systemAccess(), (context) =>
    save(context, { operation: 'insert', object: 'Part__c', records, allOrNone: true }),
  );
  expect(outcome?.errors).toEqual([]);
  inserted++;
}
let inserted = 0;

/** Milliseconds that single reads and writes took. */
interface Latencies {
  readonly reads: number[];
  readonly writes: number[];
}

/** Sixteen read and four write, for as long as the work takes. */
async function underLoad(work: () => Promise<unknown>): Promise<Latencies> {
  const latencies: Latencies = { reads: [], writes: [] };
  let isOver = false;
  const timed = async (into: number[], act: () => Promise<void>) => {
    while (!isOver) {
      const start = performance.now();
      await act();
      into.push(performance.now() - start);
    }
  };
  const own = (writer: number) => ids.slice(writer * OWN, (writer + 1) * OWN);
  const loops = [
    ...Array.from({ length: READERS }, () => timed(latencies.reads, read)),
    ...Array.from({ length: WRITERS }, (_, writer) =>
      timed(latencies.writes, () => (random(10) === 0 ? insert() : write(own(writer)))),
    ),
  ];
  try {
    await Promise.race([work(), Promise.all(loops)]);
  } finally {
    isOver = true;
    await Promise.all(loops);
  }
  return latencies;
}

async function publish(edits: readonly Edit[]) {
  const expectedVersion = deployer.live().version;
  const result = await deployer.deploy({ kind: 'publish', edits, expectedVersion, by: 'test', note: '' });
  expect(result.problems.filter(({ severity, code }) => severity === 'error' || code === 'FINISH_PENDING')).toEqual([]);
  expect(result.status).toBe('succeeded');
  return result;
}

describe(`a table of ${RECORDS.toLocaleString('en-US')} records that ${READERS} read and ${WRITERS} write`, () => {
  it('is changed by deploys that nobody notices, and loses nothing that is written', async () => {
    const before = await underLoad(() => new Promise((resolve) => setTimeout(resolve, width(500, 10_000))));
    const lines = [line('before', before)];
    const phases: string[] = [];
    for (const [what, ...edits] of DEPLOYS) {
      const start = performance.now();
      const during = await underLoad(async () => {
        const { plan } = await publish(edits);
        phases.push(...(plan.work ?? []).map(({ phase }) => phase));
      });
      lines.push(line(`${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`, during));
      // Wall times are measured by the long proof alone: elsewhere others use the machine.
      const worst = Math.max(...during.reads, ...during.writes);
      expect(width(0, worst), `${what}: no stall over a second\n${lines.join('\n')}`).toBeLessThan(1000);
    }
    if (width(0, 1) === 1) console.log(lines.join('\n'));
    expect(new Set(phases)).toEqual(new Set(['prepare', 'commit', 'finish']));
    await expectWhatWasWritten();
    await expectNoDrift(org);
  }, 1_800_000);
});

/** Every counter and amount is what its writer wrote last, also where the column changed; every record has a number. */
async function expectWhatWasWritten(): Promise<void> {
  expect(written.size).toBeGreaterThan(0);
  const rows = await worker.read(worker.systemAccess(), (context) => loadRows(context, 'Part__c', [...written.keys()]));
  for (const { values } of rows) {
    const expected = written.get(String(values.Id));
    expect([Number(values.Counter__c), String(values.Amount__c)]).toEqual([expected?.counter, expected?.amount]);
  }
  const live = await org.loadLive();
  const [table, number, amount] = [
    qualified(live.physical.schema, live.physical.table('Part__c')),
    ...['Number__c', 'Amount__c'].map((name) => live.physical.column('Part__c', name)),
  ];
  const { rows: counts } = await org.pool.query(
    `select count(*)::integer as all, count(distinct ${number})::integer as numbers, count(${amount})::integer as amounts from ${table}`,
  );
  const all = RECORDS + inserted;
  expect(counts).toEqual([{ all, numbers: all, amounts: all }]);
}

function line(what: string, { reads, writes }: Latencies): string {
  return [what.padEnd(40), ...describeLatencies('reads', reads), ...describeLatencies('writes', writes)].join(' ');
}

function describeLatencies(what: string, all: readonly number[]): string[] {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) =>
    `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)}`;
  return [`${String(all.length).padStart(6)} ${what}: p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms;`];
}
