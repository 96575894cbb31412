import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOtherOrgs } from '../../../apps/server/other-orgs.ts';
import { cloneOrg } from '../../../platform/orgs/clone.ts';
import { deleteOrg } from '../../../platform/orgs/orgs.ts';
import { openEngine } from '../../../runtime/engine.ts';
import type { OrgDirectory } from '../../../runtime/http/orgs/org-directory.ts';
import { testDatabaseUrl, uniqueSchema } from '../../support/database.ts';
import { ENGINE_HOOKS } from '../../support/org.ts';
import { Browser } from './support/browser.ts';
import { API, openShopServer, PASSWORD, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
let directory: OrgDirectory | undefined;
const [training, sandbox] = [uniqueSchema('training'), uniqueSchema('sandbox')];
beforeAll(async () => {
  shop = await openShopServer((own, optionsFor) => {
    directory = openOtherOrgs(own, {
      settings: { otherOrgs: 'all' },
      optionsFor: async (engine) => optionsFor(engine),
      open: (org) => openEngine({ databaseUrl: testDatabaseUrl(), org, maxConnections: 3 }),
    });
    return directory ? { otherOrgs: directory } : {};
  });
  await shop.insert('Customer__c', [{ Name: 'Everywhere' }]);
  await clone(training, 'training');
  await clone(sandbox, 'sandbox');
  await shop.insert('Customer__c', [{ Name: 'Only in production' }]);
});
afterAll(async () => {
  await directory?.close();
  for (const name of [training, sandbox]) await deleteOrg(shop.org.pool, name).catch(() => {});
  await shop?.close();
});

const SELLER = 'seller@shop.example';
const clone = (name: string, kind: 'training' | 'sandbox') =>
  cloneOrg(shop.org.pool, name, { from: shop.engine.org, withRecords: true, kind, hooks: ENGINE_HOOKS });
const orgIdOf = async (name: string) => {
  const { rows } = await shop.org.pool.query<{ org_id: string }>(`select org_id from "org_${name}".fw_org`);
  return rows[0]?.org_id ?? '';
};
const names = async (token: string) => {
  const { body } = await shop.call(
    token,
    `${API}/query?q=${encodeURIComponent('SELECT Name FROM Customer__c ORDER BY Name')}`,
  );
  return body.records.map(({ Name }: { Name: string }) => Name);
};
const form = (fields: Record<string, string>, query = '') =>
  fetch(`${shop.url}/services/oauth2/token${query}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'formwork-cli', client_secret: 'formwork-demo', ...fields }),
  });
const password = { grant_type: 'password', username: SELLER, password: PASSWORD };

const orgs = () => [shop.engine.org, training, sandbox];

async function signedIn(org?: string): Promise<Browser> {
  const browser = new Browser(shop.url);
  const { url } = await browser.open(`/auth/login${org === undefined ? '' : `?org=${org}`}`);
  await browser.submit(url, { username: SELLER, password: PASSWORD });
  return browser;
}
const sessionOf = async (browser: Browser) => {
  const { status, text } = await browser.open(`${API}/formwork/session`);
  return status === 200 ? JSON.parse(text).org : status;
};

describe('one server with several orgs', () => {
  it('gives tokens of the org that is named, each of which opens that org', async () => {
    const [own, other] = [await shop.token(SELLER), await shop.token(SELLER, training)];
    expect(own.split('!')[0]).toBe(shop.engine.live().orgId);
    expect(other.split('!')[0]).toBe(await orgIdOf(training));
    expect(await names(own)).toEqual(['Everywhere', 'Only in production']);
    expect(await names(other)).toEqual(['Everywhere']);
    const byAddress = await form(password, `?org=${training}`);
    expect(((await byAddress.json()) as { access_token: string }).access_token.split('!')[0]).toBe(
      await orgIdOf(training),
    );
  });

  it('refreshes, tells about and ends a token in its own org, which nobody has to name', async () => {
    const answer = (await (await form({ ...password, org: training })).json()) as {
      refresh_token: string;
      id: string;
      access_token: string;
    };
    const again = (await (await form({ grant_type: 'refresh_token', refresh_token: answer.refresh_token })).json()) as {
      access_token: string;
    };
    expect(again.access_token.split('!')[0]).toBe(await orgIdOf(training));
    const identity = await fetch(`${answer.id}?oauth_token=${encodeURIComponent(answer.access_token)}`);
    expect(await identity.json()).toMatchObject({ organization_id: await orgIdOf(training), username: SELLER });
    const end = await fetch(`${shop.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: again.access_token }),
    });
    expect(end.status).toBe(200);
    expect((await shop.call(again.access_token, `${API}/query?q=x`)).status).toBe(401);
  });

  it('signs a browser in to the org that is named, and keeps to it until another is', async () => {
    const browser = await signedIn(sandbox);
    expect(await sessionOf(browser)).toMatchObject({ name: sandbox, kind: 'sandbox' });
    const page = await browser.open('/auth/login');
    await browser.submit(page.url, { username: SELLER, password: PASSWORD });
    expect(await sessionOf(browser)).toMatchObject({ name: sandbox });
    const back = await browser.open(`/auth/login?org=${shop.engine.org}`);
    await browser.submit(back.url, { username: SELLER, password: PASSWORD });
    expect(await sessionOf(browser)).toMatchObject({ name: shop.engine.org, kind: 'production' });
    expect(await sessionOf(await signedIn())).toMatchObject({ name: shop.engine.org });
  });

  it('leaves a browser signed in while a sign-in to another org is only begun', async () => {
    const browser = await signedIn(training);
    const { url } = await browser.open(`/auth/login?org=${sandbox}`);
    expect(await sessionOf(browser)).toMatchObject({ name: training });
    await browser.submit(url, { username: SELLER, password: PASSWORD });
    expect(await sessionOf(browser)).toMatchObject({ name: sandbox });
  });

  it('finishes sign-ins to two orgs side by side, each in its own', async () => {
    const browser = new Browser(shop.url);
    const begun = [];
    for (const org of orgs()) begun.push((await browser.open(`/auth/login?org=${org}&returnTo=/studio`)).url);
    for (const [index, name] of orgs().entries()) {
      const back = await browser.submit(begun[index] ?? '', { username: SELLER, password: PASSWORD });
      expect([back.status, back.url]).toEqual([200, `${shop.url}/studio`]);
      expect(await sessionOf(browser)).toMatchObject({ name });
    }
  });

  it('takes nothing from a page of another org than the browser is signed in to by now', async () => {
    const browser = await signedIn(training);
    const [trainingId, ownId] = [await orgIdOf(training), shop.engine.live().orgId];
    const [id = ''] = await shop.insert('Order__c', [{ Title__c: 'Kept', OwnerId: shop.users.seller }]);
    const { url } = await browser.open(`/auth/login?org=${shop.engine.org}`);
    await browser.submit(url, { username: SELLER, password: PASSWORD });
    const send = (method: string, path: string, org?: string) => {
      const headers = { 'x-formwork': '1', 'sec-fetch-site': 'same-origin', ...(org && { 'x-formwork-org': org }) };
      if (method !== 'PATCH') return browser.send(path, { method, headers });
      const body = JSON.stringify({ Title__c: 'Changed' });
      return browser.send(path, { method, body, headers: { ...headers, 'content-type': 'application/json' } });
    };
    const order = `${API}/sobjects/Order__c/${id}`;
    const answers = [
      await send('PATCH', order, trainingId),
      await send('DELETE', order, trainingId),
      await send('GET', order, trainingId),
      await send('POST', '/auth/logout', trainingId),
    ];
    for (const { status, text } of answers)
      expect([status, JSON.parse(text)[0]]).toMatchObject([401, { errorCode: 'WRONG_ORG' }]);
    const silent = [await send('PATCH', order), await send('DELETE', order), await send('POST', '/auth/logout')];
    expect(silent.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(JSON.parse((await send('GET', order, ownId)).text)).toMatchObject({ Title__c: 'Kept' });
    expect((await send('PATCH', order, ownId)).status).toBe(204);
    expect((await send('POST', '/auth/logout', ownId)).status).toBe(204);
  });

  it('gives a program a code of the org that its person is signed in to', async () => {
    const browser = await signedIn(training);
    const verifier = 'v'.repeat(64);
    const redirect_uri = 'http://localhost:1717/OauthRedirect';
    const ask = new URLSearchParams({
      ...{ response_type: 'code', client_id: 'formwork-cli', redirect_uri, code_challenge_method: 'S256' },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    const granted = await browser.open(`/services/oauth2/authorize?${ask}`, { follow: false });
    const code = new URL(granted.location ?? '').searchParams.get('code') ?? '';
    const answer = await form({ grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier });
    expect(await names(((await answer.json()) as { access_token: string }).access_token)).toEqual(['Everywhere']);
  });

  it('leads who is not signed in to the org that a program names to its sign-in, and on to the code', async () => {
    const redirect_uri = 'http://localhost:1717/OauthRedirect';
    const authorize = (org: string) => {
      const pkce = { code_challenge: 'c'.repeat(43), code_challenge_method: 'S256' };
      const ask = { response_type: 'code', client_id: 'formwork-cli', redirect_uri, ...pkce, org };
      return `/services/oauth2/authorize?${new URLSearchParams(ask)}`;
    };
    for (const browser of [new Browser(shop.url), await signedIn(sandbox)]) {
      const { location } = await browser.open(authorize(training), { follow: false });
      const { url } = await browser.open(location ?? '');
      const [, interaction = ''] = url.split(shop.url);
      const form = new URLSearchParams({ username: SELLER, password: PASSWORD });
      let next = (await browser.send(interaction, { method: 'POST', body: form })).location ?? '';
      while (next && !next.startsWith(redirect_uri))
        next = (await browser.open(next, { follow: false })).location ?? '';
      expect(new URL(next).searchParams.get('code')).toMatch(new RegExp(`^${await orgIdOf(training)}!`));
    }
    const unknown = await (await signedIn()).open(authorize('nowhere'));
    expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('is served here')]);
  });

  it('knows no other names', async () => {
    const login = await fetch(`${shop.url}/auth/login?org=nowhere`, { redirect: 'manual' });
    expect([login.status, await login.text()]).toEqual([
      404,
      expect.stringContaining('No org &#34;nowhere&#34; is served here.'),
    ]);
    const token = await form({ ...password, org: 'nowhere' });
    expect([token.status, await token.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
    expect((await shop.call('00D000000000000AAA!abc', `${API}/query?q=x`)).status).toBe(401);
  });

  it('tells of each org whether it is ready', async () => {
    const ready = async (query: string) =>
      (await (await fetch(`${shop.url}/readyz${query}`)).json()) as { modelVersion: number };
    expect((await ready(`?org=${training}`)).modelVersion).toBe(1);
    expect(await ready('')).toEqual({ status: 'ready', modelVersion: shop.engine.live().version });
  });
});

/** Every secret of every org, tried at every org by every way of saying which org is meant. */
describe('a secret of one org', () => {
  it('opens no other, whatever the request says', async () => {
    let tries = 0;
    for (const home of orgs()) {
      const answer = (await (await form({ ...password, org: home })).json()) as {
        access_token: string;
        refresh_token: string;
      };
      const cookie =
        (await signedIn(home)).setCookies.findLast((each) => each.startsWith('formwork='))?.split(';')[0] ?? '';
      for (const other of orgs().filter((name) => name !== home)) {
        const moved = async (secret: string) => secret.replace(/00D\w{15}/, await orgIdOf(other));
        const session = (headers: Record<string, string>) => fetch(`${shop.url}${API}/formwork/session`, { headers });
        const outcomes = [
          await session({ authorization: `Bearer ${await moved(answer.access_token)}` }),
          await session({ cookie: `${cookie}; formwork_org=${other}` }),
          await session({ cookie: `${await moved(cookie)}; formwork_org=${other}` }),
          await form({ grant_type: 'refresh_token', refresh_token: await moved(answer.refresh_token) }),
          await form({ grant_type: 'refresh_token', refresh_token: answer.refresh_token, org: other }),
          await form({ grant_type: 'refresh_token', refresh_token: answer.refresh_token }, `?org=${other}`),
          // A secret of another kind is none.
          await session({ authorization: `Bearer ${answer.refresh_token}` }),
          await session({ cookie: `formwork=${answer.access_token}; formwork_org=${home}` }),
        ];
        expect(
          outcomes.map(({ status }) => status),
          `${home} at ${other}`,
        ).toEqual([401, 401, 401, 400, 400, 400, 401, 401]);
        // What a token says itself is not to be overruled.
        const told = await session({ authorization: `Bearer ${answer.access_token}`, cookie: `formwork_org=${other}` });
        expect(((await told.json()) as { org: { name: string } }).org.name).toBe(home);
        tries += outcomes.length;
      }
    }
    expect(tries).toBe(48);
  });
});

describe('an org of a running server', () => {
  it('is served a moment after it was made, and answers that it is gone after it was deleted', async () => {
    const name = uniqueSchema('late');
    await clone(name, 'sandbox');
    let token = '';
    await expect
      .poll(async () => (token = await shop.token(SELLER, name).catch(() => '')), { timeout: 5000 })
      .not.toBe('');
    const browser = await signedIn(name);
    await deleteOrg(shop.org.pool, name);
    const gone = await shop.call(token, `${API}/query?q=${encodeURIComponent('SELECT Id FROM Customer__c')}`);
    expect([401, 503]).toContain(gone.status);
    await expect.poll(() => sessionOf(browser), { timeout: 5000 }).toBe(401);
    expect(await names(await shop.token(SELLER))).toEqual(['Everywhere', 'Only in production']);
  });

  it("that is the server's only one fails its readiness, and its requests are told why", async () => {
    const alone = await openShopServer();
    const token = await alone.token(SELLER);
    await deleteOrg(alone.org.pool, alone.engine.org);
    const answer = await alone.call(token, `${API}/query?q=x`);
    expect([answer.status, answer.body[0]]).toEqual([
      503,
      { errorCode: 'SERVER_UNAVAILABLE', message: 'This org is not there any more.' },
    ]);
    const ready = await fetch(`${alone.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'org deleted', modelVersion: 1 }]);
    expect((await fetch(`${alone.url}/healthz`)).status).toBe(200);
    await alone.close().catch(() => {});
  });
});
