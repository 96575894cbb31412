import type { FastifyRequest } from 'fastify';
import type { Access } from '../engine.ts';
import { refuse } from '../errors.ts';
import type { ServerParts } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once `authenticate` has found out. */
    access: Access | null;
  }
}

/** Finds out who asks, by bearer token or by the browser's session; refuses who is nobody or may not use the API. */
export async function authenticate(parts: ServerParts, request: FastifyRequest): Promise<void> {
  const token = bearerToken(request);
  const access = token === undefined ? await byCookie(parts, request) : await byToken(parts, token);
  if (!access) throw refuse('INVALID_SESSION_ID', 'Session expired or invalid');
  request.access = access;
}

/** Access of an authenticated request. */
export function accessOf(request: FastifyRequest): Access {
  if (!request.access) throw new Error(`The route ${request.routeOptions.url} lacks authentication.`);
  return request.access;
}

/** Salesforce's clients send `Bearer` or, older ones, `OAuth`. */
export function bearerToken(request: FastifyRequest): string | undefined {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return token && /^(bearer|oauth)$/i.test(scheme ?? '') ? token : undefined;
}

/** Name of the browser's cookie; the prefix keeps other hosts and paths from setting it, where there is TLS. */
export function sessionCookie(parts: ServerParts): string {
  return parts.isHttps ? '__Host-formwork' : 'formwork';
}

/** Access by an access token, of somebody who may use the API. */
export async function byToken({ sessions, engine }: ServerParts, token: string): Promise<Access | undefined> {
  const session = await sessions.find(token, 'access');
  const access = session && (await engine.access(session.userId));
  if (access && !access.principal.permissions.system.has('ApiEnabled'))
    throw refuse('API_DISABLED_FOR_ORG', 'The REST API is not enabled for this user', {
      hint: 'An admin grants the system permission ApiEnabled in a permission set.',
    });
  return access;
}

async function byCookie(parts: ServerParts, request: FastifyRequest): Promise<Access | undefined> {
  const secret = request.cookies[sessionCookie(parts)];
  const session = secret ? await parts.sessions.find(secret, 'browser') : undefined;
  if (!session) return undefined;
  refuseForgery(parts, request);
  refuseOtherOrg(parts, request);
  return parts.engine.access(session.userId);
}

/**
 * What a cookie authorises must come from our own pages: another site's form cannot set a header, and the browser
 * says itself where a request came from.
 */
export function refuseForgery({ options }: ServerParts, request: FastifyRequest): void {
  if (isRead(request)) return;
  const site = request.headers['sec-fetch-site'];
  const isSameOrigin =
    site === undefined ? request.headers.origin === new URL(options.publicUrl).origin : site === 'same-origin';
  if (isSameOrigin && request.headers['x-formwork'] === '1') return;
  throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'The request did not come from a page of this application.', {
    hint: 'Changes by a browser session need the header X-Formwork: 1 and the same origin. Programs use an access token.',
  });
}

/**
 * A browser is signed in to one of the orgs of an address at a time. A page that was opened in another one says so, and
 * goes no further: clones have records of the same ids and versions.
 */
export function refuseOtherOrg({ organization, engine }: ServerParts, request: FastifyRequest): void {
  const opened = request.headers['x-formwork-org'];
  if (opened === organization.id || (opened === undefined && isRead(request))) return;
  if (opened === undefined)
    throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'The request does not say in which org its page was opened.', {
      hint: 'Load the page again. Changes by a browser session need the header X-Formwork-Org with the id of the org.',
    });
  throw refuse('WRONG_ORG', `You are signed in to the org "${engine.org}" now, and this page belongs to another one.`, {
    hint: 'Sign in to the org of the page again, or load the page again to go on in the other one.',
  });
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
