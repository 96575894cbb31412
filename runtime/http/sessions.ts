import { createHash, randomBytes } from 'node:crypto';
import { qualified } from '../../platform/physical/identifier.ts';
import type { Database } from '../context.ts';

/** What a secret opens: the API, new tokens, one exchange, or the pages. */
export type SessionKind = 'access' | 'refresh' | 'code' | 'browser';

/** Who holds a secret and for what. The secret itself is never stored. */
export interface Session {
  readonly kind: SessionKind;
  readonly userId: string;
  readonly clientId: string | null;
  readonly scope: string;
  readonly expiresAt: Date;
  /** What an authorisation code is bound to. */
  readonly details: SessionDetails;
}

export interface SessionDetails {
  readonly redirectUri?: string;
  readonly codeChallenge?: string;
}

export interface NewSession {
  readonly kind: SessionKind;
  readonly userId: string;
  readonly clientId?: string;
  readonly scope?: string;
  readonly details?: SessionDetails;
}

/** Opens, finds and ends sessions, kept by the SHA-256 of their secret in the org's schema. */
export interface Sessions {
  /** Answers the secret, the only time it is known. */
  open(session: NewSession): Promise<string>;
  find(secret: string, kind: SessionKind): Promise<Session | undefined>;
  /** Finds and ends in one step, so that a code serves once. */
  take(secret: string, kind: SessionKind): Promise<Session | undefined>;
  end(secret: string): Promise<void>;
  endExpired(): Promise<void>;
}

const LIFETIME_SECONDS: Readonly<Record<SessionKind, number>> = {
  access: 2 * 3600,
  refresh: 30 * 86_400,
  code: 60,
  browser: 12 * 3600,
};

/**
 * Sessions of the org that lives in `schema`. Every secret begins with the org's id: of an access token clients expect
 * it, and where one address serves several orgs it says which one to ask.
 */
export function createSessions(db: Database, { schema, orgId }: { schema: string; orgId: string }): Sessions {
  const table = qualified(schema, 'fw_session');
  const columns = 'kind, user_id, client_id, scope, expires_at, details';
  return {
    async open({ kind, userId, clientId, scope = '', details = {} }) {
      const secret = newSecret(orgId);
      await db.query({
        text: `insert into ${table} (hash, kind, user_id, client_id, scope, details, expires_at)
               values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')`,
        values: [hash(secret), kind, userId, clientId ?? null, scope, JSON.stringify(details), LIFETIME_SECONDS[kind]],
      });
      return secret;
    },
    async find(secret, kind) {
      const { rows } = await db.query({
        name: `${schema} find session`,
        text: `select ${columns} from ${table} where hash = $1 and kind = $2 and expires_at > now()`,
        values: [hash(secret), kind],
      });
      return rows[0] && toSession(rows[0]);
    },
    async take(secret, kind) {
      const { rows } = await db.query({
        text: `delete from ${table} where hash = $1 and kind = $2 returning ${columns}`,
        values: [hash(secret), kind],
      });
      const session = rows[0] && toSession(rows[0]);
      return session && session.expiresAt > new Date() ? session : undefined;
    },
    async end(secret) {
      await db.query({ text: `delete from ${table} where hash = $1`, values: [hash(secret)] });
    },
    async endExpired() {
      await db.query({ text: `delete from ${table} where expires_at < now()` });
    },
  };
}

function newSecret(orgId: string): string {
  // Clients recognise access tokens by /(00D\w{12,15})![.\w]*/: hexadecimal keeps to it.
  return `${orgId}!${randomBytes(32).toString('hex')}`;
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function toSession(row: Record<string, unknown>): Session {
  // The columns' types are those of the migration that made the table.
  return {
    kind: row.kind as SessionKind,
    userId: row.user_id as string,
    clientId: row.client_id as string | null,
    scope: row.scope as string,
    expiresAt: row.expires_at as Date,
    details: row.details as SessionDetails,
  };
}
