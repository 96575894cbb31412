import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { refuse } from '../../errors.ts';
import { accessOf, authenticate, byToken } from '../authenticate.ts';
import type { ServerParts } from '../server.ts';

/** GET /services/oauth2/userinfo and the identity address of a token. */
export function addIdentityRoutes(server: FastifyInstance, parts: ServerParts): void {
  server.get(
    '/services/oauth2/userinfo',
    { schema: { summary: 'Who the token acts for', tags: ['OAuth'] } },
    async (request) => {
      await authenticate(parts, request);
      return identity(parts, request);
    },
  );

  const params = Type.Object({ organization: Type.String(), user: Type.String() });
  const querystring = Type.Object({ format: Type.Optional(Type.String()), oauth_token: Type.Optional(Type.String()) });
  const schema = { summary: 'Who the token acts for, at its own address', tags: ['OAuth'], params, querystring };
  server.get('/id/:organization/:user', { schema }, async (request) => {
    await authenticateIdentity(parts, request);
    const { organization, user } = request.params as { organization: string; user: string };
    const isTheirs = sameId(organization, parts.organization.id) && sameId(user, accessOf(request).principal.userId);
    if (!isTheirs) throw refuse('NOT_FOUND', 'The requested resource does not exist');
    return identity(parts, request);
  });
}

/** Clients may give the token of the identity address as a parameter. */
async function authenticateIdentity(parts: ServerParts, request: FastifyRequest): Promise<void> {
  const { oauth_token: token } = request.query as { oauth_token?: string };
  if (token === undefined) return authenticate(parts, request);
  const access = await byToken(parts, token);
  if (!access) throw refuse('INVALID_SESSION_ID', 'Session expired or invalid');
  request.access = access;
}

/** Ids are told apart by their first 15 characters; the rest is a checksum. */
function sameId(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}

function identity({ organization, options }: ServerParts, request: FastifyRequest): object {
  const { principal } = accessOf(request);
  const { publicUrl } = options;
  const id = `${publicUrl}/id/${organization.id}/${principal.userId}`;
  const root = `${publicUrl}/services/data/v{version}/`;
  return {
    id,
    sub: id,
    asserted_user: true,
    user_id: principal.userId,
    organization_id: organization.id,
    username: principal.username,
    preferred_username: principal.username,
    nick_name: principal.username,
    display_name: principal.name,
    name: principal.name,
    email: principal.email,
    // Nobody else gets this far.
    active: true,
    user_type: 'STANDARD',
    language: principal.locale,
    locale: principal.locale,
    zoneinfo: principal.timeZone,
    photos: { picture: null, thumbnail: null },
    urls: { rest: root, sobjects: `${root}sobjects/`, query: `${root}query/`, custom_domain: publicUrl },
  };
}
