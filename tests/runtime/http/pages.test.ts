import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListPage, LookupChoices, RecordPage, SessionInfo } from '../../../runtime/client/api.ts';
import { API, openShopServer, type ShopServer } from './support/shop-server.ts';

const ROOT = `${API}/formwork`;
let shop: ShopServer;
let admin: string;
let seller: string;
let acme: string;
let best: string;
let order: string;
beforeAll(async () => {
  shop = await openShopServer();
  [admin, seller] = await Promise.all([shop.token('admin@shop.example'), shop.token('seller@shop.example')]);
  [acme = '', best = ''] = await shop.insert('Customer__c', [
    { Name: 'Acme', Code__c: 'AC', Credit__c: 500 },
    { Name: 'Best 100%', Code__c: 'BE', Credit__c: 5000 },
    ...Array.from({ length: 60 }, (_, index) => ({
      Name: `Customer ${String(index).padStart(2, '0')}`,
      Code__c: `C${index}`,
    })),
  ]);
  const created = await shop.call(seller, `${API}/sobjects/Order__c`, {
    method: 'POST',
    body: { Title__c: 'Paper', Customer__c: acme, Amount__c: 10.5 },
  });
  order = created.body.id;
});
afterAll(() => shop?.close());

const get = async <T>(token: string, path: string) => (await shop.call(token, `${ROOT}/${path}`)).body as T;

/** What was asked of the database for the work, but for the look at the version that happens every second. */
async function queriesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const spy = vi.spyOn(shop.engine.store.pool, 'query');
  await work();
  const calls = spy.mock.calls.map(
    ([config]: readonly unknown[]) => (typeof config === 'string' ? config : (config as { text: string }).text), // all that pg takes and we give
  );
  spy.mockRestore();
  return calls.filter((text) => !text.includes('fw_org'));
}

describe('the session', () => {
  it('tells who it is and only where the person may go', async () => {
    const session = await get<SessionInfo>(seller, 'session');
    expect(session).toMatchObject({
      user: { username: 'seller@shop.example', name: 'Seller Person', timeZone: 'America/New_York' },
      org: { id: shop.engine.live().orgId, name: shop.engine.org },
      modelVersion: shop.engine.live().version,
      isAdmin: false,
      mode: 'demo',
    });
    expect(session.apps).toEqual([
      {
        name: 'Shop',
        label: 'Shop',
        description: 'Buy and sell.',
        tabs: [
          { object: 'Customer__c', label: 'Customers', listView: 'All' },
          { object: 'Order__c', label: 'Orders', listView: 'All' },
        ],
      },
    ]);
    expect((await get<SessionInfo>(admin, 'session')).isAdmin).toBe(true);
  });
});

describe('a list', () => {
  it('shows the columns, rows and views that the person may see', async () => {
    const page = await get<ListPage>(seller, 'list/customer__c/all');
    expect(page).toMatchObject({ total: 62, isCapped: false, page: 1, pageSize: 50, canCreate: false });
    expect(page.columns.map(({ path }) => path)).toEqual(['Name', 'Code__c']);
    expect(page.rows[0]).toEqual({ id: acme, cells: [{ value: 'Acme' }, { value: 'AC' }] });
    // The filter of the other view speaks of the hidden credit.
    expect(page.views).toEqual([{ name: 'All', label: 'All customers' }]);
    expect((await shop.call(seller, `${ROOT}/list/Customer__c/Rich`)).status).toBe(404);
    const rich = await get<ListPage>(admin, 'list/Customer__c/Rich');
    expect(rich.view.sentence).toBe('Credit is greater than 1000.');
    expect(rich.rows.map(({ id }) => id)).toEqual([best]);
  });

  it('searches, sorts and pages', async () => {
    const names = async (query: string) =>
      (await get<ListPage>(seller, `list/Customer__c/All?${query}`)).rows.map(({ cells }) => cells[0]?.value);
    expect(await names('search=ACM')).toEqual(['Acme']);
    expect(await names('search=be')).toEqual(['Best 100%']);
    expect(await names('search=100%25')).toEqual(['Best 100%']);
    expect(await names('search=customer%2007')).toEqual(['Customer 07']);
    expect(await names('search=%25')).toEqual(['Best 100%']);
    expect(await names('search=nothing')).toEqual([]);
    expect((await names('sort=Code__c&direction=desc&pageSize=2'))[0]).toBe('Customer 09');
    expect(await names('page=2&pageSize=61')).toEqual(['Customer 59']);
    const refused = await shop.call(seller, `${ROOT}/list/Customer__c/All?sort=Credit__c`);
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    expect((await shop.call(seller, `${ROOT}/list/Customer__c/All?pageSize=100000`)).status).toBe(400);
  });

  it('shows lookups by name and choices by label, and finds both', async () => {
    for (const search of ['', 'acme', 'draft', 'O-0001']) {
      const page = await get<ListPage>(seller, `list/Order__c/All?search=${search}`);
      expect(page.columns.map(({ path, references }) => [path, references])).toContainEqual([
        'Customer__c',
        'Customer__c',
      ]);
      expect(page.rows).toEqual([
        {
          id: order,
          cells: [
            { value: 'O-0001' },
            { value: 'Paper' },
            { value: acme, display: 'Acme' },
            { value: 'Draft' },
            { value: 10.5 },
          ],
        },
      ]);
    }
    expect((await get<ListPage>(seller, 'list/Order__c/All?sort=Customer__c')).rows).toHaveLength(1);
  });

  it('takes three queries: who asks, the rows, how many', async () => {
    expect(await queriesOf(() => get(seller, 'list/Customer__c/All'))).toHaveLength(3);
    expect(await queriesOf(() => get(seller, 'list/Order__c/All?search=a&pageSize=200'))).toHaveLength(3);
  });
});

