import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API, openShopServer, PASSWORD, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
beforeAll(async () => {
  shop = await openShopServer();
});
afterAll(() => shop?.close());

const CLIENT = { client_id: 'formwork-cli', client_secret: 'formwork-demo' };

async function tokenRequest(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${shop.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('the token endpoint', () => {
  it('gives a token for a username and password, in the shape that clients expect', async () => {
    const form = { grant_type: 'password', ...CLIENT, username: 'SELLER@shop.example', password: PASSWORD };
    const { status, body } = await tokenRequest(form);
    expect(status).toBe(200);
    expect(body.access_token).toMatch(/^(00D\w{12,15})![.\w]*$/);
    expect(body).toMatchObject({ instance_url: shop.url, token_type: 'Bearer' });
    expect(body.id).toBe(`${shop.url}/id/${shop.engine.live().orgId}/${shop.users.seller}`);
    const userinfo = await shop.call(body.access_token ?? '', '/services/oauth2/userinfo');
    expect(userinfo.body).toMatchObject({
      user_id: shop.users.seller,
      organization_id: shop.engine.live().orgId,
      preferred_username: 'seller@shop.example',
    });
    const identity = await fetch(`${body.id}?format=json&oauth_token=${body.access_token}`);
    expect(identity.status).toBe(200);
  });

  it('stores only the hash of a token', async () => {
    const token = await shop.token('seller@shop.example');
    const { rows } = await shop.engine.db.query({
      text: `select * from "${shop.engine.store.schema}".fw_session`,
    });
    const hash = createHash('sha256').update(token).digest();
    expect(rows.some((row) => hash.equals(row.hash as Buffer))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(token.split('!')[1]);
  });

  it('refuses a wrong secret, password, client and grant type in OAuth terms', async () => {
    const password = { grant_type: 'password', ...CLIENT, username: 'seller@shop.example', password: PASSWORD };
    const refusals = [
      [{ ...password, client_secret: 'wrong' }, 'invalid_client'],
      [{ ...password, client_id: 'nobody' }, 'invalid_client_id'],
      [{ ...password, password: 'wrong' }, 'invalid_grant'],
      [{ ...password, username: 'nobody@shop.example' }, 'invalid_grant'],
      [{ ...password, grant_type: 'magic' }, 'unsupported_grant_type'],
    ] as const;
    for (const [form, error] of refusals) {
      const answer = await tokenRequest(form);
      expect(answer).toMatchObject({ status: 400, body: { error } });
      expect(answer.body.error_description).toBeTruthy();
    }
  });

  it('acts for its own user with client credentials, given in the Authorization header', async () => {
    const basic = Buffer.from('formwork-cli:formwork-demo').toString('base64');
    const { status, body } = await tokenRequest(
      { grant_type: 'client_credentials' },
      { authorization: `Basic ${basic}` },
    );
    expect(status).toBe(200);
    expect(body.id).toContain(shop.users.seller);
    expect(body.refresh_token).toBeUndefined();
  });

  it('renews an access token by a refresh token, until that is revoked', async () => {
    const form = { grant_type: 'password', ...CLIENT, username: 'seller@shop.example', password: PASSWORD };
    const { refresh_token = '' } = (await tokenRequest(form)).body;
    const refresh = { grant_type: 'refresh_token', refresh_token, ...CLIENT };
    const renewed = await tokenRequest(refresh);
    expect((await shop.call(renewed.body.access_token ?? '', `${API}/`)).status).toBe(200);
    const revoked = await fetch(`${shop.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: refresh_token }),
    });
    expect(revoked.status).toBe(200);
    expect(await tokenRequest(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is of no use to a user without API access, and says so', async () => {
    const token = await shop.token('visitor@shop.example');
    const { status, body } = await shop.call(token, `${API}/sobjects`);
    expect(status).toBe(403);
    expect(body[0].errorCode).toBe('API_DISABLED_FOR_ORG');
  });

  it('stops guessing after ten failures', async () => {
    const guess = { grant_type: 'password', ...CLIENT, username: 'admin@shop.example', password: 'guess' };
    for (let attempt = 0; attempt < 10; attempt++) expect((await tokenRequest(guess)).status).toBe(400);
    const right = { ...guess, password: PASSWORD };
    expect(await tokenRequest(right)).toMatchObject({
      status: 429,
      body: { error_description: expect.stringContaining('login rate exceeded') },
    });
    expect((await tokenRequest({ ...right, username: 'seller@shop.example' })).status).toBe(200);
  });
});
