import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { loadRows } from '../../runtime/query/load-rows.ts';
import { runQuery } from '../../runtime/query/run-query.ts';
import { save } from '../../runtime/records/save.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { type TestOrg, testOrg } from '../support/org.ts';
import { SHOP } from './http/support/shop.ts';

const WRITERS = 4;
const READERS = 4;
const PUBLISHES = 10;
const COUNTER = 'field:Customer__c.Counter__c';

let org: TestOrg;
let deployer: Engine;
let worker: Engine;
beforeAll(async () => {
  org = await testOrg({ files: SHOP });
  const open = () => openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 8 });
  [deployer, worker] = [await open(), await open()];
  await publish({ op: 'set', element: COUNTER, properties: counter(4) });
});
afterAll(async () => {
  await Promise.all([deployer?.close(), worker?.close()]);
  await org?.close();
});

const counter = (precision: number) => ({ label: 'Counter', type: 'Number', order: 900, precision });

async function publish(...edits: Edit[]): Promise<void> {
  const expectedVersion = deployer.live().version;
  const result = await deployer.deploy({ kind: 'publish', edits, expectedVersion, by: 'test', note: '' });
  expect(result).toMatchObject({ status: 'succeeded' });
}

/** Adds one to what was read; false where somebody else was quicker. */
async function count(id: string): Promise<boolean> {
  const access = worker.systemAccess();
  const [row] = await worker.read(access, (context) => loadRows(context, 'Customer__c', [id]));
  if (!row) throw new Error(`${id} is gone`);
  const records = [{ id, version: row.version, values: { Counter__c: Number(row.values.Counter__c) + 1 } }];
  const [outcome] = await worker.write(access, (context) =>
    save(context, { operation: 'update', object: 'Customer__c', records, allOrNone: true }),
  );
  if (outcome?.success) return true;
  expect(outcome?.errors).toMatchObject([{ errorCode: 'PRECONDITION_FAILED' }]);
  return false;
}

function read() {
  const query = { object: 'Customer__c', select: [['Name'], ['Counter__c']], text: 'ignoreCase' } as const;
  return worker.read(worker.systemAccess(), (context) => runQuery(context, query));
}

describe('publishes that add and widen fields', () => {
  it('let everybody read and write, and lose nothing that is written', async () => {
    const records = Array.from({ length: 2 }, (_, index) => ({ values: { Name: `Counted ${index}`, Counter__c: 0 } }));
    const made = await worker.write(worker.systemAccess(), (context) =>
      save(context, { operation: 'insert', object: 'Customer__c', records, allOrNone: true }),
    );
    const ids = made.map(({ id }) => id ?? '');
    let isOver = false;
    let [written, reads] = [0, 0];
    const write = async (id: string) => {
      while (!isOver) if (await count(id)) written++;
    };
    const look = async () => {
      while (!isOver) if ((await read()).count > 0) reads++;
    };
    const work = [
      ...Array.from({ length: WRITERS }, (_, index) => write(ids[index % ids.length] ?? '')),
      ...Array.from({ length: READERS }, look),
    ];
    for (let index = 0; index < PUBLISHES; index++) {
      const element = `field:Customer__c.Added_${index}__c`;
      const properties = { label: 'Added', type: 'Text', order: 901 };
      await publish(
        { op: 'set', element, properties },
        { op: 'set', element: COUNTER, properties: counter(5 + index) },
      );
    }
    isOver = true;
    await Promise.all(work);
    const { rows } = await read();
    const total = rows.reduce((sum, row) => sum + Number(row.Counter__c ?? 0), 0);
    expect(total).toBe(written);
    expect(written).toBeGreaterThan(PUBLISHES);
    expect(reads).toBeGreaterThan(PUBLISHES);
  }, 60_000);
});
