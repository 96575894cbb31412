import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API, openShopServer, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
let admin: string;
let seller: string;
let acme: string;
beforeAll(async () => {
  shop = await openShopServer();
  [admin, seller] = await Promise.all([shop.token('admin@shop.example'), shop.token('seller@shop.example')]);
  [acme = ''] = await shop.insert('Customer__c', [
    { Name: 'Acme', Code__c: 'AC', Credit__c: 500 },
    { Name: 'Best', Code__c: 'BE', Credit__c: 5000 },
  ]);
});
afterAll(() => shop?.close());

const errorOf = (code: string) => [expect.objectContaining({ errorCode: code, message: expect.any(String) })];

describe('resources', () => {
  it('lists versions to everyone and serves all of them, whatever slashes lead', async () => {
    const versions = (await (await fetch(`${shop.url}/services/data`)).json()) as { version: string }[];
    expect(versions.at(-1)).toEqual({ label: expect.any(String), url: '/services/data/v67.0', version: '67.0' });
    for (const path of ['/services/data/v45.0', '/services/data/v67.0/', '//services/data/v60.0/']) {
      const { status, body, headers } = await shop.call(seller, path);
      expect(status).toBe(200);
      expect(body.identity).toContain(shop.users.seller);
      expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/);
    }
  });

  it('answers every error as an array with code and message', async () => {
    const cases = [
      [await shop.call(seller, '/services/data/v44.0/sobjects'), 404, 'NOT_FOUND'],
      [await shop.call(seller, '/services/data/latest/sobjects'), 404, 'NOT_FOUND'],
      [await shop.call(seller, `${API}/nothing`), 404, 'NOT_FOUND'],
      [await shop.call(seller, '/services/nothing'), 404, 'NOT_FOUND'],
      [await shop.call('00Dwrong!token', `${API}/sobjects`), 401, 'INVALID_SESSION_ID'],
      [await shop.call(seller, `${API}/sobjects`, { method: 'DELETE' }), 405, 'METHOD_NOT_ALLOWED'],
      [
        await shop.call(seller, `${API}/sobjects/Order__c`, { method: 'POST', body: '{"Title__c": ' }),
        400,
        'JSON_PARSER_ERROR',
      ],
      [
        await shop.call(seller, `${API}/sobjects/Order__c`, { method: 'POST', body: '{"__proto__": {"a": 1}}' }),
        400,
        'JSON_PARSER_ERROR',
      ],
      [
        await shop.call(seller, `${API}/sobjects/Order__c`, {
          method: 'POST',
          body: 'a',
          headers: { 'content-type': 'text/csv' },
        }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      ],
    ] as const;
    for (const [answer, status, code] of cases) expect(answer).toMatchObject({ status, body: errorOf(code) });
  });

  it('documents its routes in OpenAPI', async () => {
    const document = (await (await fetch(`${shop.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    expect(document.paths['/services/data/{version}/sobjects/{object}/{id}']).toHaveProperty('patch');
    expect(document.paths['/services/oauth2/token']).toHaveProperty('post');
    expect(document.paths['/services/data/{version}/formwork/session']).toHaveProperty('get');
  });

  it('is watched by operators', async () => {
    expect(await (await fetch(`${shop.url}/readyz`)).json()).toEqual({
      status: 'ready',
      modelVersion: shop.engine.live().version,
    });
    const metrics = await (await fetch(`${shop.url}/metrics`)).text();
    expect(metrics).toContain(`formwork_model_version ${shop.engine.live().version}`);
    expect(metrics).toMatch(
      /formwork_http_request_duration_seconds_count\{method="GET",route="\/readyz",status="200"\} 1/,
    );
  });
});

describe('describe', () => {
  it('lists the objects that the person may see', async () => {
    const names = async (token: string) =>
      (await shop.call(token, `${API}/sobjects`)).body.sobjects.map(({ name }: { name: string }) => name);
    expect(await names(seller)).toEqual(expect.arrayContaining(['Customer__c', 'Order__c', 'User']));
    expect(await names(seller)).not.toContain('Secret__c');
    expect(await names(admin)).toContain('Secret__c');
  });

  it('tells fields, choices and children, without those that are hidden', async () => {
    const { body, headers } = await shop.call(seller, `${API}/sobjects/customer__C/describe`);
    const fields = new Map(body.fields.map((field: { name: string }) => [field.name, field]));
    expect(body).toMatchObject({ name: 'Customer__c', createable: false, queryable: true, custom: true });
    expect(body.keyPrefix).toBe(acme.slice(0, 3));
    expect(fields.get('Id')).toMatchObject({ type: 'id', updateable: false, length: 18 });
    expect(fields.get('Code__c')).toMatchObject({ type: 'string', externalId: true, unique: true, updateable: false });
    expect(fields.has('Credit__c')).toBe(false);
    expect(body.childRelationships).toEqual([
      expect.objectContaining({ childSObject: 'Order__c', field: 'Customer__c', relationshipName: 'Orders__r' }),
    ]);
    const again = await shop.call(seller, `${API}/sobjects/Customer__c/describe`, {
      headers: { 'if-none-match': headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const order = (await shop.call(seller, `${API}/sobjects/Order__c/describe`)).body;
    expect(order.fields.find((field: { name: string }) => field.name === 'Status__c').picklistValues).toEqual([
      { active: true, defaultValue: true, label: 'Draft', validFor: null, value: 'Draft' },
      { active: true, defaultValue: false, label: 'Sent out', validFor: null, value: 'Sent' },
    ]);
  });

  it('does not tell a hidden object from one that is not there', async () => {
    const [hidden, missing] = [
      await shop.call(seller, `${API}/sobjects/Secret__c/describe`),
      await shop.call(seller, `${API}/sobjects/Nothing__c/describe`),
    ];
    expect(hidden).toMatchObject({ status: 404, body: errorOf('NOT_FOUND') });
    expect(hidden.body).toEqual(missing.body);
  });
});

describe('records', () => {
  it('are created, read, updated and deleted', async () => {
    const created = await shop.call(seller, `${API}/sobjects/Order__c`, {
      method: 'POST',
      body: {
        attributes: { type: 'Order__c' },
        title__c: 'First',
        Customer__c: acme,
        Amount__c: '12.5',
        Due__c: '2026-01-01T00:00:00Z',
      },
    });
    expect(created).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    const { id } = created.body;
    expect(id).toMatch(/^\w{18}$/);

    const read = await shop.call(seller, `${API}/sobjects/Order__c/${id.slice(0, 15)}`);
    expect(read.status).toBe(200);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(read.body).toMatchObject({
      attributes: { type: 'Order__c', url: `${API}/sobjects/Order__c/${id}` },
      Id: id,
      Name: 'O-0001',
      Title__c: 'First',
      Amount__c: 12.5,
      Due__c: '2026-01-01T00:00:00.000+0000',
      Status__c: 'Draft',
      OwnerId: shop.users.seller,
    });

    const updated = await shop.call(seller, `${API}/sobjects/Order__c/${id}`, {
      method: 'PATCH',
      body: { Title__c: 'Second' },
    });
    expect(updated.status).toBe(204);
    const some = await shop.call(seller, `${API}/sobjects/Order__c/${id}?fields=title__c,Customer__r.Name`);
    expect(some.body).toEqual({
      attributes: { type: 'Order__c', url: `${API}/sobjects/Order__c/${id}` },
      Title__c: 'Second',
      Customer__r: { attributes: { type: 'Customer__c', url: `${API}/sobjects/Customer__c/${acme}` }, Name: 'Acme' },
    });

    expect((await shop.call(seller, `${API}/sobjects/Order__c/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await shop.call(seller, `${API}/sobjects/Order__c/${id}`)).status).toBe(404);
  });

  it('tell all their problems at once, each at its field', async () => {
    const { status, body } = await shop.call(seller, `${API}/sobjects/Order__c`, {
      method: 'POST',
      body: { Amount__c: -1, Due__c: 'soon' },
    });
    expect(status).toBe(400);
    expect(body.flatMap((error: { fields: string[] }) => error.fields).sort()).toEqual([
      'Amount__c',
      'Due__c',
      'Title__c',
    ]);
    expect(body).toContainEqual(
      expect.objectContaining({
        errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        message: expect.stringContaining('below zero'),
      }),
    );
    expect(body).toContainEqual(expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Title__c'] }));
  });

  it('are not changed over what somebody else saved meanwhile', async () => {
    const { id } = (
      await shop.call(seller, `${API}/sobjects/Order__c`, { method: 'POST', body: { Title__c: 'Shared' } })
    ).body;
    const path = `${API}/sobjects/Order__c/${id}`;
    const seen = { 'if-match': '"1"' };
    expect((await shop.call(seller, path, { method: 'PATCH', body: { Title__c: 'Mine' }, headers: seen })).status).toBe(
      204,
    );
    const stale = await shop.call(seller, path, { method: 'PATCH', body: { Title__c: 'Also mine' }, headers: seen });
    expect(stale).toMatchObject({ status: 412, body: errorOf('PRECONDITION_FAILED') });
    expect(stale.body[0].details).toMatchObject({ yours: 1, current: 2 });
    expect((await shop.call(seller, path, { method: 'DELETE', headers: seen })).status).toBe(412);
  });

  it('of others are not there, and neither are hidden fields', async () => {
    const [foreign = ''] = await shop.insert('Order__c', [{ Title__c: 'Not the seller’s' }]);
    const path = `${API}/sobjects/Order__c/${foreign}`;
    expect((await shop.call(seller, path)).status).toBe(404);
    expect((await shop.call(seller, path, { method: 'PATCH', body: { Title__c: 'Mine now' } })).status).toBe(404);
    expect((await shop.call(seller, path, { method: 'DELETE' })).status).toBe(404);
    const hidden = await shop.call(seller, `${API}/sobjects/Customer__c/${acme}?fields=Credit__c`);
    expect(hidden).toMatchObject({ status: 400, body: errorOf('INVALID_FIELD') });
    const whole = await shop.call(seller, `${API}/sobjects/Customer__c/${acme}`);
    expect(whole.body).not.toHaveProperty('Credit__c');
    const refused = await shop.call(seller, `${API}/sobjects/Customer__c/${acme}`, {
      method: 'PATCH',
      body: { Name: 'Mine' },
    });
    expect(refused).toMatchObject({ status: 403, body: errorOf('INSUFFICIENT_ACCESS_OR_READONLY') });
  });

  it('are upserted and read by external id', async () => {
    const path = `${API}/sobjects/Customer__c/Code__c/NEW%2F1`;
    const first = await shop.call(admin, path, { method: 'PATCH', body: { Name: 'New' } });
    expect(first).toMatchObject({ status: 201, body: { success: true, created: true, errors: [] } });
    const second = await shop.call(admin, path, { method: 'PATCH', body: { Name: 'Newer' } });
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, created: false } });
    expect((await shop.call(seller, path)).body).toMatchObject({ Id: first.body.id, Name: 'Newer', Code__c: 'NEW/1' });
    expect((await shop.call(admin, `${API}/sobjects/Customer__c/Name/New`, { method: 'PATCH', body: {} })).status).toBe(
      404,
    );
  });
});

