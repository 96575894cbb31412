import { createHash, timingSafeEqual } from 'node:crypto';

export const GRANT_TYPES = ['password', 'client_credentials', 'refresh_token', 'authorization_code'] as const;
export type GrantType = (typeof GRANT_TYPES)[number];

/** A program that may ask for tokens. */
export interface ConnectedApp {
  readonly clientId: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly secretHash: string;
  readonly label: string;
  readonly grantTypes: ReadonlySet<GrantType>;
  /** Addresses a code may be sent to; loopback ones match on any port. */
  readonly redirectUris: readonly string[];
  /** User that client_credentials tokens act for; asked when a token is wanted, because people come and go. */
  runAs?(): Promise<string | undefined>;
}

/** SHA-256, hexadecimal: how a connected app's secret is kept. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares without telling by its time how much was right. */
export function isSecretOf(app: ConnectedApp, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(app.secretHash, 'hex'));
}

/** True when a code may be sent there: equal to a registered address, or to a loopback one but for the port. */
export function isRedirectUriOf(app: ConnectedApp, redirectUri: string): boolean {
  return app.redirectUris.some((registered) => registered === redirectUri || isSameLoopback(registered, redirectUri));
}

function isSameLoopback(registered: string, asked: string): boolean {
  const [one, other] = [URL.parse(registered), URL.parse(asked)];
  if (!one || !other || !['127.0.0.1', 'localhost', '[::1]'].includes(one.hostname)) return false;
  return one.protocol === other.protocol && one.hostname === other.hostname && one.pathname === other.pathname;
}
