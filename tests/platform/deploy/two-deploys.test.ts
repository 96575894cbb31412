import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { loadHistory } from '../../../platform/deploy/history.ts';
import type { DeployHooks, DeployStep } from '../../../platform/deploy/request.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { ownTestDatabase } from '../../support/database.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { expectNoDrift } from './expect-no-drift.ts';
import { field, insertRecords, NOTES, NOTES_ID, ORDER_FILES, readField } from './order-files.ts';

let dropDatabase: () => Promise<void>;
beforeAll(async () => {
  dropDatabase = await ownTestDatabase();
});
afterAll(() => dropDatabase?.());

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES, hooks: { limits: { bigTable: 1, batch: 2 } } });
  await insertRecords(org.store, org.live, 'Order__c', [{ Name: 'One', Notes__c: 'a' }, { Name: 'Two' }]);
});
afterEach(async () => {
  await expectNoDrift(org);
  await org.close();
});

const FIELDS = 'objects/Order__c/fields';
const KEYED: Files = { ...ORDER_FILES, [`${FIELDS}/Key__c.json`]: field('Text', { externalId: true }) };

/** Deploys, and does something else at a step of it, once. */
function deployAnd(files: Files, at: DeployStep, work: () => Promise<unknown>) {
  let isDone = false;
  const onStep: DeployHooks['onStep'] = async (step) => {
    if (step !== at || isDone) return;
    isDone = true;
    await work();
  };
  return org.deployFiles(files, { by: 'long@test', note: 'The long one', hooks: { onStep } });
}

async function publish(...edits: Edit[]) {
  const { version: expectedVersion } = await org.loadLive();
  return deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'quick@test', note: 'The quick one' });
}

describe('a deploy that prepares something', () => {
  it('keeps another one that has to from beginning, which is told who deploys and since when', async () => {
    const other = { ...ORDER_FILES, [`${FIELDS}/Other__c.json`]: field('Text', { externalId: true }) };
    let refused: Awaited<ReturnType<TestOrg['deployFiles']>> | undefined;
    const result = await deployAnd(KEYED, 'index built', async () => {
      refused = await org.deployFiles(other);
    });
    expect(result).toMatchObject({ status: 'succeeded' });
    expect(refused).toMatchObject({ status: 'failed', problems: [{ code: 'DEPLOY_RUNNING', found: 'long@test' }] });
    expect(refused?.problems[0]?.message).toMatch(/long@test .*"The long one".* since 20.*try again/);
    // Tried again, with what has become live meanwhile.
    expect(await org.deployFiles({ ...KEYED, ...other })).toMatchObject({ status: 'succeeded', version: 3 });
  });

  it('lets a quick one go live first, and goes on with the new version where that changed nothing of its own', async () => {
    const result = await deployAnd(KEYED, 'prepared', async () => {
      const edit: Edit = { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } };
      expect(await publish(edit)).toMatchObject({ status: 'succeeded', version: 2 });
    });
    expect(result).toMatchObject({ status: 'succeeded', version: 3, problems: [] });
    const fields = (await org.loadLive()).model.objects.get('Order__c')?.fields;
    expect([fields?.get('Notes__c')?.label, fields?.has('Key__c')]).toEqual(['Remarks', true]);
  });

  it('gives up where the quick one changed the same, and says which it was and what it changed', async () => {
    let quick = '';
    const files = { ...KEYED, [NOTES]: field('Text', { length: 80, label: 'Comments' }) };
    const result = await deployAnd(files, 'prepared', async () => {
      quick = (await publish({ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } })).deploy ?? '';
    });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'PUBLISHED_MEANWHILE' }] });
    const message = result.problems[0]?.message ?? '';
    for (const part of [quick, 'quick@test', '"The quick one"', 'Field Order__c.Notes__c', 'try again'])
      expect(message).toContain(part);
  });

  it('loses a column to a quick one that takes its name, and says so', async () => {
    const result = await deployAnd(KEYED, 'prepared', async () => {
      const properties = { label: 'Key', type: 'Text', order: 5 };
      expect(await publish({ op: 'set', element: 'field:Order__c.Key__c', properties })).toMatchObject({
        status: 'succeeded',
        problems: [],
      });
    });
    expect(result.status).toBe('failed');
    expect(result.problems.map(({ code }) => code)).toContain('PUBLISHED_MEANWHILE');
    await insertRecords(org.store, await org.loadLive(), 'Order__c', [{ Name: 'Three', Key__c: 'k' }]);
    expect(await readField(org.store, await org.loadLive(), 'Order__c', 'Key__c')).toEqual([null, null, 'k']);
  });
});

describe('two deploys that prepare nothing', () => {
  it('end with one live, and the other one told who was quicker with what', async () => {
    const result = await deployAnd({ ...ORDER_FILES, [NOTES]: field('Text', { length: 90 }) }, 'begun', async () => {
      await publish({ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } });
    });
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'PUBLISHED_MEANWHILE' }] });
    expect(result.problems[0]?.message).toMatch(/quick@test .*changed Field Order__c\.Notes__c.*try again/);
  });
});

describe('a rollback of a retype', () => {
  const retyped = { ...ORDER_FILES, [NOTES]: field('Number', { precision: 5, scale: 0 }) };
  beforeEach(async () => {
    await org.pool.query(`update "${org.store.schema}"."order__c" set notes__c = '007' where name = 'One'`);
  });
  const undo = async () => {
    const [latest] = await loadHistory(org.store, 1);
    return rollback(org.store, latest?.id ?? '', { by: 'test', note: '', hooks: { limits: { bigTable: 1 } } });
  };
  const notes = async () => readField(org.store, await org.loadLive(), 'Order__c', 'Notes__c');

  it('gives the field the values that it had, exactly', async () => {
    await org.deployFiles(retyped);
    expect(await notes()).toEqual(['7', null]);
    expect(await undo()).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await notes()).toEqual(['007', null]);
  });

  it('warns of what was written since, which stays in the column that it leaves', async () => {
    await org.deployFiles(retyped);
    await insertRecords(org.store, await org.loadLive(), 'Order__c', [{ Name: 'Three', Notes__c: '3' }]);
    const result = await undo();
    expect(result).toMatchObject({ status: 'succeeded', problems: [{ code: 'VALUES_LEFT_BEHIND', found: 1 }] });
    expect(result.problems[0]?.message).toContain('1 record was given another value since');
    expect(await notes()).toEqual(['007', null, null]);
  });

  it('can itself be rolled back, to the numbers as they were', async () => {
    await org.deployFiles(retyped);
    await insertRecords(org.store, await org.loadLive(), 'Order__c', [{ Name: 'Three', Notes__c: '3' }]);
    await undo();
    await undo();
    expect(await notes()).toEqual(['7', null, '3']);
  });
});
