import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Provider } from 'oidc-provider';
import type { Person } from '../people.ts';
import type { ServerParts } from '../server.ts';
import { demoSignInPage } from './demo-page.ts';
import { createMemoryAdapters } from './memory-adapter.ts';
import { escapeHtml, plainPage } from './plain-page.ts';
import type { ServerKeys } from './server-keys.ts';
import { signInPath } from './sign-in-path.ts';

/** The demo identity provider: who is in it and how they prove themselves. Never part of a production server. */
export interface DemoOptions {
  readonly password: string;
  readonly keys: ServerKeys;
  isPassword(password: string): boolean;
  listPeople(): Promise<readonly Person[]>;
  findPerson(username: string): Promise<Person | undefined>;
}

/** Where the provider of an org is mounted; the issuer is the public URL with it. Orgs may share one address. */
export function demoProviderPath(org: string): string {
  return `/oidc/${org}`;
}

export const DEMO_CLIENT_ID = 'formwork-web';

/** Mounts a real OpenID Connect provider with the demo people. */
export async function addDemoProvider(server: FastifyInstance, parts: ServerParts, demo: DemoOptions): Promise<void> {
  const provider = createProvider(parts, demo);
  const callback = provider.callback();
  const root = demoProviderPath(parts.engine.org);

  await server.register(async (mounted) => {
    const page = `${root}/interaction/:uid`;
    mounted.get(page, (request, reply) => showPage({ provider, demo, parts }, request, reply));
    mounted.post(page, (request, reply) => signIn({ provider, demo, parts }, request, reply));
  });

  await server.register(async (mounted) => {
    // The provider reads its bodies itself.
    mounted.removeAllContentTypeParsers();
    mounted.addContentTypeParser('*', (_request, _payload, done) => done(null));
    mounted.all(`${root}/*`, async (request, reply) => {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      await callback(asPublic(parts, request), reply.raw);
    });
  });
}

function createProvider(parts: ServerParts, demo: DemoOptions): Provider {
  const { publicUrl } = parts.options;
  const root = demoProviderPath(parts.engine.org);
  const provider = new Provider(`${publicUrl}${root}`, {
    adapter: createMemoryAdapters(),
    clients: [
      {
        client_id: DEMO_CLIENT_ID,
        client_secret: demo.keys.clientSecret,
        redirect_uris: [`${publicUrl}/auth/callback`],
      },
    ],
    // The key was made by node:crypto as a JWK; the provider's type only lacks its index signature.
    jwks: { keys: [{ ...(demo.keys.signingKey as Record<string, string>), use: 'sig', alg: 'RS256', kid: 'demo' }] },
    cookies: {
      keys: [demo.keys.secret],
      names: { session: 'demo_idp', interaction: 'demo_idp_interaction', resume: 'demo_idp_resume' },
      long: { path: root },
    },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, userinfo: { enabled: true } },
    interactions: { url: (_context, interaction) => `${root}/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    ttl: { Session: 3600, Interaction: 3600, Grant: 3600, IdToken: 300, AccessToken: 300, AuthorizationCode: 60 },
    async findAccount(_context, username) {
      const person = await demo.findPerson(username);
      if (!person) return undefined;
      return {
        accountId: person.username,
        claims: () => ({ sub: person.username, preferred_username: person.username, name: person.name }),
      };
    },
    // Our own pages are the only client: nobody needs to be asked whether they may know the name.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: DEMO_CLIENT_ID, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    renderError(context, { error, error_description }) {
      context.type = 'html';
      context.body = plainPage({
        title: 'Signing in did not work',
        body: `<p class="error">${escapeHtml(error_description ?? error)}</p><p><a class="button" href="${signInPath(parts.engine.org)}">Try again</a></p>`,
      });
    },
  });
  // Addresses come from the request below, which always speaks as the public URL.
  provider.proxy = true;
  return provider;
}

/** The provider writes addresses from the request's host: it shall know no other than the public one. */
function asPublic({ options, engine }: ServerParts, request: FastifyRequest): FastifyRequest['raw'] {
  const { host, protocol } = new URL(options.publicUrl);
  const { raw } = request;
  raw.headers.host = host;
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  delete raw.headers['x-forwarded-host'];
  // What express calls the address before mounting: the provider derives its own mount path from the two.
  Object.assign(raw, { originalUrl: raw.url });
  raw.url = (raw.url ?? '/').slice(demoProviderPath(engine.org).length) || '/';
  return raw;
}

interface PageParts {
  readonly provider: Provider;
  readonly demo: DemoOptions;
  readonly parts: ServerParts;
}

async function showPage(
  { provider, demo, parts }: PageParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isOpen = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
  if (!isOpen) return startAgain(parts, reply);
  return page(reply, { people: await demo.listPeople(), password: demo.password, org: parts.organization });
}

async function signIn(
  { provider, demo, parts }: PageParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = request.body as Readonly<Record<string, unknown>> | null | undefined;
  const username = text(form?.username).trim();
  const attempt = { name: username, address: request.ip };
  const wait = parts.throttle.waitSeconds(attempt);
  const person = wait > 0 ? undefined : await demo.findPerson(username);
  if (!person || !demo.isPassword(text(form?.password))) {
    if (wait === 0) parts.throttle.fail(attempt);
    const error =
      wait > 0
        ? `Too many attempts. Try again in ${wait} seconds.`
        : 'That username and password do not belong together. Check both and try again.';
    reply.code(wait > 0 ? 429 : 400);
    return page(reply, {
      people: await demo.listPeople(),
      password: demo.password,
      org: parts.organization,
      username,
      error,
    });
  }
  parts.throttle.succeed(attempt);
  const result = { login: { accountId: person.username, remember: false } };
  const returnTo = await provider
    .interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false })
    .catch(() => undefined);
  return returnTo ? reply.redirect(returnTo, 303) : startAgain(parts, reply);
}

/** A form may hold a field twice or not at all. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function page(reply: FastifyReply, input: Parameters<typeof demoSignInPage>[0]): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(demoSignInPage(input));
}

function startAgain({ engine }: ServerParts, reply: FastifyReply): FastifyReply {
  return reply
    .code(400)
    .type('text/html; charset=utf-8')
    .send(
      plainPage({
        title: 'This sign-in has expired',
        body: `<p>It took too long, or it began in another browser.</p><p><a class="button" href="${signInPath(engine.org)}">Start again</a></p>`,
      }),
    );
}
