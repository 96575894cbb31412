import type { AddressInfo } from 'node:net';
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import pino from 'pino';
import { expect, it } from 'vitest';
import { answerError } from '../../../../runtime/http/errors.ts';
import type { OrgDirectory } from '../../../../runtime/http/orgs/org-directory.ts';
import { handOverForms, serveByOrg } from '../../../../runtime/http/orgs/other-orgs.ts';

const TRAINING = '00D000000000002AAA';
const unreachable: OrgDirectory = {
  find: async (hint) => {
    if (hint === undefined) return undefined;
    throw new Error('The database does not answer.');
  },
  close: async () => {},
};
const unavailable = [{ errorCode: 'SERVER_UNAVAILABLE', message: expect.stringContaining('Try again') }];

it("answers 503, and never as the process's own org, where the org that is meant cannot be found", async () => {
  const logger = pino({ level: 'silent' });
  const server = serveByOrg((_request, response) => response.end('own'), {}, { orgs: unreachable, logger });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens at a port, not at a pipe.
  const get = (headers: Record<string, string>, path = '/services/data/v67.0') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  for (const headers of [{ cookie: 'formwork_org=training' }, { authorization: `Bearer ${TRAINING}!x` }]) {
    const answer = await get(headers);
    expect([answer.status, await answer.json()]).toEqual([503, unavailable]);
  }
  const page = await get({ cookie: 'formwork_org=training', accept: 'text/html' }, '/home');
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('<title>Something went wrong')]);
  expect(await (await get({})).text()).toBe('own');
  server.closeAllConnections();
  server.close();
});

it('answers 503 to a form for a token of an org that cannot be found', async () => {
  const server = fastify();
  server.setErrorHandler(answerError);
  await server.register(formbody);
  handOverForms(server, unreachable);
  server.post('/services/oauth2/token', () => 'own');
  const post = (form: Record<string, string>) =>
    server.inject({
      method: 'POST',
      url: '/services/oauth2/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    });
  const answer = await post({ grant_type: 'password', org: 'training' });
  expect([answer.statusCode, answer.json()]).toEqual([503, unavailable]);
  expect((await post({ grant_type: 'password' })).body).toBe('own');
  await server.close();
});
