import type { IncomingMessage } from 'node:http';

/** What a request says about the org that it means; undefined where it leaves that to the server. */
export type OrgHint = { readonly name: string } | { readonly id: string };

/** Addresses at which a parameter `org` names the org, because nobody is signed in yet. */
const NAMED_AT: ReadonlySet<string> = new Set([
  '/auth/login',
  '/services/oauth2/authorize',
  '/services/oauth2/token',
  '/services/oauth2/revoke',
  '/readyz',
  '/metrics',
]);

/**
 * The org that a request means: that of its token; else the one that its address names; else the one of the sign-in that
 * it goes on with; else the one that the browser signed in to last. It only says where a token or session is looked for: each opens its own org and no other.
 */
export function hintOfRequest({ headers, url = '/' }: Pick<IncomingMessage, 'headers' | 'url'>): OrgHint | undefined {
  const token = /^(?:bearer|oauth) +(\S+)/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return hintOfSecret(token);
  const { pathname, searchParams } = URL.parse(url, 'http://localhost') ?? new URL('http://localhost');
  const [name, given] = [searchParams.get('org'), searchParams.get('oauth_token')];
  if (name !== null && NAMED_AT.has(pathname)) return { name };
  if (given !== null && pathname.startsWith('/id/')) return hintOfSecret(given);
  return hintOfSignIn(pathname, searchParams) ?? hintOfCookies(headers.cookie ?? '');
}

/** The org that a form for a token means: by its name, or by what is exchanged or ended. */
export function hintOfForm(form: Readonly<Record<string, unknown>> | null | undefined): OrgHint | undefined {
  if (typeof form?.org === 'string') return { name: form.org };
  const secret = form?.refresh_token ?? form?.code ?? form?.token;
  return typeof secret === 'string' ? hintOfSecret(secret) : undefined;
}

/** Name of the cookie that says which org a browser signed in to last. */
export function orgCookie(isHttps: boolean): string {
  return isHttps ? '__Host-formwork_org' : 'formwork_org';
}

/** Every secret begins with the id of the org that gave it. */
function hintOfSecret(secret: string): OrgHint | undefined {
  const id = /^(00D[0-9A-Za-z]{15})!/.exec(secret)?.[1];
  return id === undefined ? undefined : { id };
}

/** A sign-in goes through addresses of its org, and comes back from the provider with the state that it began with. */
function hintOfSignIn(pathname: string, searchParams: URLSearchParams): OrgHint | undefined {
  const name = /^\/oidc\/([a-z0-9_]+)\//.exec(pathname)?.[1];
  if (name !== undefined) return { name };
  return pathname === '/auth/callback' ? hintOfSecret(searchParams.get('state') ?? '') : undefined;
}

function hintOfCookies(header: string): OrgHint | undefined {
  const name = /(?:^|;\s*)(?:__Host-)?formwork_org=([a-z0-9_]+)(?:;|$)/.exec(header)?.[1];
  return name === undefined ? undefined : { name };
}
