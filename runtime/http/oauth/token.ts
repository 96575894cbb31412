import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findPerson } from '../people.ts';
import type { ServerParts } from '../server.ts';
import { type ConnectedApp, GRANT_TYPES, type GrantType, isSecretOf } from './clients.ts';

type Form = Readonly<Record<string, string | undefined>>;

/** Refuses a token request in OAuth's shape (RFC 6749, 5.2). */
class OAuthError extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

const tokenForm = Type.Object(
  {
    grant_type: Type.Optional(Type.String()),
    client_id: Type.Optional(Type.String()),
    client_secret: Type.Optional(Type.String()),
    username: Type.Optional(Type.String()),
    password: Type.Optional(Type.String()),
    refresh_token: Type.Optional(Type.String()),
    code: Type.Optional(Type.String()),
    code_verifier: Type.Optional(Type.String()),
    redirect_uri: Type.Optional(Type.String()),
    org: Type.Optional(Type.String({ description: 'Name of the org, where the server has several.' })),
  },
  { additionalProperties: true },
);

/** POST /services/oauth2/token and /revoke. */
export function addTokenRoutes(server: FastifyInstance, parts: ServerParts): void {
  server.post(
    '/services/oauth2/token',
    { schema: { summary: 'Get an access token', tags: ['OAuth'], consumes: [FORM], body: tokenForm } },
    async (request, reply) => {
      reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
      try {
        return await issueToken(parts, request);
      } catch (error) {
        if (error instanceof OAuthError) return refuseToken(reply, error);
        throw error;
      }
    },
  );
  server.post(
    '/services/oauth2/revoke',
    {
      schema: {
        summary: 'End a token',
        tags: ['OAuth'],
        consumes: [FORM],
        body: Type.Object({ token: Type.Optional(Type.String()) }, { additionalProperties: true }),
      },
    },
    async (request, reply) => {
      const { token } = request.body as Form;
      if (!token)
        return reply.code(400).type(FORM).send('error=unsupported_token_type&error_description=missing+token');
      await parts.sessions.end(token);
      return reply.code(200).send();
    },
  );
}

const FORM = 'application/x-www-form-urlencoded';

function refuseToken(reply: FastifyReply, { error, message, status }: OAuthError): FastifyReply {
  return reply.code(status).send({ error, error_description: message });
}

async function issueToken(parts: ServerParts, request: FastifyRequest): Promise<object> {
  const form = { ...(request.body as Form), ...basicCredentials(request) };
  const grantType = GRANT_TYPES.find((name) => name === form.grant_type);
  if (!grantType) throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  const org = form.org ?? (request.query as Form).org ?? parts.engine.org;
  if (org !== parts.engine.org) throw new OAuthError('invalid_request', 'no org of that name is served here');
  const attempt = { name: form.username ?? form.client_id ?? '', address: request.ip };
  const wait = parts.throttle.waitSeconds(attempt);
  if (wait > 0) throw new OAuthError('invalid_grant', `login rate exceeded: try again in ${wait} seconds`, 429);
  try {
    const answer = await grants[grantType](parts, appOf(parts, form, grantType), form);
    parts.throttle.succeed(attempt);
    return answer;
  } catch (error) {
    if (error instanceof OAuthError) parts.throttle.fail(attempt);
    throw error;
  }
}

function basicCredentials(request: FastifyRequest): Form {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !encoded) return {};
  const decoded = Buffer.from(encoded, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return {};
  try {
    return {
      client_id: decodeURIComponent(decoded.slice(0, colon)),
      client_secret: decodeURIComponent(decoded.slice(colon + 1)),
    };
  } catch {
    // A stray percent sign is no credential of ours.
    return {};
  }
}

function appOf(parts: ServerParts, form: Form, grantType: GrantType): ConnectedApp {
  const app = parts.options.connectedApps.find((candidate) => candidate.clientId === form.client_id);
  if (!app) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!app.grantTypes.has(grantType))
    throw new OAuthError('unauthorized_client', 'grant type not allowed for this client');
  // Public clients of the code and refresh flows prove themselves by PKCE and by the token; a secret given must be right.
  const isPublic = grantType === 'authorization_code' || grantType === 'refresh_token';
  if (!(isPublic && form.client_secret === undefined) && !isSecretOf(app, form.client_secret ?? ''))
    throw new OAuthError('invalid_client', 'invalid client credentials');
  return app;
}

type Grant = (parts: ServerParts, app: ConnectedApp, form: Form) => Promise<object>;

const grants: Readonly<Record<GrantType, Grant>> = {
  async password(parts, app, form) {
    const person = await findPerson(parts.engine, form.username ?? '');
    const isRight = parts.options.demo?.isPassword(form.password ?? '') ?? false;
    if (!person || !isRight) throw new OAuthError('invalid_grant', 'authentication failure');
    return tokens(parts, { app, userId: person.id, scope: 'api refresh_token', hasRefresh: true });
  },

  async client_credentials(parts, app) {
    const userId = await app.runAs?.();
    if (!userId) throw new OAuthError('invalid_grant', 'no client credentials user enabled');
    return tokens(parts, { app, userId, scope: 'api', hasRefresh: false });
  },

  async refresh_token(parts, app, form) {
    const session = await parts.sessions.find(form.refresh_token ?? '', 'refresh');
    if (session?.clientId !== app.clientId) throw new OAuthError('invalid_grant', 'expired access/refresh token');
    return tokens(parts, { app, userId: session.userId, scope: session.scope, hasRefresh: false });
  },

  async authorization_code(parts, app, form) {
    const session = await parts.sessions.take(form.code ?? '', 'code');
    const isBound =
      session?.clientId === app.clientId &&
      session.details.redirectUri === form.redirect_uri &&
      session.details.codeChallenge === challengeOf(form.code_verifier ?? '');
    if (!session || !isBound) throw new OAuthError('invalid_grant', 'expired authorization code');
    return tokens(parts, { app, userId: session.userId, scope: session.scope, hasRefresh: true });
  },
};

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

interface Granted {
  readonly app: ConnectedApp;
  readonly userId: string;
  readonly scope: string;
  readonly hasRefresh: boolean;
}

async function tokens(parts: ServerParts, { app, userId, scope, hasRefresh }: Granted): Promise<object> {
  const { sessions, organization, options } = parts;
  if (!(await parts.engine.access(userId))) throw new OAuthError('invalid_grant', 'inactive user');
  const session = { userId, clientId: app.clientId, scope };
  const access = await sessions.open({ kind: 'access', ...session });
  const id = `${options.publicUrl}/id/${organization.id}/${userId}`;
  const issuedAt = String(Date.now());
  return {
    access_token: access,
    ...(hasRefresh && { refresh_token: await sessions.open({ kind: 'refresh', ...session }) }),
    instance_url: options.publicUrl,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    signature: parts.sign(`${id}${issuedAt}`),
    scope,
  };
}
