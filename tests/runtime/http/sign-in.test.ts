import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from './support/browser.ts';
import { API, openShopServer, PASSWORD, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
beforeAll(async () => {
  shop = await openShopServer();
});
afterAll(() => shop?.close());

const SESSION = `${API}/formwork/session`;
/** What a page of the org sends with its changes. */
const fromPage = () => ({
  'x-formwork': '1',
  'x-formwork-org': shop.engine.live().orgId,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
});

describe('sign-in by OpenID Connect', () => {
  it('leads through the demo provider back to the page that was asked for', async () => {
    const browser = new Browser(shop.url);
    const page = await browser.open('/auth/login?returnTo=%2Fo%2FOrder__c%2Flist%3FfilterName%3DAll');
    expect(page.url).toMatch(/\/oidc\/\w+\/interaction\/[\w-]+$/);
    expect(page.text).toContain('<label for="username">Username</label>');
    expect(page.text).toContain('<label for="password">Password</label>');
    expect(page.text).toContain('<button type="submit">Sign in</button>');
    expect(page.text).toContain('seller@shop.example');
    expect(page.text).not.toContain('<script');

    const back = await browser.submit(page.url, { username: 'seller@shop.example', password: PASSWORD });
    expect(back.url).toBe(`${shop.url}/o/Order__c/list?filterName=All`);
    expect(back.status).toBe(200);
    const session = await browser.open(SESSION);
    expect(JSON.parse(session.text).user).toMatchObject({ id: shop.users.seller, username: 'seller@shop.example' });
    expect(browser.setCookies.find((cookie) => cookie.startsWith('formwork='))).toMatch(/HttpOnly.*SameSite=Lax/);
  });

  it('says what is wrong with a wrong password, keeps what was typed and throttles', async () => {
    const browser = new Browser(shop.url);
    const { url } = await browser.open('/auth/login');
    const wrong = await browser.submit(url, { username: 'visitor"><b>', password: 'wrong' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text).toContain('value="visitor&#34;&#62;&#60;b&#62;"');
    for (let attempt = 0; attempt < 10; attempt++)
      await browser.submit(url, { username: 'admin@shop.example', password: 'no' });
    const stopped = await browser.submit(url, { username: 'admin@shop.example', password: PASSWORD });
    expect(stopped.status).toBe(429);
    expect(stopped.text).toContain('Too many attempts');
  });

  it('goes nowhere outside and takes no callback that it did not begin', async () => {
    const browser = new Browser(shop.url);
    for (const returnTo of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      const { url } = await browser.open(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
      const back = await browser.submit(url, { username: 'seller@shop.example', password: PASSWORD });
      expect(back.url).toBe(`${shop.url}/home`);
    }
    const forged = await new Browser(shop.url).open('/auth/callback?code=abc&state=xyz');
    expect(forged.status).toBe(403);
    expect(forged.text).toContain('This sign-in has expired');
  });

  it('gives a code to a connected app that proves itself by PKCE', async () => {
    const browser = await signedIn('seller@shop.example');
    const verifier = 'a'.repeat(64);
    const challenge = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))).toString(
      'base64url',
    );
    const redirect_uri = 'http://localhost:9999/OauthRedirect';
    const query = { response_type: 'code', client_id: 'formwork-cli', redirect_uri, state: 'S' };
    const authorize = (more: Record<string, string>) =>
      browser.open(`/services/oauth2/authorize?${new URLSearchParams({ ...query, ...more })}`, { follow: false });
    const granted = await authorize({ code_challenge: challenge, code_challenge_method: 'S256' });
    const target = new URL(granted.location ?? '');
    expect(target.origin + target.pathname).toBe(redirect_uri);
    expect(target.searchParams.get('state')).toBe('S');
    const form = {
      grant_type: 'authorization_code',
      client_id: 'formwork-cli',
      redirect_uri,
      code: target.searchParams.get('code') ?? '',
    };
    const exchange = (code_verifier: string) =>
      fetch(`${shop.url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ ...form, code_verifier }),
      });
    const token = await exchange(verifier);
    expect(token.status).toBe(200);
    expect(await token.json()).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    expect((await exchange(verifier)).status).toBe(400);
    expect((await authorize({})).location).toContain('error=invalid_request');
    const unknown = await authorize({ redirect_uri: 'https://evil.example/' });
    expect(unknown).toMatchObject({ status: 400, location: null });
  });
});

describe('a browser session', () => {
  it('is nobody without a cookie, and nobody again after signing out', async () => {
    expect((await new Browser(shop.url).open(SESSION)).status).toBe(401);
    const browser = await signedIn('seller@shop.example');
    const refused = await browser.send('/auth/logout', { method: 'POST' });
    expect(refused.status).toBe(403);
    const { 'content-type': _type, ...headers } = fromPage();
    const out = await browser.send('/auth/logout', { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect((await browser.open(SESSION)).status).toBe(401);
  });

  it('changes nothing at the call of another site', async () => {
    const browser = await signedIn('seller@shop.example');
    const create = (headers: Record<string, string>) =>
      browser.send(`${API}/sobjects/Order__c`, {
        method: 'POST',
        body: JSON.stringify({ Title__c: 'Forged' }),
        headers,
      });
    const { 'x-formwork': _header, ...withoutHeader } = fromPage();
    const { 'x-formwork-org': _org, ...withoutOrg } = fromPage();
    const { 'sec-fetch-site': _site, ...withoutSite } = fromPage();
    for (const headers of [
      withoutHeader,
      withoutOrg,
      withoutSite,
      { ...fromPage(), 'sec-fetch-site': 'cross-site' },
      { ...fromPage(), 'sec-fetch-site': 'same-site' },
      { ...withoutSite, origin: 'https://evil.example' },
    ])
      expect((await create(headers)).status).toBe(403);
    expect((await create(fromPage())).status).toBe(201);
    expect((await create({ ...withoutSite, origin: shop.url })).status).toBe(201);
  });

  it('works for people whom programs may not act for', async () => {
    const browser = await signedIn('visitor@shop.example');
    expect((await browser.open(SESSION)).status).toBe(200);
  });

  it('ends with the person being frozen, and follows a change of permission sets at once', async () => {
    const browser = await signedIn('visitor@shop.example');
    const list = `${API}/formwork/list/Order__c/All`;
    expect((await browser.open(list)).status).toBe(404);
    await shop.insert('PermissionSetAssignment', [
      { AssigneeId: shop.users.visitor, PermissionSet: { Name: 'Seller' } },
    ]);
    await expect.poll(async () => (await browser.open(list)).status, { timeout: 2000 }).toBe(200);
    await shop.update('User', [{ id: shop.users.visitor, values: { IsActive: false } }]);
    await expect.poll(async () => (await browser.open(SESSION)).status, { timeout: 2000 }).toBe(401);
  });
});

describe('every answer', () => {
  it('carries the headers that keep pages from being framed, sniffed or scripted', async () => {
    const { headers } = await fetch(`${shop.url}/`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('is the shell for the address of every page', async () => {
    for (const path of [
      '/',
      '/home',
      '/o/Order__c/list',
      '/r/Order__c/x/view',
      '/studio',
      '/studio/objects',
      '/search?q=a',
      '/signed-out',
    ]) {
      const response = await fetch(`${shop.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain('text/html');
    }
  });
});

describe('behind TLS', () => {
  it('keeps cookies to secure connections and this host, and says that there is no going back to HTTP', async () => {
    const address = 'https://forms.example.gov';
    const secure = await openShopServer({ publicUrl: address });
    const browser = new Browser(address, (url, init) => {
      const headers = Object.fromEntries(new Headers(init.headers));
      const payload = init.body ? String(init.body) : undefined;
      return secure.server
        .inject({
          method: init.method === 'POST' ? 'POST' : 'GET',
          url: `${url.pathname}${url.search}`,
          headers: {
            host: url.host,
            ...headers,
            ...(payload && { 'content-type': 'application/x-www-form-urlencoded' }),
          },
          ...(payload && { payload }),
        })
        .then((answer) => {
          const lines = Object.entries(answer.headers).flatMap(([name, value]) =>
            [value ?? []].flat().map((each): [string, string] => [name, String(each)]),
          );
          return new Response(answer.payload === '' ? null : answer.payload, {
            status: answer.statusCode,
            headers: lines,
          });
        });
    });
    const { url } = await browser.open('/auth/login');
    expect(url).toMatch(/^https:\/\/forms\.example\.gov\/oidc\/\w+\/interaction\//);
    const home = await browser.submit(url, { username: 'seller@shop.example', password: PASSWORD });
    expect(home.url).toBe(`${address}/home`);
    expect((await browser.open(SESSION)).status).toBe(200);
    for (const cookie of browser.setCookies) expect(cookie.toLowerCase()).toMatch(/; ?secure/);
    expect(browser.setCookies.some((cookie) => cookie.startsWith('__Host-formwork='))).toBe(true);
    const root = await secure.server.inject({ url: '/' });
    expect(root.headers['strict-transport-security']).toContain('max-age');
    await secure.close();
  });
});

async function signedIn(username: string): Promise<Browser> {
  const browser = new Browser(shop.url);
  const { url } = await browser.open('/auth/login');
  const back = await browser.submit(url, { username, password: PASSWORD });
  expect(back.url).toBe(`${shop.url}/home`);
  return browser;
}
