import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataCheck } from '../../../platform/deploy/data-check.ts';
import type { DeployHooks } from '../../../platform/deploy/request.ts';
import type { JsonObject } from '../../../platform/json.ts';
import { type TestOrg, testOrg } from '../../support/org.ts';
import { field, insertRecords, ORDER_FILES, readField } from './order-files.ts';

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES });
});
afterEach(() => org.close());

const fill = (...records: Record<string, unknown>[]) =>
  insertRecords(
    org.store,
    org.live,
    'Order__c',
    records.map((record, index) => ({ Name: `Order ${index}`, ...record })),
  );
const change = (name: string, to: JsonObject) =>
  org.deployFiles({ ...ORDER_FILES, [`objects/Order__c/fields/${name}.json`]: to });
const values = async (name: string) => readField(org.store, await org.loadLive(), 'Order__c', name);

const STATUS = 'objects/Order__c/fields/Status__c.json';

describe('a field that changes its type', () => {
  it.each([
    ['Notes__c', field('LongText'), { Notes__c: 'a' }, ['a']],
    ['Notes__c', field('Text', { length: 255 }), { Notes__c: 'a' }, ['a']],
    ['Status__c', field('Text', { length: 40 }), { Status__c: 'Draft' }, ['Draft']],
    ['Total__c', field('Number', { precision: 14, scale: 4 }), { Total__c: '1.50' }, ['1.50']],
  ])('keeps its values where the new type holds them: %s to %j', async (name, to, record, expected) => {
    await fill(record);
    expect(await change(name, to)).toMatchObject({ status: 'succeeded' });
    expect(await values(name)).toEqual(expected);
  });

  it('is refused while records hold a value that it could not keep', async () => {
    await fill({ Notes__c: 'a' }, { Notes__c: null });
    const result = await change('Notes__c', field('Number', { precision: 5, scale: 0 }));
    expect(result).toMatchObject({
      status: 'failed',
      problems: [{ code: 'INCOMPATIBLE_TYPE', element: 'field:Order__c.Notes__c' }],
    });
    expect(result.problems[0]?.message).toBe(
      'Order__c.Notes__c cannot change from Text to Number: 1 record holds a value that is not a number of as many digits as the field allows, such as "a" (Order 0). Change these first.',
    );
  });

  it('gets a new column where no record holds a value', async () => {
    await fill({ Notes__c: null });
    expect(await change('Notes__c', field('Number', { precision: 5, scale: 0 }))).toMatchObject({
      status: 'succeeded',
    });
    expect((await org.loadLive()).physical.column('Order__c', 'Notes__c')).toBe('notes__c_2');
    expect(await change('Notes__c', field('Date'))).toMatchObject({ status: 'succeeded' });
    expect((await org.loadLive()).physical.column('Order__c', 'Notes__c')).toBe('notes__c_3');
  });

  it('that only points elsewhere is refused while it points somewhere', async () => {
    const [customer] = await insertRecords(org.store, org.live, 'Customer__c', [{ Name: 'C' }]);
    await fill({ Customer__c: customer });
    const result = await change(
      'Customer__c',
      field('Lookup', { references: 'Order__c', childRelationship: 'Orders' }),
    );
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'INCOMPATIBLE_TYPE' }] });
    expect(result.problems[0]?.message).toContain('cannot point to Order__c instead of Customer__c');
  });
});

