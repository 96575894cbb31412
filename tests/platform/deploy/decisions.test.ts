import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../../platform/deploy/deploy.ts';
import { loadDeploy } from '../../../platform/deploy/history.ts';
import type { Decision, Edit } from '../../../platform/layers/org-layer.ts';
import { type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { field, NOTES, NOTES_ID, ORDER_FILES } from './order-files.ts';

const TOTAL = 'objects/Order__c/fields/Total__c.json';
const TOTAL_ID = 'field:Order__c.Total__c';

let org: TestOrg;
beforeEach(async () => {
  org = await testOrg({ files: ORDER_FILES });
  await publish(
    { op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } },
    { op: 'set', element: TOTAL_ID, properties: { label: 'Sum' } },
  );
});
afterEach(() => org.close());

/** The package's next version names both fields otherwise. */
const NEXT: Files = {
  ...ORDER_FILES,
  [NOTES]: field('Text', { length: 80, label: 'Comments' }),
  [TOTAL]: field('Number', { precision: 10, scale: 2, label: 'Amount' }),
};
const notes = { element: NOTES_ID, property: 'label', theirs: 'Comments', ours: 'Remarks' } as const;
const total = { element: TOTAL_ID, property: 'label', theirs: 'Amount', ours: 'Sum' } as const;

async function publish(...edits: readonly Edit[]) {
  const { version: expectedVersion } = await org.loadLive();
  const result = await deploy(org.store, { kind: 'publish', edits, expectedVersion, by: 'ann@test', note: '' });
  expect(result).toMatchObject({ status: 'succeeded' });
}

const upgrade = (...decisions: readonly Decision[]) => org.deployFiles(NEXT, { decisions });
const labels = async () => {
  const fields = (await org.loadLive()).model.objects.get('Order__c')?.fields;
  return [fields?.get('Notes__c')?.label, fields?.get('Total__c')?.label];
};
const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);

describe('conflicts decided one by one', () => {
  it('are applied each its way, all at once', async () => {
    const result = await upgrade({ ...notes, choose: 'ours' }, { ...total, choose: 'theirs' });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await labels()).toEqual(['Remarks', 'Amount']);
    expect((await org.deployFiles(NEXT)).status).toBe('unchanged');
  });

  it('stop the deploy until the last is decided', async () => {
    const result = await upgrade({ ...notes, choose: 'theirs' });
    expect(result).toMatchObject({ status: 'failed', plan: { conflicts: [{ element: TOTAL_ID }] } });
    expect(await labels()).toEqual(['Remarks', 'Sum']);
  });

  it('leave the rest to a preference', async () => {
    const result = await org.deployFiles(NEXT, { decisions: [{ ...notes, choose: 'ours' }], prefer: 'theirs' });
    expect(result.status).toBe('succeeded');
    expect(await labels()).toEqual(['Remarks', 'Amount']);
  });

  it('stand in the history with both values, and who decided', async () => {
    const { deploy: id = '' } = await upgrade({ ...notes, choose: 'ours' }, { ...total, choose: 'theirs' });
    expect((await loadDeploy(org.store, id))?.plan.decisions).toMatchObject([
      { ...notes, base: 'Text', by: 'ann@test', choose: 'ours', decidedBy: 'test' },
      { ...total, base: 'Number', by: 'ann@test', choose: 'theirs', decidedBy: 'test' },
    ]);
  });
});

describe('a decision', () => {
  const both = [
    { ...notes, choose: 'ours' },
    { ...total, choose: 'ours' },
  ] as const;

  it('about a conflict that is gone is refused', async () => {
    await publish({ op: 'reset', element: TOTAL_ID });
    const result = await upgrade(...both);
    expect(codes(result)).toEqual(['STALE_DECISION']);
    expect(result.problems[0]?.element).toBe(TOTAL_ID);
    expect(await labels()).toEqual(['Remarks', 'Number']);
  });

  it('that weighed other values is refused, and tells those of now', async () => {
    await publish({ op: 'set', element: TOTAL_ID, properties: { label: 'In all' } });
    const result = await upgrade(...both);
    expect(codes(result)).toEqual(['CONFLICT', 'OUTDATED_DECISION']);
    expect(result.problems[1]?.message).toContain('ours "In all", theirs "Amount"');
  });

  it('without values holds for whatever they are', async () => {
    await publish({ op: 'set', element: TOTAL_ID, properties: { label: 'In all' } });
    const result = await upgrade(both[0], { element: TOTAL_ID, property: 'label', choose: 'ours' });
    expect(result.status).toBe('succeeded');
    expect(await labels()).toEqual(['Remarks', 'In all']);
  });

  it('given twice is refused', async () => {
    expect(codes(await upgrade(...both, both[0]))).toEqual(['DUPLICATE_DECISION']);
  });
});