describe('collections', () => {
  it('are saved together, wholly or in part', async () => {
    const record = (Title__c: string | null) => ({ attributes: { type: 'Order__c' }, Title__c });
    const partly = await shop.call(seller, `${API}/composite/sobjects`, {
      method: 'POST',
      body: { allOrNone: false, records: [record('One'), record(null), record('Three')] },
    });
    expect(partly.status).toBe(200);
    expect(partly.body.map(({ success }: { success: boolean }) => success)).toEqual([true, false, true]);
    expect(partly.body[1].errors[0]).toMatchObject({ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Title__c'] });

    const none = await shop.call(admin, `${API}/composite/sobjects`, {
      method: 'POST',
      body: { allOrNone: true, records: [{ attributes: { type: 'Customer__c' }, Name: 'Undone' }, record(null)] },
    });
    expect(none.body.map(({ success }: { success: boolean }) => success)).toEqual([false, false]);
    expect(none.body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    const left = await shop.call(
      admin,
      `${API}/query?q=${encodeURIComponent("SELECT COUNT() FROM Customer__c WHERE Name = 'Undone'")}`,
    );
    expect(left.body.totalSize).toBe(0);

    const [one, , three] = partly.body;
    const updated = await shop.call(seller, `${API}/composite/sobjects`, {
      method: 'PATCH',
      body: { records: [{ ...record('Uno'), id: one.id }] },
    });
    expect(updated.body).toEqual([{ id: one.id, success: true, errors: [] }]);
    const deleted = await shop.call(seller, `${API}/composite/sobjects?ids=${one.id},${three.id}&allOrNone=true`, {
      method: 'DELETE',
    });
    expect(deleted.body).toEqual([one.id, three.id].map((id) => ({ id, success: true, errors: [] })));
    const many = { records: Array.from({ length: 201 }, () => record('Too many')) };
    expect(await shop.call(seller, `${API}/composite/sobjects`, { method: 'POST', body: many })).toMatchObject({
      status: 400,
      body: errorOf('EXCEEDED_ID_LIMIT'),
    });
  });
});

describe('queries', () => {
  const query = (token: string, soql: string, more = '', headers: Record<string, string> = {}) =>
    shop.call(token, `${API}/query?q=${encodeURIComponent(soql)}${more}`, { headers });

  it('nest parents and say null where there is none', async () => {
    const orders = [{ Title__c: 'With', Customer__c: acme }, { Title__c: 'Without' }];
    await shop.call(seller, `${API}/composite/sobjects`, {
      method: 'POST',
      body: { records: orders.map((values) => ({ attributes: { type: 'Order__c' }, ...values })) },
    });
    const { body } = await query(
      seller,
      "select title__c, customer__r.name, Customer__r.Owner.Name from order__c where Title__c in ('with', 'without') order by Title__c",
    );
    expect(body).toMatchObject({ totalSize: 2, done: true });
    expect(body.records).toEqual([
      {
        attributes: { type: 'Order__c', url: expect.stringMatching(`^${API}/sobjects/Order__c/\\w{18}$`) },
        Title__c: 'With',
        Customer__r: {
          attributes: { type: 'Customer__c', url: `${API}/sobjects/Customer__c/${acme}` },
          Name: 'Acme',
          Owner: { attributes: { type: 'User', url: expect.any(String) }, Name: 'System' },
        },
      },
      { attributes: expect.anything(), Title__c: 'Without', Customer__r: null },
    ]);
    const columns = await query(seller, 'SELECT Id, Customer__r.Name, Amount__c FROM Order__c', '&columns=true');
    expect(columns.body).toMatchObject({ entityName: 'Order__c', idSelected: true });
    expect(columns.body.columnMetadata).toEqual([
      expect.objectContaining({ columnName: 'Id', joinColumns: [] }),
      expect.objectContaining({
        columnName: 'Customer__r',
        joinColumns: [expect.objectContaining({ columnName: 'Name' })],
      }),
      expect.objectContaining({ columnName: 'Amount__c', numberType: true }),
    ]);
  });

  it('count, page, and go on by a locator that serves only its owner', async () => {
    await shop.insert(
      'Customer__c',
      Array.from({ length: 450 }, (_, index) => ({ Name: `Paged ${String(index).padStart(3, '0')}` })),
    );
    const soql = "SELECT Name FROM Customer__c WHERE Name LIKE 'Paged%' ORDER BY Name DESC";
    expect((await query(seller, soql.replace('Name', 'COUNT()').split(' ORDER')[0] ?? '')).body).toEqual({
      totalSize: 450,
      done: true,
      records: [],
    });
    const first = await query(seller, soql, '', { 'sforce-query-options': 'batchSize=200' });
    expect(first.body).toMatchObject({ totalSize: 450, done: false });
    expect(first.body.records).toHaveLength(200);
    const second = await shop.call(seller, first.body.nextRecordsUrl);
    const third = await shop.call(seller, second.body.nextRecordsUrl);
    expect(third.body).toMatchObject({ totalSize: 450, done: true });
    const names = [first, second, third].flatMap(({ body }) => body.records.map(({ Name }: { Name: string }) => Name));
    expect(new Set(names).size).toBe(450);
    expect(names).toEqual([...names].sort().reverse());
    for (const [token, url] of [
      [admin, first.body.nextRecordsUrl],
      [seller, `${first.body.nextRecordsUrl}x`],
      [seller, `${API}/query/nonsense`],
    ]) {
      expect(await shop.call(token, url)).toMatchObject({ status: 400, body: errorOf('INVALID_QUERY_LOCATOR') });
    }
  });

  it('point at what is wrong, and know nothing of hidden things', async () => {
    const bad = await query(seller, 'SELECT FROM Order__c');
    expect(bad).toMatchObject({ status: 400, body: errorOf('MALFORMED_QUERY') });
    expect(bad.body[0].message).toMatch(/ERROR at Row:1:Column:\d+/);
    expect(await query(seller, '')).toMatchObject({ status: 400, body: errorOf('MALFORMED_QUERY') });
    expect(await query(seller, 'SELECT Id FROM Secret__c')).toMatchObject({
      status: 400,
      body: errorOf('INVALID_TYPE'),
    });
    for (const soql of [
      'SELECT Credit__c FROM Customer__c',
      'SELECT Id FROM Customer__c WHERE Credit__c > 1',
      'SELECT Id FROM Customer__c ORDER BY Credit__c',
      'SELECT Customer__r.Credit__c FROM Order__c',
    ])
      expect(await query(seller, soql)).toMatchObject({ status: 400, body: errorOf('INVALID_FIELD') });
  });
});
