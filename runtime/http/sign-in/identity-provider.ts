import type { FastifyInstance } from 'fastify';
import * as openid from 'openid-client';
import type { ServerParts } from '../server.ts';
import { DEMO_CLIENT_ID, demoProviderPath } from './demo-provider.ts';

/** An OpenID Connect provider that people sign in with. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Reads the provider's metadata at the first sign-in and keeps it; a failure is tried again at the next. */
export function createDiscovery(server: FastifyInstance, parts: ServerParts): () => Promise<openid.Configuration> {
  let discovered: Promise<openid.Configuration> | undefined;
  return () => {
    discovered ??= discover(server, parts).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
}

function discover(server: FastifyInstance, { options, engine }: ServerParts): Promise<openid.Configuration> {
  const { identityProvider, demo, publicUrl } = options;
  if (identityProvider) {
    const { issuer, clientId, clientSecret } = identityProvider;
    return openid.discovery(new URL(issuer), clientId, clientSecret, undefined, insecureWhereAsked(issuer));
  }
  if (!demo) throw new Error('A server needs an identity provider, or the demo one.');
  const issuer = `${publicUrl}${demoProviderPath(engine.org)}`;
  return openid.discovery(new URL(issuer), DEMO_CLIENT_ID, demo.keys.clientSecret, undefined, {
    ...insecureWhereAsked(issuer),
    [openid.customFetch]: fetchFrom(server),
  });
}

/** Plain HTTP serves development; production settings refuse such an issuer. */
function insecureWhereAsked(issuer: string): openid.DiscoveryRequestOptions {
  return issuer.startsWith('http:') ? { execute: [openid.allowInsecureRequests] } : {};
}

/** The demo provider is this very server: asked without the network, because its public URL may lead elsewhere from here. */
function fetchFrom(server: FastifyInstance): openid.CustomFetch {
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const response = await server.inject({
      method: method as 'GET' | 'POST', // OpenID Connect knows no other.
      url: `${pathname}${search}`,
      headers,
      ...(body ? { payload: String(body) } : {}),
    });
    const text = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(new Uint8Array(response.rawPayload), { status: response.statusCode, headers: text });
  };
}
