import { describe, expect, it } from 'vitest';
import { allocate } from '../../../platform/physical/allocate.ts';
import { describeChange } from '../../../platform/physical/describe-change.ts';
import { type Allocated, planSchema } from '../../../platform/physical/plan-schema.ts';
import { schemaChangeSql } from '../../../platform/physical/schema-sql.ts';
import { compileTestModel } from '../../support/model.ts';
import type { Files } from '../../support/org.ts';
import { field, NOTES, ORDER_FILES } from '../deploy/order-files.ts';

async function allocated(files: Files, before?: Allocated): Promise<Allocated> {
  const model = await compileTestModel(files);
  return { model, allocation: allocate(model, before?.allocation) };
}

async function stepsBetween(before: Files, after: Files): Promise<string[]> {
  const live = await allocated(before);
  return planSchema(live, await allocated(after, live)).map(describeChange);
}

describe('the plan from one model to the next', () => {
  it('is empty where nothing changed', async () => {
    expect(await stepsBetween(ORDER_FILES, ORDER_FILES)).toEqual([]);
  });

  it('makes every table before it points to one', async () => {
    const plan = planSchema(undefined, await allocated(ORDER_FILES));
    const kinds = plan.map(({ change }) => change);
    expect(kinds.lastIndexOf('createTable')).toBeLessThan(kinds.indexOf('addColumn'));
    expect(kinds.lastIndexOf('addColumn')).toBeLessThan(kinds.indexOf('addForeignKey'));
  });

  it('takes no index or key of a column along that is not used any more', async () => {
    const {
      [NOTES]: _,
      'objects/Order__c/fields/Customer__c.json': __,
      'objects/Order__c/fields/Code__c.json': ___,
      ...rest
    } = ORDER_FILES;
    expect(await stepsBetween(ORDER_FILES, rest)).toEqual([
      'Stop order__c.customer__c from referring to other records',
      'Drop index order__c$code__c$key of order__c',
      'Drop index order__c$customer__c$ix of order__c',
      'Stop using column code__c of order__c (Order__c.Code__c); its values stay in the table',
      'Stop using column customer__c of order__c (Order__c.Customer__c); its values stay in the table',
      'Stop using column notes__c of order__c (Order__c.Notes__c); its values stay in the table',
    ]);
  });

  it('makes what a lookup does on delete anew', async () => {
    const customer = field('Lookup', { references: 'Customer__c', childRelationship: 'Orders', onDelete: 'clear' });
    expect(
      await stepsBetween(ORDER_FILES, { ...ORDER_FILES, 'objects/Order__c/fields/Customer__c.json': customer }),
    ).toEqual([
      'Stop order__c.customer__c from referring to other records',
      'Make order__c.customer__c refer to customer__c (on delete: set null)',
    ]);
  });

  it('is SQL whose every name is quoted', async () => {
    const plan = planSchema(undefined, await allocated(ORDER_FILES));
    const sql = plan.map((change) => schemaChangeSql(change, { schema: 'org_"x' }));
    expect(sql.every((text) => text === '' || text.includes('"org_""x"."'))).toBe(true);
  });
});