describe('a record', () => {
  it('comes with its page, values, related lists and rights', async () => {
    const page = await get<RecordPage>(seller, `record/Customer__c/${acme}`);
    expect(page).toMatchObject({
      id: acme,
      name: 'Acme',
      version: 1,
      canEdit: false,
      canDelete: false,
      createdBy: 'System',
    });
    expect(page.page.sections).toEqual([{ id: 'main', label: 'Customer', columns: 2, fields: ['Name', 'Code__c'] }]);
    expect(page.page.highlights.map(({ path, cell }) => [path, cell.value])).toEqual([['Code__c', 'AC']]);
    expect(page.fields.Name).toMatchObject({ isEditable: false, isRequired: true });
    expect(JSON.stringify(page)).not.toContain('Credit');
    expect(page.related).toEqual([
      expect.objectContaining({
        relationship: 'Orders__r',
        label: 'Orders',
        field: 'Customer__c',
        total: 1,
        canCreate: true,
      }),
    ]);
    expect(page.related[0]?.rows[0]?.cells.map(({ value }) => value)).toEqual(['O-0001', 'Paper', 10.5]);
    expect((await get<RecordPage>(admin, `record/Customer__c/${acme}`)).page.sections[0]?.fields).toContain(
      'Credit__c',
    );
  });

  it('offers the actions of its state with their inputs', async () => {
    const page = await get<RecordPage>(seller, `record/Order__c/${order}`);
    expect(page.page.path).toEqual({
      field: 'Status__c',
      steps: [
        { value: 'Draft', label: 'Draft' },
        { value: 'Sent', label: 'Sent out' },
      ],
      current: 'Draft',
    });
    expect(page.fields.Status__c).toMatchObject({ isEditable: false, onlyActions: 'Use the actions of the order.' });
    expect(page.fields.Customer__c).toMatchObject({ isEditable: true, references: 'Customer__c' });
    expect(page.values.Customer__c).toEqual({ value: acme, display: 'Acme' });
    expect(page.page.highlights.map(({ cell }) => cell)).toEqual([{ value: acme, display: 'Acme' }, { value: 'AC' }]);
    expect(page.actions).toEqual([
      {
        name: 'Send',
        label: 'Send',
        description: 'Sends the order to the customer.',
        emphasis: 'primary',
        to: 'Sent out',
        inputs: [
          expect.objectContaining({ name: 'Due__c', isRequired: true, isEditable: true, message: 'Say until when.' }),
        ],
      },
    ]);

    const path = `${ROOT}/action/Order__c/Send`;
    const missing = await shop.call(seller, path, { method: 'POST', body: { id: order, inputs: {} } });
    expect(missing).toMatchObject({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'Say until when.', fields: ['Due__c'] }],
    });
    const inputs = { Due__c: '2026-05-01T12:00:00Z' };
    const stale = await shop.call(seller, path, { method: 'POST', body: { id: order, version: 99, inputs } });
    expect(stale.status).toBe(412);
    const done = await shop.call(seller, path, { method: 'POST', body: { id: order, version: page.version, inputs } });
    expect(done).toMatchObject({ status: 200, body: { id: order, success: true } });
    const after = await get<RecordPage>(seller, `record/Order__c/${order}`);
    expect(after.page.path?.current).toBe('Sent');
    expect(after.actions).toEqual([]);
    expect((await shop.call(seller, path, { method: 'POST', body: { id: order, inputs } })).status).toBe(400);
  });

  it('to be has its defaults and what its address brings', async () => {
    const page = await get<RecordPage>(seller, `record/Order__c/new?Customer__c=${acme}`);
    expect(page).toMatchObject({ id: null, version: null, name: 'New Order', related: [], actions: [], canEdit: true });
    expect(page.values.Customer__c).toEqual({ value: acme, display: 'Acme' });
    expect(page.values.Status__c).toEqual({ value: 'Draft' });
    expect(page.fields.Title__c).toMatchObject({ isRequired: true, isEditable: true, length: 80 });
    expect((await shop.call(seller, `${ROOT}/record/Customer__c/new`)).status).toBe(403);
  });

  it('that is hidden is as one that is not there', async () => {
    const [foreign = ''] = await shop.insert('Order__c', [{ Title__c: 'Foreign', Customer__c: acme }]);
    const gone = `${foreign.slice(0, 12)}zzz`;
    const [hidden, missing] = [
      await shop.call(seller, `${ROOT}/record/Order__c/${foreign}`),
      await shop.call(seller, `${ROOT}/record/Order__c/${gone}`),
    ];
    expect(hidden.status).toBe(404);
    expect(hidden.body).toEqual(missing.body);
    expect((await shop.call(seller, `${ROOT}/record/Secret__c/new`)).status).toBe(404);
    expect((await shop.call(seller, `${ROOT}/list/Secret__c/All`)).status).toBe(404);
    // Related lists neither show nor count it.
    const page = await get<RecordPage>(seller, `record/Customer__c/${acme}`);
    expect(page.related[0]).toMatchObject({ total: 1 });
  });

  it('takes as many queries as its page has parts, however many records there are', async () => {
    const read = () => get(seller, `record/Customer__c/${acme}`);
    const before = await queriesOf(read);
    await shop.insert(
      'Order__c',
      Array.from({ length: 30 }, () => ({ Title__c: 'More', Customer__c: acme, OwnerId: shop.users.seller })),
    );
    expect(await queriesOf(read)).toEqual(before);
    expect(before.length).toBeLessThanOrEqual(5);
  });
});

