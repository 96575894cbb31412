import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy, rollback } from '../../../platform/deploy/deploy.ts';
import type { DeployResult } from '../../../platform/deploy/deploy-result.ts';
import { loadDeploy, loadHistory } from '../../../platform/deploy/history.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import { cloneOrg } from '../../../platform/orgs/clone.ts';
import { createOrg, deleteOrg } from '../../../platform/orgs/orgs.ts';
import { type PromoteRequest, promote } from '../../../platform/orgs/promote.ts';
import type { Store } from '../../../platform/store/store.ts';
import { SHOP } from '../../runtime/http/support/shop.ts';
import { uniqueSchema } from '../../support/database.ts';
import { ENGINE_HOOKS, type Files, loadTestPackages, type TestOrg, testOrg } from '../../support/org.ts';
import { publish } from './source-org.ts';

const MANIFEST = { name: '@test/app', version: '1.0.0', formwork: { label: 'Test' } };
const V1: Files = { ...SHOP, 'package.json': MANIFEST };
const V2: Files = {
  ...SHOP,
  'package.json': { ...MANIFEST, version: '1.1.0' },
  'objects/Customer__c/fields/Since__c.json': { label: 'Since', type: 'Date', order: 70 },
};

let org: TestOrg;
const clones: Store[] = [];
beforeAll(async () => {
  org = await testOrg({ files: V1 });
});
afterAll(async () => {
  for (const { org: name } of clones) await deleteOrg(org.pool, name);
  await org?.close();
});

/** Production and a sandbox of it, both of their own for one test. */
async function pair(): Promise<{ readonly production: Store; readonly sandbox: Store }> {
  const production = await cloneOf(org.store, 'production');
  return { production, sandbox: await cloneOf(production, 'sandbox') };
}

async function cloneOf(source: Store, kind: 'production' | 'sandbox'): Promise<Store> {
  const request = { from: source.org, withRecords: false, kind, hooks: ENGINE_HOOKS } as const;
  const store = await cloneOrg(org.pool, uniqueSchema(kind), request);
  clones.push(store);
  return store;
}

const bring = (from: Store, to: Store, request: Partial<PromoteRequest> = {}): Promise<DeployResult> =>
  promote({ from, to }, { by: 'promoter', ...request }, ENGINE_HOOKS);
const set = (element: string, properties: Record<string, string | number | boolean>): Edit => ({
  op: 'set',
  element,
  properties,
});
const text = (label: string) => ({ label, type: 'Text', order: 90 });
const labelOf = async (store: Store, object: string, field?: string) => {
  const found = (await store.loadLive())?.model.objects.get(object);
  return field === undefined ? found?.label : found?.fields.get(field)?.label;
};
const elementsOf = ({ plan }: DeployResult) => plan.elements.map(({ element, change }) => `${change} ${element}`);

