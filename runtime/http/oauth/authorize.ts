import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { sessionCookie } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';
import { escapeHtml, plainPage } from '../sign-in/plain-page.ts';
import { signInPath } from '../sign-in/sign-in-path.ts';
import { type ConnectedApp, isRedirectUriOf } from './clients.ts';

const querystring = Type.Object({
  response_type: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
  redirect_uri: Type.Optional(Type.String()),
  code_challenge: Type.Optional(Type.String()),
  code_challenge_method: Type.Optional(Type.String()),
  scope: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  org: Type.Optional(Type.String({ description: 'Name of the org, where the server has several.' })),
});
type AuthorizeQuery = Partial<Record<keyof typeof querystring.properties, string>>;

/** GET /services/oauth2/authorize: sends somebody who is signed in back to the program, with a code for it. */
export function addAuthorizeRoute(server: FastifyInstance, parts: ServerParts): void {
  const schema = { summary: 'Ask for an authorisation code (PKCE)', tags: ['OAuth'], querystring };
  server.get('/services/oauth2/authorize', { schema }, async (request, reply) => {
    const query = request.query as AuthorizeQuery;
    const app = parts.options.connectedApps.find(({ clientId }) => clientId === query.client_id);
    const redirectUri = query.redirect_uri ?? '';
    // An unknown address is never redirected to: it could be anybody's.
    if (!app || !isRedirectUriOf(app, redirectUri))
      return reply.code(400).type('text/html; charset=utf-8').send(unknownAppPage(query));

    const refusal = refusalOf(app, query);
    if (refusal) return reply.redirect(withParameters(redirectUri, { ...refusal, state: query.state }));

    const cookie = request.cookies[sessionCookie(parts)];
    const session = cookie ? await parts.sessions.find(cookie, 'browser') : undefined;
    // Another org's server would have been asked for its own: signing in says that there is none of that name.
    const org = query.org ?? parts.engine.org;
    if (!session || org !== parts.engine.org) return reply.redirect(signInPath(org, request.url));
    const code = await parts.sessions.open({
      kind: 'code',
      userId: session.userId,
      clientId: app.clientId,
      scope: 'api refresh_token',
      details: { redirectUri, codeChallenge: query.code_challenge ?? '' },
    });
    return reply
      .header('cache-control', 'no-store')
      .redirect(withParameters(redirectUri, { code, state: query.state }));
  });
}

function refusalOf(app: ConnectedApp, query: AuthorizeQuery): Record<string, string> | undefined {
  if (!app.grantTypes.has('authorization_code')) return { error: 'unauthorized_client' };
  if (query.response_type !== 'code') return { error: 'unsupported_response_type' };
  if (!query.code_challenge || query.code_challenge_method !== 'S256')
    return { error: 'invalid_request', error_description: 'code_challenge with the method S256 is required' };
  return undefined;
}

function withParameters(address: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

function unknownAppPage({ client_id = '', redirect_uri = '' }: AuthorizeQuery): string {
  const text = `No connected app "${client_id}" has the callback address "${redirect_uri}".`;
  return plainPage({ title: 'This program is not known here', body: `<p>${escapeHtml(text)}</p>` });
}
