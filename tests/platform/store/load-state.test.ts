import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import { loadHistory } from '../../../platform/deploy/history.ts';
import type { JsonObject } from '../../../platform/json.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { ElementMap } from '../../../platform/packages/element-map.ts';
import type { StoredState } from '../../../platform/store/load-state.ts';
import { Store } from '../../../platform/store/store.ts';
import { confirming, ENGINE_HOOKS, type Files, type TestOrg, testOrg } from '../../support/org.ts';
import { width } from '../../support/width.ts';
import { field, NOTES, NOTES_ID, ORDER_FILES, object, UPGRADED_FILES } from '../deploy/order-files.ts';

const STATUS = 'objects/Order__c/fields/Status__c.json';
const { [NOTES]: notes, ...withoutNotes } = ORDER_FILES;
const RENAMED: Files = {
  ...withoutNotes,
  'objects/Order__c/fields/Remarks__c.json': { id: 'Notes__c', ...notes },
};
/** A field takes the name of one that was dropped, or that goes with this. */
const { [STATUS]: __, ...withoutStatus } = withoutNotes;
const TAKEN: Files = {
  ...withoutStatus,
  [NOTES]: field('Picklist', { id: 'Status__c', values: { Draft: { label: 'Draft', order: 10 } } }),
};
/** So does an object. */
const { 'objects/Customer__c/object.json': _, ...withoutCustomer } = ORDER_FILES;
const TAKEN_OBJECT: Files = {
  ...withoutCustomer,
  'objects/Item__c/object.json': { id: 'Customer__c', ...(object('Item') as JsonObject) },
  'objects/Order__c/fields/Customer__c.json': {
    ...ORDER_FILES['objects/Order__c/fields/Customer__c.json'],
    references: 'Item__c',
  },
};
/** An object is renamed that only a dropped field points to. */
const { 'objects/Order__c/fields/Customer__c.json': ___, ...withoutLookup } = ORDER_FILES;
const { 'objects/Customer__c/object.json': customer, ...withoutBoth } = withoutLookup;
const POINTED_TO: Files = {
  ...withoutBoth,
  'objects/Client__c/object.json': { id: 'Customer__c', ...(customer as JsonObject) },
};
const RETYPED: Files = { ...ORDER_FILES, [NOTES]: field('Number', { precision: 10, scale: 0 }) };
const SMALLER: Files = { ...withoutNotes };

/** What is deployed one after the other, in every order. */
type Step =
  | { readonly publish: readonly Edit[] }
  | { readonly files: Files; readonly destructive?: readonly string[] }
  | { readonly back: number };

const steps: readonly Step[] = [
  { publish: [{ op: 'set', element: NOTES_ID, properties: { label: 'Remarks' } }] },
  {
    publish: [{ op: 'set', element: 'field:Order__c.Mine__c', properties: { label: 'Mine', type: 'Text', order: 1 } }],
  },
  { publish: [{ op: 'set', element: 'role:Helper', properties: { label: 'Helper' } }] },
  { publish: [{ op: 'remove', element: 'field:Order__c.Total__c' }] },
  { publish: [{ op: 'reset', element: 'field:Order__c.Total__c' }] },
  { publish: [{ op: 'remove', element: 'field:Order__c.Mine__c' }] },
  { publish: [{ op: 'unset', element: 'field:Order__c.Code__c', property: 'unique' }] },
  { files: ORDER_FILES },
  { files: UPGRADED_FILES },
  { files: RENAMED },
  { files: TAKEN },
  { files: TAKEN, destructive: [NOTES_ID] },
  { files: TAKEN_OBJECT },
  { files: TAKEN_OBJECT, destructive: ['object:Item__c'] },
  { files: withoutLookup, destructive: ['field:Order__c.Customer__c'] },
  { files: POINTED_TO },
  { files: RETYPED },
  { files: SMALLER },
  { files: SMALLER, destructive: [NOTES_ID] },
  { back: 0 },
  { back: 1 },
];

let org: TestOrg;
beforeAll(async () => {
  org = await testOrg({ files: ORDER_FILES });
});
afterAll(() => org.close());