describe('a promotion from a sandbox', () => {
  it('brings what was changed there, and keeps what production changed meanwhile', async () => {
    const { production, sandbox } = await pair();
    await publish(
      sandbox,
      set('field:Customer__c.Stars__c', text('Stars')),
      set('object:Customer__c', { label: 'Patron' }),
    );
    await publish(
      production,
      set('object:Order__c', { label: 'Purchase' }),
      set('field:Customer__c.Code__c', { help: 'Ours' }),
    );
    const checked = await bring(sandbox, production, { checkOnly: true });
    expect(checked).toMatchObject({
      status: 'checked',
      plan: { conflicts: [], steps: [expect.stringContaining('stars__c')] },
    });
    expect(elementsOf(checked)).toEqual(['added field:Customer__c.Stars__c', 'changed object:Customer__c']);
    expect(await labelOf(production, 'Customer__c')).toBe('Customer');

    const result = await bring(sandbox, production, { note: 'Stars for all' });
    expect(result.status).toBe('succeeded');
    expect(await labelOf(production, 'Customer__c')).toBe('Patron');
    expect(await labelOf(production, 'Customer__c', 'Stars__c')).toBe('Stars');
    expect(await labelOf(production, 'Order__c')).toBe('Purchase');
    const [latest] = await loadHistory(production);
    expect(latest).toMatchObject({
      kind: 'publish',
      by: 'promoter',
      note: `Promoted from ${sandbox.org}, version 2: Stars for all`,
    });
    const layer = await production.loadOrgLayer();
    expect(layer.changed.get('object:Customer__c')?.label).toMatchObject({
      ours: 'Patron',
      base: 'Customer',
      by: 'promoter',
    });
  });

  it('can be rolled back, and brought again then', async () => {
    const { production, sandbox } = await pair();
    await publish(sandbox, set('object:Customer__c', { label: 'Patron' }));
    const { deploy = '' } = await bring(sandbox, production);
    const back = await rollback(production, deploy, { by: 'admin', note: '', hooks: ENGINE_HOOKS });
    expect(back.status).toBe('succeeded');
    expect(await labelOf(production, 'Customer__c')).toBe('Customer');
    expect(await bring(sandbox, production)).toMatchObject({ status: 'succeeded' });
    expect(await labelOf(production, 'Customer__c')).toBe('Patron');
  });

  it('has nothing to do where nothing was changed, or all is there', async () => {
    const { production, sandbox } = await pair();
    expect(await bring(sandbox, production)).toMatchObject({ status: 'unchanged' });
    await publish(sandbox, set('object:Customer__c', { label: 'Patron' }));
    await bring(sandbox, production);
    expect(await bring(sandbox, production)).toMatchObject({ status: 'unchanged' });
  });

  it('asks where both changed the same, says who, and applies nothing until it is decided', async () => {
    const { production, sandbox } = await pair();
    await publish(
      sandbox,
      set('object:Customer__c', { label: 'Patron' }),
      set('object:Order__c', { label: 'Purchase' }),
    );
    await publish(production, set('object:Customer__c', { label: 'Client' }));
    const asked = await bring(sandbox, production);
    const conflict = {
      element: 'object:Customer__c',
      property: 'label',
      base: 'Customer',
      theirs: 'Patron',
      ours: 'Client',
      by: 'admin',
    };
    expect(asked).toMatchObject({ status: 'failed', plan: { conflicts: [conflict] } });
    expect(asked.problems.map(({ message }) => message).join()).toContain(`changed by org ${sandbox.org} and, on `);
    expect(await labelOf(production, 'Order__c')).toBe('Order');

    const decisions = [
      { element: 'object:Customer__c', property: 'label', choose: 'theirs', theirs: 'Patron', ours: 'Client' },
    ] as const;
    const decided = await bring(sandbox, production, { decisions });
    expect(decided).toMatchObject({
      status: 'succeeded',
      plan: { conflicts: [], decisions: [{ ...conflict, choose: 'theirs', decidedBy: 'promoter' }] },
    });
    expect([await labelOf(production, 'Customer__c'), await labelOf(production, 'Order__c')]).toEqual([
      'Patron',
      'Purchase',
    ]);
    const recorded = await loadDeploy(production, decided.deploy ?? '');
    expect(recorded?.plan.decisions).toHaveLength(1);
  });

  it('takes no decision about another conflict, or about other values', async () => {
    const { production, sandbox } = await pair();
    await publish(sandbox, set('object:Customer__c', { label: 'Patron' }));
    await publish(production, set('object:Customer__c', { label: 'Client' }));
    const decision = (more: object) => [
      { element: 'object:Customer__c', property: 'label', choose: 'theirs' as const, ...more },
    ];
    const codes = async (decisions: PromoteRequest['decisions']) =>
      (await bring(sandbox, production, { ...(decisions && { decisions }) })).problems.map(({ code }) => code);
    expect(await codes(decision({ theirs: 'Patron', ours: 'Guest' }))).toEqual(['CONFLICT', 'OUTDATED_DECISION']);
    expect(await codes(decision({ property: 'description' }))).toEqual(['CONFLICT', 'STALE_DECISION']);
    expect(await labelOf(production, 'Customer__c')).toBe('Client');
  });

  it('does not ask again what was decided once, unless it is changed again', async () => {
    const { production, sandbox } = await pair();
    await publish(
      sandbox,
      set('object:Customer__c', { label: 'Patron' }),
      set('object:Order__c', { label: 'Purchase' }),
    );
    await publish(production, set('object:Customer__c', { label: 'Client' }));
    expect(await bring(sandbox, production, { prefer: 'ours' })).toMatchObject({ status: 'succeeded' });
    expect([await labelOf(production, 'Customer__c'), await labelOf(production, 'Order__c')]).toEqual([
      'Client',
      'Purchase',
    ]);
    expect(await bring(sandbox, production)).toMatchObject({ status: 'unchanged', plan: { conflicts: [] } });
    // What was promoted is the base of what follows: production did not touch it since.
    await publish(sandbox, set('object:Order__c', { label: 'Deal' }));
    expect(await bring(sandbox, production)).toMatchObject({ status: 'succeeded', plan: { conflicts: [] } });
    expect(await labelOf(production, 'Order__c')).toBe('Deal');
    await publish(sandbox, set('object:Customer__c', { label: 'Guest' }));
    expect((await bring(sandbox, production)).plan.conflicts).toMatchObject([
      { base: 'Patron', theirs: 'Guest', ours: 'Client' },
    ]);
  });

  it('takes out what was taken out there, when somebody confirms what is lost', async () => {
    const production = await cloneOf(org.store, 'production');
    await publish(production, set('field:Customer__c.Old__c', text('Old')));
    const sandbox = await cloneOf(production, 'sandbox');
    await publish(sandbox, { op: 'remove', element: 'field:Customer__c.Old__c' });
    const asked = await bring(sandbox, production, { checkOnly: true });
    expect(elementsOf(asked)).toContain('removed field:Customer__c.Old__c');
    expect(await bring(sandbox, production)).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFIRMATION_NEEDED' }],
    });
    expect(await labelOf(production, 'Customer__c', 'Old__c')).toBe('Old');
    const confirm = asked.plan.confirmation ?? '';
    expect(await bring(sandbox, production, { confirm })).toMatchObject({ status: 'succeeded' });
    expect(await labelOf(production, 'Customer__c', 'Old__c')).toBeUndefined();
  });

  it('asks where one took out what the other changed', async () => {
    const { production, sandbox } = await pair();
    await publish(sandbox, { op: 'remove', element: 'listView:Order__c.All' });
    await publish(production, set('listView:Order__c.All/columns:Title__c', { order: 77 }));
    const { plan, status } = await bring(sandbox, production);
    expect(status).toBe('failed');
    expect(plan.conflicts).toMatchObject([
      { element: 'listView:Order__c.All', by: 'admin', ours: { label: 'All orders' } },
    ]);
    expect(plan.conflicts[0]?.theirs).toBeUndefined();
  });

  it.each([
    ['ours', 'there'],
    ['theirs', 'here'],
  ] as const)('asks where a field belongs that both moved: %s', async (prefer, place) => {
    const { production, sandbox } = await pair();
    const move = (section: string): Edit[] => [
      { op: 'remove', element: 'page:Customers/sections:main/items:Credit__c' },
      set(`page:Customers/sections:${section}`, { label: 'Money', order: 2 }),
      set(`page:Customers/sections:${section}/items:Credit__c`, { order: 1 }),
    ];
    await publish(sandbox, ...move('here'));
    await publish(production, ...move('there'));
    expect(await bring(sandbox, production)).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFLICT', element: 'page:Customers/sections:here/items:Credit__c' }],
      plan: { conflicts: [{ base: { order: 3 }, theirs: { order: 1 }, ours: { order: 1 } }] },
    });
    expect(await bring(sandbox, production, { prefer })).toMatchObject({ status: 'succeeded', problems: [] });
    const sections = (await production.loadLive())?.model.objects.get('Customer__c')?.page?.sections ?? [];
    expect(sections.filter(({ fields }) => fields.includes('Credit__c')).map(({ id }) => id)).toEqual([place]);
    expect(await bring(sandbox, production)).toMatchObject({ status: 'unchanged' });
  });

  it('brings only what is named, with its parts and what it needs', async () => {
    const { production, sandbox } = await pair();
    await publish(
      sandbox,
      set('object:Shelf__c', { label: 'Shelf', pluralLabel: 'Shelves', sharing: 'Read' }),
      { op: 'set', element: 'object:Shelf__c', properties: { nameField: { type: 'Text', label: 'Name' } } },
      set('field:Customer__c.Shelf__c', { label: 'Shelf', type: 'Lookup', references: 'Shelf__c', order: 95 }),
      set('listView:Customer__c.Shelves', { label: 'By shelf', order: 9 }),
      set('listView:Customer__c.Shelves/columns:Shelf__c', { order: 1 }),
      set('object:Order__c', { label: 'Purchase' }),
    );
    const result = await bring(sandbox, production, { only: ['listView:Customer__c.Shelves'] });
    expect(result.problems).toEqual([]);
    expect(elementsOf(result)).toEqual([
      'added field:Customer__c.Shelf__c',
      'added listView:Customer__c.Shelves',
      'added listView:Customer__c.Shelves/columns:Shelf__c',
      'added object:Shelf__c',
    ]);
    expect(await labelOf(production, 'Order__c')).toBe('Order');
    expect(elementsOf(await bring(sandbox, production))).toEqual(['changed object:Order__c']);
  });

  it('tells of a name that was not changed, with the near miss', async () => {
    const { production, sandbox } = await pair();
    await publish(sandbox, set('object:Order__c', { label: 'Purchase' }));
    const { status, problems } = await bring(sandbox, production, { only: ['object:Ordr__c'] });
    expect(status).toBe('failed');
    expect(problems).toMatchObject([{ code: 'NOTHING_TO_PROMOTE', suggestion: 'object:Order__c' }]);
  });

  it('is refused where it does not fit production any more, and nothing of it is applied', async () => {
    const production = await cloneOf(org.store, 'production');
    await publish(production, set('field:Order__c.Old__c', text('Old')));
    const sandbox = await cloneOf(production, 'sandbox');
    await publish(
      sandbox,
      set('listView:Order__c.All/columns:Amount__c', { order: 99 }),
      set('object:Order__c', { label: 'Purchase' }),
    );
    await publish(
      sandbox,
      set('listView:Order__c.Rich', { label: 'Rich', order: 4 }),
      set('listView:Order__c.Rich/columns:Old__c', { order: 1 }),
    );
    await publish(production, { op: 'remove', element: 'field:Order__c.Old__c' });
    const result = await bring(sandbox, production);
    expect(result.status).toBe('failed');
    expect(result.problems.map(({ code }) => code)).toContain('DANGLING_REFERENCE');
    expect(await labelOf(production, 'Order__c')).toBe('Order');
  });
});

