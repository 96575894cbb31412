import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './support/browser.ts';
import { API, type CallInit, openShopServer, PASSWORD, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
let admin: string;
let seller: string;
beforeAll(async () => {
  shop = await openShopServer();
  [admin, seller] = await Promise.all([shop.token('admin@shop.example'), shop.token('seller@shop.example')]);
});
afterAll(() => shop?.close());

const errorOf = (errorCode: string) => [expect.objectContaining({ errorCode, message: expect.any(String) })];

describe('a sign-in', () => {
  it('leads to no other server, however the way there is written', async () => {
    for (const returnTo of [
      '/.//evil.example/x',
      '/a/..//evil.example',
      `${shop.url}//evil.example/`,
      '/\t/evil.example',
      'javascript:alert(1)',
      `/${'x'.repeat(3000)}`,
    ]) {
      const browser = new Browser(shop.url);
      const { url } = await browser.open(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
      const back = await browser.submit(url, { username: 'seller@shop.example', password: PASSWORD });
      expect(back.url, returnTo).toBe(`${shop.url}/home`);
    }
  });

  it('takes a form with fields twice, missing or unheard of for a wrong password', async () => {
    const browser = new Browser(shop.url);
    const { url } = await browser.open('/auth/login');
    const send = (body: string, type = 'application/x-www-form-urlencoded') =>
      browser.send(url, { method: 'POST', body, headers: { 'content-type': type } });
    for (const body of ['username=a&username=b&password=c', 'password=c', '', 'username=a%00b&password=c']) {
      const page = await send(body);
      expect(page.status, body).toBe(400);
      expect(page.text).toContain('do not belong together');
    }
    expect((await send('{"username":{"a":1}}', 'application/json')).status).toBe(400);
  });

  it('leaves no more unfinished attempts with the browser than it can carry', async () => {
    const browser = new Browser(shop.url);
    for (let tab = 0; tab < 60; tab++) await browser.open('/auth/login', { follow: false });
    const { url } = await browser.open('/auth/login');
    const back = await browser.submit(url, { username: 'seller@shop.example', password: PASSWORD });
    expect(back.url).toBe(`${shop.url}/home`);
  });

  it('ends the session that the browser had before', async () => {
    const browser = new Browser(shop.url);
    const signIn = async (username: string) => {
      const { url } = await browser.open('/auth/login');
      await browser.submit(url, { username, password: PASSWORD });
      return /formwork=([^;]+)/.exec(browser.setCookies.findLast((each) => each.startsWith('formwork=')) ?? '')?.[1];
    };
    const sessionOf = async (cookie: string | undefined) =>
      (await fetch(`${shop.url}${API}/formwork/session`, { headers: { cookie: `formwork=${cookie}` } })).status;
    const first = await signIn('seller@shop.example');
    expect(await sessionOf(first)).toBe(200);
    const second = await signIn('admin@shop.example');
    expect([await sessionOf(first), await sessionOf(second)]).toEqual([401, 200]);
  });
});

describe('what is no sound request', () => {
  it('is told to programs as an array of errors, to people as a page', async () => {
    const open = (path: string, accept: string) => fetch(`${shop.url}${path}`, { headers: { accept } });
    for (const path of ['/%', '/o/%ff', '/auth/login?returnTo=a&returnTo=b', '/nothing']) {
      const page = await open(path, 'text/html,*/*');
      expect(page.headers.get('content-type'), path).toContain('text/html');
      expect(await page.text()).toMatch(/<h1>(This address cannot be opened|There is no such page)<\/h1>/);
      const json = await open(path, 'application/json');
      expect([page.status, await json.json()]).toEqual([json.status, [expect.objectContaining({})]]);
    }
    const inApi = await open('/services/data/v67.0/%ff', 'text/html');
    expect(await inApi.json()).toEqual(errorOf('JSON_PARSER_ERROR'));
  });

  it('is answered in the same shape where it is no request at all', async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(new URL(shop.url).port), '127.0.0.1');
        let answer = '';
        socket.on('data', (data) => {
          answer += String(data);
        });
        socket.on('close', () => resolve(answer));
        socket.write(text);
      });
    expect(await raw('garbage\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [\s\S]*\[\{"message":"The request is not well-formed HTTP/,
    );
    const long = await raw(`GET /services/data/v67.0/query?q=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1.1 431 [\s\S]*"errorCode":"REQUEST_LIMIT_EXCEEDED"/);
  });

  it('says what is wrong with a body', async () => {
    const send = (init: CallInit) => shop.call(seller, `${API}/sobjects/Order__c`, { method: 'POST', ...init });
    const message = async (body: string) => (await send({ body })).body[0].message;
    expect(await message('{"Title__c":')).toMatch(/^The body is not JSON: .*Unexpected end/);
    expect(await message('{"__proto__":{"a":1}}')).toContain('a name that is not allowed: "__proto__"');
    const text = await send({ body: '{}', headers: { 'content-type': 'text/plain' } });
    expect(text).toMatchObject({ status: 415, body: errorOf('UNSUPPORTED_MEDIA_TYPE') });
    const keys = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`k${index}`, 1]));
    const many = await send({ body: keys });
    expect([many.status, many.body.length]).toEqual([400, 1]);
    const nested = `{"Title__c":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await send({ body: nested })).toMatchObject({ status: 400 });
  });

  it('never breaks a query, a page or the studio', async () => {
    const far = 'SELECT Id FROM Order__c WHERE CreatedDate = N_YEARS_AGO:99999';
    const query = (soql: string) => shop.call(seller, `${API}/query?q=${encodeURIComponent(soql)}`);
    expect((await query(far)).status).toBe(200);
    const steps = ['CreatedBy', 'LastModifiedBy', 'Owner'];
    const paths = steps.flatMap((a) => steps.flatMap((b) => steps.map((c) => `${a}.${b}.${c}.Name`)));
    expect(await query(`SELECT ${paths.join(',')} FROM Order__c`)).toMatchObject({
      status: 400,
      body: errorOf('MALFORMED_QUERY'),
    });
    const form = await shop.call(seller, `${API}/formwork/record/Order__c/new?Customer__c=garbage&OwnerId=%00`);
    expect(form.body.values.OwnerId.value).toBe(shop.users.seller);
    expect(form.body.values.Customer__c.value).toBeNull();
    const rollback = await shop.call(admin, `${API}/formwork/studio/deploys/%00/rollback`, {
      method: 'POST',
      body: {},
    });
    expect(rollback).toMatchObject({ status: 400, body: errorOf('JSON_PARSER_ERROR') });
  });

  it('leaves the studio standing when conditions nest without end', async () => {
    const { body: session } = await shop.call(admin, `${API}/formwork/session`);
    const deep = `${'{"all":['.repeat(20_000)}{"fact":"Name","operator":"equal","value":"x"}${']}'.repeat(20_000)}`;
    const edit = `{"op":"set","element":"validationRule:Order__c.Deep","properties":{"order":1,"errorCondition":${deep}}}`;
    const { status, body } = await shop.call(admin, `${API}/formwork/studio/check`, {
      method: 'POST',
      body: `{"expectedVersion":${session.modelVersion},"edits":[${edit}]}`,
    });
    expect(status).toBe(200);
    expect(body.problems).toContainEqual(expect.objectContaining({ code: 'TOO_DEEP' }));
  });
});

