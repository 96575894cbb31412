import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL_CHANNEL } from '../../../platform/deploy/apply.ts';
import { qualified } from '../../../platform/physical/identifier.ts';
import { holdVersion } from '../../../platform/store/lock.ts';
import { type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, NOTES, ORDER_FILES, readField } from './order-files.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg({ files: ORDER_FILES });
});
afterAll(() => org.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const withField = (name: string) => ({ ...ORDER_FILES, [`objects/Order__c/fields/${name}.json`]: field('Text') });

describe('a deploy while people work', () => {
  it('waits for a save that is on its way, which then finds the version it began with', async () => {
    const seen: number[] = [];
    let deployed: Promise<unknown> | undefined;
    await org.store.transaction(async (client) => {
      seen.push(await holdVersion(client, org.store.schema));
      deployed = org.deployFiles(withField('First__c'));
      await pause(500);
      seen.push((await org.loadLive()).version);
    });
    expect(await deployed).toMatchObject({ status: 'succeeded' });
    await org.store.transaction(async (client) => seen.push(await holdVersion(client, org.store.schema)));
    expect(seen).toEqual([1, 1, 2]);
  });

  it('lets go and tries again where somebody reads the table for long', async () => {
    const files = { ...withField('First__c'), ...withField('Second__c') };
    let deployed: Promise<unknown> | undefined;
    await org.store.transaction(async (client) => {
      await client.query(`select * from ${qualified(org.store.schema, 'order__c')}`);
      deployed = org.deployFiles(files);
      await pause(2500);
      expect((await org.loadLive()).version).toBe(2);
    });
    expect(await deployed).toMatchObject({ status: 'succeeded', version: 3 });
  });

  it('leaves those who still use the old version able to read and write', async () => {
    const old = await org.loadLive();
    const { [NOTES]: _, ...rest } = { ...withField('First__c'), ...withField('Second__c') };
    expect(await org.deployFiles(rest, { destructive: ['field:Order__c.Notes__c'] })).toMatchObject({
      status: 'succeeded',
    });
    await insertRecords(org.store, old, 'Order__c', [{ Name: 'Late', Notes__c: 'by the old version' }]);
    expect(await readField(org.store, old, 'Order__c', 'Notes__c')).toEqual(['by the old version']);
  });

  it('tells every process that listens', async () => {
    const client = await org.pool.connect();
    try {
      const heard = new Promise((resolve) =>
        client.on('notification', ({ payload }) => payload === org.store.schema && resolve(payload)),
      );
      await client.query(`listen ${MODEL_CHANNEL}`);
      await org.deployFiles(withField('Third__c'));
      expect(await heard).toBe(org.store.schema);
    } finally {
      client.release(true);
    }
  });
});