describe('promotions between other orgs', () => {
  it('go the other way as well: a sandbox gets what production changed since', async () => {
    const { production, sandbox } = await pair();
    await publish(production, set('object:Customer__c', { label: 'Client' }));
    await publish(sandbox, set('object:Order__c', { label: 'Purchase' }));
    expect(elementsOf(await bring(production, sandbox))).toEqual(['changed object:Customer__c']);
    // What came from production is nothing that the sandbox changed.
    await publish(production, set('object:Customer__c', { label: 'Guest' }));
    const result = await bring(sandbox, production);
    expect(result).toMatchObject({ status: 'succeeded', plan: { conflicts: [] } });
    expect(elementsOf(result)).toEqual(['changed object:Order__c']);
    expect(await labelOf(production, 'Customer__c')).toBe('Guest');
  });

  it('know what two sandboxes of one org have in common', async () => {
    const production = await cloneOf(org.store, 'production');
    await publish(production, set('object:Customer__c', { label: 'Client' }));
    const one = await cloneOf(production, 'sandbox');
    const other = await cloneOf(production, 'sandbox');
    await publish(one, set('object:Customer__c', { label: 'Patron' }));
    await publish(other, set('object:Order__c', { label: 'Purchase' }));
    expect(await bring(one, other)).toMatchObject({ status: 'succeeded', plan: { conflicts: [] } });
    expect([await labelOf(other, 'Customer__c'), await labelOf(other, 'Order__c')]).toEqual(['Patron', 'Purchase']);
  });

  it('compare with the packages where the orgs have nothing else in common', async () => {
    const other = await testOrg({ files: V1 });
    const { sandbox } = await pair();
    await publish(sandbox, set('object:Customer__c', { label: 'Patron' }));
    await publish(other.store, set('object:Order__c', { label: 'Deal' }));
    expect(elementsOf(await bring(sandbox, other.store))).toEqual(['changed object:Customer__c']);
    await other.close();
  });

  it('bring newer packages along when they are asked to, all in one deploy', async () => {
    const newer = await testOrg({ files: V2 });
    const older = await testOrg({ files: V1 });
    await publish(
      newer.store,
      set('field:Customer__c.Since__c', { label: 'Customer since' }),
      set('object:Order__c', { label: 'Deal' }),
    );
    const alone = await bring(newer.store, older.store);
    expect(alone.problems.map(({ code }) => code).sort()).toEqual(['NEEDS_PACKAGE', 'PACKAGES_DIFFER']);
    const result = await bring(newer.store, older.store, { withPackages: true });
    expect(result).toMatchObject({ status: 'succeeded', problems: [] });
    expect(await labelOf(older.store, 'Customer__c', 'Since__c')).toBe('Customer since');
    expect((await older.store.loadPackages()).find(({ name }) => name === '@test/app')?.version).toBe('1.1.0');
    expect((await loadHistory(older.store)).map(({ version }) => version)).toEqual([2, 1]);
    // The way back takes both.
    const back = await rollback(older.store, result.deploy ?? '', { by: 'admin', note: '', hooks: ENGINE_HOOKS });
    expect(back.problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'CONFIRMATION_NEEDED',
    ]);
    // No older version is ever brought.
    const downgrade = await bring(await cloneOf(org.store, 'sandbox'), newer.store, { withPackages: true });
    expect(downgrade.problems).toMatchObject([{ code: 'PACKAGES_DIFFER', severity: 'warning' }]);
    expect((await newer.store.loadPackages()).find(({ name }) => name === '@test/app')?.version).toBe('1.1.0');
    await newer.close();
    await older.close();
  });

  it('know what newer packages call otherwise by now', async () => {
    const { 'objects/Customer__c/fields/Since__c.json': since, ...rest } = V2;
    const renamed = { ...rest, 'objects/Customer__c/fields/Begun__c.json': { ...Object(since), id: 'Since__c' } };
    const newer = await testOrg({ files: V2 });
    const sandbox = await cloneOf(newer.store, 'sandbox');
    await publish(sandbox, set('field:Customer__c.Since__c', { label: 'Customer since' }));
    await bring(sandbox, newer.store);
    await publish(newer.store, set('field:Customer__c.Since__c', { label: 'Begun' }));
    await newer.deployFiles(renamed);
    const packages = await loadTestPackages([], renamed);
    await deploy(sandbox, { kind: 'packages', packages, by: 'admin', note: '' }, ENGINE_HOOKS);
    await publish(sandbox, set('field:Customer__c.Begun__c', { help: 'The first order' }));
    const result = await bring(sandbox, newer.store);
    expect(result).toMatchObject({ status: 'succeeded', problems: [], plan: { conflicts: [] } });
    expect(elementsOf(result)).toEqual(['changed field:Customer__c.Begun__c']);
    expect(await labelOf(newer.store, 'Customer__c', 'Begun__c')).toBe('Begun');
    await newer.close();
  });

  it('find an org of another name or of another life no ancestor', async () => {
    const production = await cloneOf(org.store, 'production');
    const sandbox = await cloneOf(production, 'sandbox');
    // An org that is deleted and made anew has the name, and is another one.
    await deleteOrg(org.pool, production.org);
    clones.splice(clones.indexOf(production), 1);
    const again = await createOrg(org.pool, production.org);
    clones.push(again);
    const result = await bring(sandbox, again);
    expect(result.status).toBe('unchanged');
  });
});
