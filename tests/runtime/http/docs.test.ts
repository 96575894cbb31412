import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { htmlSite } from '../../../runtime/docs/site.ts';
import { openShopServer, type ShopServer } from './support/shop-server.ts';

let shop: ShopServer;
let loads = 0;
beforeAll(async () => {
  shop = await openShopServer({
    loadDocs: async () => {
      loads++;
      // The first try fails, as a disk may.
      if (loads === 1) throw new Error('not yet');
      return htmlSite([]);
    },
  });
});
afterAll(() => shop.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${shop.url}${path}`, { headers, redirect: 'manual' });

describe('GET /docs', () => {
  it('tries anew after a failure, and makes the pages once', async () => {
    expect((await get('/docs/')).status).toBe(500);
    const answers = await Promise.all([get('/docs/'), get('/docs/kinds/field.html'), get('/docs/cli.html')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(loads).toBe(2);
  });

  it('answers everybody, under the same policy as every page', async () => {
    const first = await get('/docs');
    expect([first.status, first.headers.get('location')]).toEqual([301, '/docs/']);
    const page = await get('/docs/');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('<h1>Reference</h1>');
  });

  it('serves scripts, styles, fonts and schemas as what they are', async () => {
    const types = await Promise.all(
      ['assets/search.js', 'assets/docs.css', 'fonts/opensans-bold-webfont.woff2', 'schemas/field.schema.json'].map(
        async (path) => (await get(`/docs/${path}`)).headers.get('content-type'),
      ),
    );
    expect(types).toEqual([
      'text/javascript; charset=utf-8',
      'text/css; charset=utf-8',
      'font/woff2',
      'application/json; charset=utf-8',
    ]);
  });

  it('gives every file a strong tag per packing, and says when it has not changed', async () => {
    const tags = await Promise.all(
      ['identity', 'gzip', 'br'].map(async (encoding) => {
        const { headers } = await get('/docs/problems.html', { 'accept-encoding': encoding });
        return String(headers.get('etag'));
      }),
    );
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) {
      expect(tag).toMatch(/^"[\w-]+"$/);
      const again = await get('/docs/problems.html', { 'if-none-match': tag });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await get('/docs/problems.html', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('says where nothing is', async () => {
    for (const path of [
      '/docs/kinds/nothing.html',
      '/docs/../package.json',
      '/docs/%2e%2e/package.json',
      '/docs/__proto__',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(404);
    }
    expect(await (await get('/docs/kinds/nothing.html')).text()).toContain('There is no such page');
  });
});
