import { deploy } from '../../../platform/deploy/deploy.ts';
import type { Edit } from '../../../platform/layers/org-layer.ts';
import type { Store } from '../../../platform/store/store.ts';
import { type Engine, openEngine } from '../../../runtime/engine.ts';
import { save } from '../../../runtime/records/save.ts';
import type { RecordInput } from '../../../runtime/records/save-request.ts';
import { SHOP } from '../../runtime/http/support/shop.ts';
import { testDatabaseUrl } from '../../support/database.ts';
import { ENGINE_HOOKS, type Files, type TestOrg, testOrg } from '../../support/org.ts';

/** The shop with records that it ships. */
export const SHOP_WITH_DATA: Files = {
  ...SHOP,
  'data/First_customers.json': {
    object: 'Customer__c',
    key: 'Code__c',
    order: 1,
    records: { ONE: { Name: 'Shipped one' }, TWO: { Name: 'Shipped two' } },
  },
};

/** An org that has lived: admins changed it, a field went and another got a new type, people and records came. */
export async function livedInOrg(): Promise<{ readonly org: TestOrg; readonly engine: Engine }> {
  const org = await testOrg({ files: SHOP_WITH_DATA });
  const field = (name: string) => `field:Order__c.${name}`;
  const text = { label: 'Added', type: 'Text', order: 90 };
  await publish(org.store, { op: 'set', element: field('Gone__c'), properties: text });
  await publish(org.store, { op: 'set', element: field('Retyped__c'), properties: text });
  const engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 4 });
  await insert(engine, 'User', [person('clerk'), person('boss')]);
  const [customer = ''] = await insert(engine, 'Customer__c', [{ Name: 'Loyal', Code__c: 'L' }, { Name: 'New' }]);
  const order = (number: number) => ({ Title__c: `Order ${number}`, Customer__c: customer, Gone__c: `was ${number}` });
  await insert(
    engine,
    'Order__c',
    Array.from({ length: 30 }, (_, index) => order(index)),
  );
  await publish(
    org.store,
    { op: 'remove', element: field('Gone__c') },
    { op: 'set', element: field('Retyped__c'), properties: { type: 'Date' } },
    { op: 'set', element: 'object:Customer__c', properties: { label: 'Patron' } },
    { op: 'remove', element: 'listView:Customer__c.Rich' },
  );
  await org.pool.query(
    `insert into "${org.store.schema}".fw_session (hash, kind, user_id, scope, details, expires_at)
     values ('\\x01', 'browser', 'somebody', '', '{}', now() + interval '1 day')`,
  );
  return { org, engine };
}

/** Publishes edits as an admin does, who confirms what they take away. */
export async function publish(store: Store, ...edits: Edit[]): Promise<void> {
  const { version } = await store.loadState();
  const request = { kind: 'publish', edits, expectedVersion: version, by: 'admin', note: '' } as const;
  const { plan } = await deploy(store, { ...request, checkOnly: true }, ENGINE_HOOKS);
  const confirm = plan.confirmation === undefined ? {} : { confirm: plan.confirmation };
  const result = await deploy(store, { ...request, ...confirm }, ENGINE_HOOKS);
  if (result.status !== 'succeeded') throw new Error(result.problems.map(({ message }) => message).join('\n'));
}

/** Saves records with the engine's own right; gives their ids. */
export async function insert(engine: Engine, object: string, records: readonly RecordInput[]): Promise<string[]> {
  const request = {
    operation: 'insert',
    object,
    records: records.map((values) => ({ values })),
    allOrNone: true,
  } as const;
  const outcomes = await engine.write(engine.systemAccess(), (context) => save(context, request));
  const errors = outcomes.flatMap((outcome) => outcome.errors);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return outcomes.map(({ id }) => String(id));
}

function person(name: string): RecordInput {
  return { Username: `${name}@shop.example`, Name: name, LastName: name, Email: `${name}@shop.example` };
}