describe('a long query', () => {
  it('goes on after its first page', async () => {
    const names = Array.from({ length: 203 }, (_, index) => ({ Name: `Customer ${index}` }));
    await shop.insert('Customer__c', names);
    const soql = `SELECT Name FROM Customer__c WHERE Name != '${'y'.repeat(1000)}' ORDER BY Name`;
    const headers = { 'sforce-query-options': 'batchSize=200' };
    const first = await shop.call(seller, `${API}/query?q=${encodeURIComponent(soql)}`, { headers });
    expect(first.body).toMatchObject({ totalSize: 203, done: false });
    const second = await shop.call(seller, first.body.nextRecordsUrl);
    expect([second.status, second.body.records?.length]).toEqual([200, 3]);
    expect(await shop.call(admin, first.body.nextRecordsUrl)).toMatchObject({
      status: 400,
      body: errorOf('INVALID_QUERY_LOCATOR'),
    });
  });
});

describe('nobody', () => {
  it('makes themselves more than they are', async () => {
    const { seller: me } = shop.users;
    const { body } = await shop.call(admin, `${API}/query?q=SELECT+Id,Name+FROM+PermissionSet`);
    const set = body.records.find(({ Name }: { Name: string }) => Name === 'System_Administrator').Id;
    const grant = { AssigneeId: me, PermissionSetId: set };
    const attempts: readonly [string, string, unknown][] = [
      ['POST', 'sobjects/PermissionSetAssignment', grant],
      ['POST', 'sobjects/GroupMember', { UserOrGroupId: me }],
      ['POST', 'sobjects/User', { Username: 'new@shop.example' }],
      ['PATCH', `sobjects/User/${me}`, { IsActive: true, UserRoleId: null }],
      ['PATCH', 'sobjects/User/Username/admin@shop.example', { Email: 'mine@shop.example' }],
      ['DELETE', `sobjects/User/${shop.users.admin}`, undefined],
      ['POST', 'composite/sobjects', { records: [{ attributes: { type: 'permissionsetassignment' }, ...grant }] }],
      ['PATCH', 'composite/sobjects', { records: [{ attributes: { type: 'User' }, id: me, Title: 'x' }] }],
      ['POST', 'formwork/studio/publish', { edits: [], expectedVersion: 1 }],
      ['GET', 'formwork/studio/model', undefined],
      ['GET', 'formwork/studio/deploys', undefined],
    ];
    for (const [method, path, sent] of attempts) {
      const { status, body: answer } = await shop.call(seller, `${API}/${path}`, { method, body: sent });
      const isRefused = status >= 400 || answer.every(({ success }: { success: boolean }) => !success);
      expect(isRefused, `${method} ${path}`).toBe(true);
    }
  });

  it('leaves the org without anybody who may manage users', async () => {
    const me = `${API}/sobjects/User/${shop.users.admin}`;
    const frozen = await shop.call(admin, me, { method: 'PATCH', body: { IsActive: false } });
    expect(frozen).toMatchObject({ status: 400, body: errorOf('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY') });
    const soql = `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${shop.users.admin}'`;
    const { body } = await shop.call(admin, `${API}/query?q=${encodeURIComponent(soql)}`);
    const own = `${API}/sobjects/PermissionSetAssignment/${body.records[0].Id}`;
    expect((await shop.call(admin, own, { method: 'DELETE' })).body).toEqual(
      errorOf('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'),
    );
    const given = await shop.call(admin, own, { method: 'PATCH', body: { AssigneeId: shop.users.seller } });
    expect(given.body).toEqual(errorOf('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'));
    const other = await shop.call(admin, `${API}/sobjects/User/${shop.users.visitor}`, {
      method: 'PATCH',
      body: { IsActive: false },
    });
    expect(other.status).toBe(204);
  });
});