describe('a field that becomes stricter', () => {
  it('warns how many records lack the value that is now required, and changes none', async () => {
    await fill({ Notes__c: 'a' }, { Notes__c: null }, { Notes__c: null });
    const result = await change('Notes__c', field('Text', { length: 80, required: true }));
    expect(result).toMatchObject({
      status: 'succeeded',
      problems: [{ code: 'REQUIRED_VALUE_MISSING', severity: 'warning', found: 2 }],
    });
    expect(await values('Notes__c')).toEqual(['a', null, null]);
  });

  it('cannot become unique while values are there twice, whatever their case', async () => {
    await fill({ Notes__c: 'Same' }, { Notes__c: 'same' }, { Notes__c: null }, { Notes__c: null });
    const unique = field('Text', { length: 80, unique: true });
    const result = await change('Notes__c', unique);
    expect(result).toMatchObject({ status: 'failed', problems: [{ code: 'DUPLICATE_VALUES', found: 1 }] });
    expect(result.problems[0]?.message).toContain('"same"');
    await org.pool.query(`update "${org.store.schema}"."order__c" set is_deleted = true where notes__c = 'same'`);
    expect(await change('Notes__c', unique)).toMatchObject({ status: 'succeeded' });
  });

  it('shrinks only as far as its values allow', async () => {
    await fill({ Notes__c: 'twelve chars', Total__c: '12345.67' });
    expect(await change('Notes__c', field('Text', { length: 11 }))).toMatchObject({
      status: 'failed',
      problems: [{ code: 'VALUES_TOO_LONG', found: 1 }],
    });
    expect(await change('Notes__c', field('Text', { length: 12 }))).toMatchObject({ status: 'succeeded' });
    expect(await change('Total__c', field('Number', { precision: 6, scale: 2 }))).toMatchObject({
      status: 'failed',
      problems: [{ code: 'VALUES_TOO_LONG' }],
    });
    expect(await change('Total__c', field('Number', { precision: 8, scale: 1 }))).toMatchObject({
      status: 'failed',
      problems: [{ code: 'VALUES_TOO_LONG' }],
    });
    expect(await change('Total__c', field('Number', { precision: 7, scale: 2 }))).toMatchObject({
      status: 'succeeded',
    });
  });

  it('cannot make combinations unique that are there twice', async () => {
    await fill({ Notes__c: 'a', Status__c: 'Draft' }, { Notes__c: 'A', Status__c: 'Draft' });
    const order = { ...(ORDER_FILES['objects/Order__c/object.json'] as JsonObject) };
    const uniqueKeys = { once: { order: 10, fields: ['Notes__c', 'Status__c'], message: 'Only once.' } };
    const files = { ...ORDER_FILES, 'objects/Order__c/object.json': { ...order, uniqueKeys } };
    expect(await org.deployFiles(files)).toMatchObject({ status: 'failed', problems: [{ code: 'DUPLICATE_VALUES' }] });
    await org.pool.query(`update "${org.store.schema}"."order__c" set status__c = 'Sent' where notes__c = 'A'`);
    expect(await org.deployFiles(files)).toMatchObject({ status: 'succeeded' });
  });
});

describe('an auto number added to an object with records', () => {
  it('numbers them in the order of their ids, and goes on from there', async () => {
    await fill({}, {}, {});
    expect(await change('Number__c', field('AutoNumber', { format: "O'-{000}" }))).toMatchObject({
      status: 'succeeded',
    });
    expect(await values('Number__c')).toEqual(["O'-001", "O'-002", "O'-003"]);
    const { physical } = await org.loadLive();
    const { rows } = await org.pool.query('select nextval($1::regclass)', [
      `"${physical.schema}"."${physical.sequence('Order__c', 'Number__c')}"`,
    ]);
    expect(rows).toEqual([{ nextval: '4' }]);
  });
});

describe('records that come in between the check and the deploy', () => {
  it('are looked at again, and refuse what they make impossible', async () => {
    const { [STATUS]: _, ...rest } = ORDER_FILES;
    const onStep: DeployHooks['onStep'] = async (step) => {
      if (step === 'begun') await fill({ Status__c: 'Sent' });
    };
    const sent = 'field:Order__c.Status__c/values:Sent';
    const files = { ...rest, [STATUS]: field('Picklist', { values: { Draft: { label: 'Draft', order: 10 } } }) };
    expect(await org.deployFiles(files, { destructive: [sent], hooks: { onStep } })).toMatchObject({
      status: 'failed',
      problems: [{ code: 'PICKLIST_VALUE_IN_USE' }],
    });
    expect((await org.loadLive()).version).toBe(1);
  });

  it('are looked at without the hurry of a request', async () => {
    const hurried = await testOrg({ files: ORDER_FILES, pool: { statement_timeout: 20_000 } });
    const timeouts: unknown[] = [];
    await insertRecords(hurried.store, hurried.live, 'Order__c', [{ Name: 'One' }]);
    const check: DataCheck = {
      ...{ check: 'records', table: 'order__c', where: 'true', what: 'are there', severity: 'error' },
      value: `current_setting('statement_timeout')`,
      toProblems: ({ values }) => {
        timeouts.push(...values.map(({ value }) => value));
        return [];
      },
    };
    const planDataChecks = () => [check];
    const files = { ...ORDER_FILES, 'objects/Order__c/fields/Extra__c.json': field('Text') };
    expect(await hurried.deployFiles(files, { hooks: { planDataChecks } })).toMatchObject({ status: 'succeeded' });
    expect(timeouts).toEqual(['0', '0']);
    const { rows } = await hurried.pool.query('show statement_timeout');
    expect(rows).toEqual([{ statement_timeout: '20s' }]);
    await hurried.close();
  });
});
