import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as openid from 'openid-client';
import { Type } from 'typebox';
import { refuseForgery, refuseOtherOrg, sessionCookie } from '../authenticate.ts';
import { orgCookie } from '../orgs/choose-org.ts';
import { findFederatedPerson, type Person } from '../people.ts';
import type { ServerParts } from '../server.ts';
import { createDiscovery } from './identity-provider.ts';
import { escapeHtml, plainPage, STYLE, STYLE_PATH } from './plain-page.ts';
import { signInPath } from './sign-in-path.ts';

/** What must be the same when the person comes back; kept in a signed cookie of that one attempt. */
interface Attempt {
  /** Begins with the id of the org: another one may be signed in to side by side. */
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

/** Browser sign-in by OpenID Connect: GET /auth/login, GET /auth/callback, POST /auth/logout. */
export function addSignInRoutes(server: FastifyInstance, parts: ServerParts): void {
  const discovery = createDiscovery(server, parts);

  server.get(STYLE_PATH, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable').send(STYLE),
  );

  const query = Type.Object({
    returnTo: Type.Optional(Type.String()),
    moved: Type.Optional(Type.String()),
    org: Type.Optional(Type.String()),
  });
  server.get('/auth/login', { schema: { querystring: query } }, async (request, reply) => {
    const { returnTo = '/home', moved, org } = request.query as { returnTo?: string; moved?: string; org?: string };
    // Another org's server would have been asked, if there were one.
    if (org !== undefined && org !== parts.engine.org)
      return problemPage(reply.code(404), {
        title: 'There is no such org',
        text: `No org "${org}" is served here.`,
        again: '/auth/login',
      });
    const elsewhere = moved === undefined ? publicAddress(parts, request, { returnTo, org }) : undefined;
    if (elsewhere) return reply.redirect(elsewhere);
    return startSignIn(parts, { discovery, returnTo: ownPath(parts, returnTo), request }, reply);
  });

  server.get('/auth/callback', async (request, reply) => finishSignIn(parts, { discovery, request }, reply));

  server.post('/auth/logout', async (request, reply) => {
    const secret = request.cookies[sessionCookie(parts)];
    // A session that is over already is as good as signed out.
    if (secret && (await parts.sessions.find(secret, 'browser'))) {
      refuseForgery(parts, request);
      refuseOtherOrg(parts, request);
      await parts.sessions.end(secret);
    }
    return reply
      .clearCookie(sessionCookie(parts), { ...cookieOptions(parts), path: '/' })
      .code(204)
      .send();
  });
}

/**
 * Cookies belong to a host: somebody who came by another name of this server goes on under its public one. Once only,
 * because a proxy may tell us another host than people see.
 */
function publicAddress(
  { options }: ServerParts,
  request: FastifyRequest,
  { returnTo, org }: { readonly returnTo: string; readonly org: string | undefined },
): string | undefined {
  if (request.host === new URL(options.publicUrl).host) return undefined;
  return `${options.publicUrl}/auth/login?${new URLSearchParams({ returnTo, moved: '1', ...(org !== undefined && { org }) })}`;
}

/**
 * Only places of this server are returned to, or a link could lead people from a sign-in to anywhere. The path is read
 * again as the browser will read it: `/.//evil.example` is a path here and another server's name there.
 */
function ownPath({ options }: ServerParts, returnTo: string): string {
  const { origin } = new URL(options.publicUrl);
  const url = URL.parse(returnTo, origin);
  const path = url?.origin === origin ? `${url.pathname}${url.search}${url.hash}` : '/home';
  // Longer ones do not fit into a cookie.
  return path.length <= MAX_RETURN && URL.parse(path, origin)?.origin === origin ? path : '/home';
}

const MAX_RETURN = 2000;

interface Start {
  readonly discovery: () => Promise<openid.Configuration>;
  readonly returnTo: string;
  readonly request: FastifyRequest;
}

async function startSignIn(
  parts: ServerParts,
  { discovery, returnTo, request }: Start,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const configuration = await discovery().catch((error: unknown) => {
    request.log.error({ err: error }, 'the identity provider cannot be reached');
    return undefined;
  });
  const again = signInPath(parts.engine.org);
  if (!configuration)
    return problemPage(reply.code(503), {
      title: 'Signing in is not possible now',
      text: 'The identity provider cannot be reached.',
      again,
    });
  const attempt: Attempt = {
    state: `${parts.organization.id}!${openid.randomState()}`,
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
    returnTo,
  };
  const address = openid.buildAuthorizationUrl(configuration, {
    redirect_uri: `${parts.options.publicUrl}/auth/callback`,
    scope: 'openid profile',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    // The demo is for being several people: it always asks who.
    ...(parts.options.demo && !parts.options.identityProvider && { prompt: 'login' }),
  });
  return forgetAttempts(parts, request, reply)
    .setCookie(attemptCookie(attempt.state), JSON.stringify(attempt), {
      ...cookieOptions(parts),
      path: '/auth',
      signed: true,
      maxAge: 3600,
    })
    .header('cache-control', 'no-store')
    .redirect(address.href);
}

interface Finish {
  readonly discovery: () => Promise<openid.Configuration>;
  readonly request: FastifyRequest;
}

async function finishSignIn(
  parts: ServerParts,
  { discovery, request }: Finish,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const again = signInPath(parts.engine.org);
  const attempt = readAttempt(parts, request);
  if (!attempt)
    return problemPage(reply.code(403), {
      title: 'This sign-in has expired',
      text: 'It took too long, or it began in another browser.',
      again,
    });
  reply.clearCookie(attemptCookie(attempt.state), { ...cookieOptions(parts), path: '/auth' });
  const claims = await exchangeCode(parts, { discovery, request, attempt }).catch((error: unknown) => {
    request.log.warn({ err: error }, 'sign-in failed');
    return undefined;
  });
  if (!claims)
    return problemPage(reply.code(403), {
      title: 'Signing in did not work',
      text: 'The identity provider did not confirm who you are.',
      again,
    });
  const person = await personOf(parts, claims);
  const access = person && (await parts.engine.access(person.id));
  if (!access)
    return problemPage(reply.code(403), {
      title: 'You have no access yet',
      text: `You are signed in as ${String(claims.preferred_username ?? claims.sub)}, but nobody of that username is active here. Ask an administrator for access.`,
      again,
    });
  const earlier = request.cookies[sessionCookie(parts)];
  if (earlier) await parts.sessions.end(earlier);
  const secret = await parts.sessions.open({ kind: 'browser', userId: access.principal.userId });
  const options = { ...cookieOptions(parts), path: '/' };
  return (
    reply
      .setCookie(sessionCookie(parts), secret, options)
      // What follows is for this org.
      .setCookie(orgCookie(parts.isHttps), parts.engine.org, { ...options, maxAge: YEAR_SECONDS })
      .header('cache-control', 'no-store')
      .redirect(attempt.returnTo, 303)
  );
}

const YEAR_SECONDS = 365 * 86_400;

/** One cookie per attempt, so that two tabs may sign in side by side. */
function attemptCookie(state: string): string {
  return `${ATTEMPT}${state.slice(-8)}`;
}

const ATTEMPT = 'formwork_sign_in_';
const MAX_ATTEMPTS = 20;

/** Attempts that nobody finished pile up, until the browser's requests are too large for any server. */
function forgetAttempts(parts: ServerParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const names = Object.keys(request.cookies).filter((name) => name.startsWith(ATTEMPT));
  if (names.length < MAX_ATTEMPTS) return reply;
  for (const name of names) reply.clearCookie(name, { ...cookieOptions(parts), path: '/auth' });
  return reply;
}

function cookieOptions({ isHttps }: ServerParts): { httpOnly: true; sameSite: 'lax'; secure: boolean } {
  return { httpOnly: true, sameSite: 'lax', secure: isHttps };
}

function readAttempt({ organization }: ServerParts, request: FastifyRequest): Attempt | undefined {
  const { state } = request.query as { state?: unknown };
  const cookie = typeof state === 'string' ? request.cookies[attemptCookie(state)] : undefined;
  const { valid, value } = cookie ? request.unsignCookie(cookie) : { valid: false, value: null };
  if (!valid || value === null) return undefined;
  const attempt: Attempt = JSON.parse(value); // Signed by us, so it is what we wrote.
  // Another org's comes here where that org is served no more.
  const isOurs = attempt.state.startsWith(`${organization.id}!`);
  return isOurs && attempt.state === state ? attempt : undefined;
}

interface Exchange extends Finish {
  readonly attempt: Attempt;
}

async function exchangeCode(parts: ServerParts, { discovery, request, attempt }: Exchange): Promise<openid.IDToken> {
  const tokens = await openid.authorizationCodeGrant(await discovery(), new URL(request.url, parts.options.publicUrl), {
    expectedState: attempt.state,
    expectedNonce: attempt.nonce,
    pkceCodeVerifier: attempt.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('The identity provider answered without an ID token.');
  return claims;
}

function personOf({ engine }: ServerParts, claims: openid.IDToken): Promise<Person | undefined> {
  const username = claims.preferred_username;
  return findFederatedPerson(engine, {
    subject: claims.sub,
    username: typeof username === 'string' ? username : undefined,
  });
}

interface Problem {
  readonly title: string;
  readonly text: string;
  /** Where to sign in again. */
  readonly again: string;
}

function problemPage(reply: FastifyReply, { title, text, again }: Problem): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      plainPage({
        title,
        body: `<p>${escapeHtml(text)}</p><p><a class="button" href="${again}">Sign in again</a></p>`,
      }),
    );
}