describe('a process that remembers what is stored', () => {
  it('knows after every deploy, its own or another’s, what one that loads all of it knows', async () => {
    const other = new Store(org.pool, org.name);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...steps), { minLength: 1, maxLength: 6 }), async (all) => {
        for (const step of all) {
          await take(step);
          const fresh = new Store(org.pool, org.name);
          const whole = await fresh.loadState();
          for (const store of [org.store, other]) {
            const state = await store.loadState();
            expect(plain(state)).toEqual(plain(whole));
            expect(modelOf(store, state)).toEqual(modelOf(fresh, whole));
          }
        }
      }),
      { numRuns: width(12, 300) },
    );
  }, 600_000);

  it('learns what dropped columns point to under a new name', async () => {
    const fresh = await testOrg({ files: ORDER_FILES });
    await fresh.deployFiles(withoutLookup, { destructive: ['field:Order__c.Customer__c'] });
    const other = new Store(fresh.pool, fresh.name);
    await other.loadState();
    expect((await fresh.deployFiles(POINTED_TO)).status).toBe('succeeded');
    const { allocation } = await other.loadState();
    expect(allocation.fields.get('Order__c')?.get('Customer__c')?.references).toBe('Client__c');
    expect(plain(await other.loadState())).toEqual(plain(await new Store(fresh.pool, fresh.name).loadState()));
    await fresh.close();
  });

  it('keeps what did not change, and loads nothing while no version follows', async () => {
    const other = new Store(org.pool, org.name);
    const before = await other.loadState();
    expect(await other.loadState()).toBe(before);
    await take({ publish: [{ op: 'set', element: 'role:Other', properties: { label: String(before.version) } }] });
    const after = await other.loadState();
    expect(after.version).toBe(before.version + 1);
    expect(after.metadata.packages).toBe(before.metadata.packages);
    expect(after.allocation).toEqual(before.allocation);
    const groups = (state: StoredState) => ElementMap.of(other.effectiveOf(state)?.merged.elements ?? new Map()).groups;
    expect(groups(after).get('object:order__c')).toBe(groups(before).get('object:order__c'));
  });

  it('loads all of it again where it does not know the way', async () => {
    const other = new Store(org.pool, org.name);
    await other.loadState();
    await take({ publish: [{ op: 'set', element: 'role:Lost', properties: { label: 'Lost' } }] });
    await org.pool.query(
      `delete from "${org.store.schema}".fw_deploy where version = (select version from "${org.store.schema}".fw_org)`,
    );
    expect(plain(await other.loadState())).toEqual(plain(await new Store(org.pool, org.name).loadState()));
  });
});

/** Deploys; what is refused leaves everything as it was, and must be known as that. */
async function take(step: Step): Promise<void> {
  const { version: expectedVersion } = await org.store.loadState();
  const by = 'ann@test';
  if ('files' in step) {
    await org.deployFiles(step.files, { prefer: 'ours', destructive: step.destructive ?? [] });
    return;
  }
  if ('publish' in step) {
    const request = { kind: 'publish', edits: step.publish, expectedVersion, by, note: '' } as const;
    await confirming((confirmed) => deploy(org.store, { ...request, ...confirmed }, ENGINE_HOOKS));
    return;
  }
  const past = (await loadHistory(org.store))[step.back];
  if (past === undefined) return;
  await confirming((confirmed) => rollback(org.store, past.id, { by, note: '', ...confirmed, hooks: ENGINE_HOOKS }));
}

/** What a state says, whatever the order in which it was learned. */
function plain({ metadata, allocation, ...rest }: StoredState) {
  const { packages, kept, org: layer, withdrawn } = metadata;
  return {
    ...rest,
    packages: packages.map((each) => ({ ...each, elements: new Map(each.elements) })),
    kept: [...kept].sort(),
    layer,
    withdrawn,
    objects: allocation.objects,
    fields: allocation.fields,
    retired: Object.entries(allocation.retired).flatMap(([table, columns]) =>
      columns
        .map(({ column, field: of, type, references }) => JSON.stringify([table, column, of, type, references]))
        .sort(),
    ),
  };
}

function modelOf(store: Store, state: StoredState) {
  const { origins: _, ...model } = store.effectiveOf(state)?.compiled.made.model ?? expect.fail('There is a model');
  return model;
}