describe('a lookup', () => {
  it('offers what begins so first, then what has the words, with what tells namesakes apart', async () => {
    const choices = (q: string) => get<LookupChoices>(seller, `lookup/Order__c/Customer__c?q=${encodeURIComponent(q)}`);
    expect(await choices('acm')).toEqual({ choices: [{ id: acme, name: 'Acme', detail: 'AC' }], hasMore: false });
    expect((await choices('be')).choices[0]).toEqual({ id: best, name: 'Best 100%', detail: 'BE' });
    expect((await choices('C42')).choices.map(({ name }) => name)).toEqual(['Customer 42']);
    const all = await choices('');
    expect(all.choices).toHaveLength(20);
    expect(all.hasMore).toBe(true);
    expect((await choices('%')).choices.map(({ name }) => name)).toEqual(['Best 100%']);
    expect((await shop.call(seller, `${ROOT}/lookup/Order__c/Title__c?q=a`)).status).toBe(404);
  });
});

describe('the studio', () => {
  it('is closed to those who may not customize', async () => {
    const change = { edits: [], expectedVersion: shop.engine.live().version };
    for (const [path, init] of [
      ['studio/model', {}],
      ['studio/deploys', {}],
      ['studio/check', { method: 'POST', body: change }],
      ['studio/publish', { method: 'POST', body: change }],
      ['studio/deploys/x/rollback', { method: 'POST', body: {} }],
    ] as const)
      expect(await shop.call(seller, `${ROOT}/${path}`, init)).toMatchObject({
        status: 403,
        body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
      });
  });

  it('publishes an edit that everybody sees at the next request, and takes it back', async () => {
    const { body: model } = await shop.call(admin, `${ROOT}/studio/model`);
    expect(model.schemas.field.properties).toMatchObject({ type: 'object' });
    expect(model.elements.find(({ id }: { id: string }) => id === 'field:Customer__c.Code__c')).toMatchObject({
      owner: '@test/app',
      properties: { label: 'Code' },
      origins: { label: { layer: 'package', package: '@test/app' } },
    });
    const edits = [{ op: 'set', element: 'field:Customer__c.Code__c', properties: { label: 'Customer code' } }];
    const change = { edits, expectedVersion: model.modelVersion, note: 'Clearer' };
    const checked = await shop.call(admin, `${ROOT}/studio/check`, { method: 'POST', body: change });
    expect(checked.body).toMatchObject({ status: 'checked', problems: [] });
    expect(checked.body.plan.elements).toHaveLength(1);

    const published = await shop.call(admin, `${ROOT}/studio/publish`, { method: 'POST', body: change });
    expect(published.body).toMatchObject({ status: 'succeeded', version: model.modelVersion + 1 });
    const label = async () => (await get<ListPage>(seller, 'list/Customer__c/All')).columns[1]?.label;
    expect(await label()).toBe('Customer code');
    const late = await shop.call(admin, `${ROOT}/studio/publish`, { method: 'POST', body: change });
    expect(late.body).toMatchObject({ status: 'failed', problems: [{ code: 'PUBLISHED_MEANWHILE' }] });

    const history = await shop.call(admin, `${ROOT}/studio/deploys`);
    expect(history.body.deploys[0]).toMatchObject({
      kind: 'publish',
      by: 'admin@shop.example',
      note: 'Clearer',
      elements: 1,
    });
    const one = await shop.call(admin, `${ROOT}/studio/deploys/${published.body.deploy}`);
    expect(one.body).toMatchObject({ note: 'Clearer', plan: { elements: [{ change: 'changed' }] } });
    expect((await shop.call(admin, `${ROOT}/studio/deploys/0Af000000000000`)).status).toBe(404);
    const back = await shop.call(admin, `${ROOT}/studio/deploys/${published.body.deploy}/rollback`, {
      method: 'POST',
      body: {},
    });
    expect(back.body).toMatchObject({ status: 'succeeded' });
    expect(await label()).toBe('Code');
  });

  it('takes nothing away by a publish or rollback before its losses are confirmed', async () => {
    const post = (path: string, body: object) => shop.call(admin, `${ROOT}/studio/${path}`, { method: 'POST', body });
    const publish = (edits: object[], more: object = {}) =>
      post('publish', { edits, expectedVersion: shop.engine.live().version, ...more });
    const element = 'field:Customer__c.Fax__c';
    const added = await publish([{ op: 'set', element, properties: { label: 'Fax', type: 'Phone', order: 90 } }]);
    expect(added.body).toMatchObject({ status: 'succeeded' });

    const removal = [{ op: 'remove', element }];
    const refused = (await publish(removal)).body;
    expect(refused).toMatchObject({ status: 'failed', problems: [{ code: 'CONFIRMATION_NEEDED' }] });
    expect(refused.plan.losses).toMatchObject([{ element, records: 0, references: [] }]);
    expect((await publish(removal, { confirm: refused.plan.confirmation })).body).toMatchObject({
      status: 'succeeded',
    });

    const latest = async () => (await shop.call(admin, `${ROOT}/studio/deploys`)).body.deploys[0].id;
    expect((await post(`deploys/${await latest()}/rollback`, {})).body).toMatchObject({ status: 'succeeded' });
    const path = `deploys/${await latest()}/rollback`;
    const { body: check } = await post(path, { checkOnly: true });
    expect(check).toMatchObject({ status: 'checked', plan: { losses: [{ element }] } });
    expect((await post(path, {})).body).toMatchObject({
      status: 'failed',
      problems: [{ code: 'CONFIRMATION_NEEDED' }],
    });
    expect((await post(path, { confirm: check.plan.confirmation })).body).toMatchObject({ status: 'succeeded' });
  });

  it('explains a wrong edit instead of publishing it', async () => {
    const edits = [
      { op: 'set', element: 'listView:Customer__c.All/columns:Nothing__c', properties: { order: 9 } },
      { op: 'set', element: 'field:Customer__c.Code__c', properties: { lenght: 5 } },
    ];
    const change = { edits, expectedVersion: shop.engine.live().version };
    const { body } = await shop.call(admin, `${ROOT}/studio/publish`, { method: 'POST', body: change });
    expect(body.status).toBe('failed');
    expect(body.problems.length).toBeGreaterThanOrEqual(2);
  });
});
