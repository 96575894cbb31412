import { join } from 'node:path';
import { KEEP_DROPPED_DAYS } from '../../platform/deploy/keep-dropped.ts';
import { parseOrgName } from '../../platform/store/org-name.ts';

/** How the server is set up, read once from the environment. */
export interface Settings {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Absent: from the host and the port. */
  readonly publicUrl: string | undefined;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly org: string;
  /** The orgs that are served besides: by name, or all of the database. */
  readonly otherOrgs: readonly string[] | 'all';
  readonly mode: 'demo' | 'production';
  /** Days for which what a deploy removes can be brought back. */
  readonly keepDroppedDays: number;
  /** Absent: the demo identity provider. */
  readonly identityProvider:
    | { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }
    | undefined;
}

export type ParsedSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings; all that is wrong with them comes back at once, each naming its variable. */
export function parseSettings(environment: Environment, projectFolder: string): ParsedSettings {
  const problems: string[] = [];
  const mode = parseMode(environment, problems);
  const settings: Settings = {
    host: environment.HOST || '127.0.0.1',
    port: parsePort(environment, problems),
    publicUrl: parsePublicUrl(environment, problems),
    databaseUrl: parseDatabaseUrl(environment, problems),
    dataFolder: environment.FORMWORK_DATA || join(projectFolder, '.formwork'),
    org: parseOrg(environment, problems),
    otherOrgs: parseOtherOrgs(environment, problems),
    mode,
    keepDroppedDays: parseKeepDroppedDays(environment, problems),
    identityProvider: parseIdentityProvider(environment, problems),
  };
  if (mode === 'production') problems.push(...productionProblems(settings));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

function parseMode({ FORMWORK_MODE: mode = 'demo' }: Environment, problems: string[]): Settings['mode'] {
  if (mode === 'demo' || mode === 'production') return mode;
  problems.push(`FORMWORK_MODE is "${mode}"; it is demo or production.`);
  return 'production';
}

function parsePort({ PORT: text = '3000' }: Environment, problems: string[]): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  problems.push(`PORT is "${text}"; it is a number from 0 to 65535.`);
  return 0;
}

function parsePublicUrl({ FORMWORK_PUBLIC_URL: text }: Environment, problems: string[]): string | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  const isBase = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
  if (isBase) return url.origin;
  problems.push(
    `FORMWORK_PUBLIC_URL is "${text}"; it is an address such as https://forms.example.gov, without a path.`,
  );
  return undefined;
}

function parseDatabaseUrl({ DATABASE_URL: text }: Environment, problems: string[]): string | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url && /^postgres(ql)?:$/.test(url.protocol)) return text;
  // The value may hold a password, so it is not told.
  problems.push('DATABASE_URL is not the address of a PostgreSQL, such as postgres://user:password@host:5432/name.');
  return undefined;
}

function parseOrg({ FORMWORK_ORG: text = 'demo' }: Environment, problems: string[]): string {
  return checkOrgName('FORMWORK_ORG', text, problems);
}

function parseOtherOrgs({ FORMWORK_ORGS: text = '' }: Environment, problems: string[]): Settings['otherOrgs'] {
  const names = text.split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === 'all') return 'all';
  return names.filter(Boolean).map((name) => checkOrgName('FORMWORK_ORGS', name, problems));
}

function checkOrgName(variable: string, text: string, problems: string[]): string {
  try {
    return parseOrgName(text);
  } catch (error) {
    problems.push(`${variable}: ${error instanceof Error ? error.message : String(error)}`);
    return 'demo';
  }
}

/** Days that the environment gives, else the usual ones; the command line keeps what it removes as long as the server. */
export function parseKeepDroppedDays({ FORMWORK_KEEP_DROPPED_DAYS: text }: Environment, problems: string[]): number {
  const days = text ? Number(text) : KEEP_DROPPED_DAYS;
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  problems.push(`FORMWORK_KEEP_DROPPED_DAYS is "${text}"; it is a whole number of days from 1 to ${MOST_DAYS}.`);
  return KEEP_DROPPED_DAYS;
}

/** Ten years: who never wants to lose a value keeps the field. */
const MOST_DAYS = 3650;

function parseIdentityProvider(environment: Environment, problems: string[]): Settings['identityProvider'] {
  const names = ['FORMWORK_OIDC_ISSUER', 'FORMWORK_OIDC_CLIENT_ID', 'FORMWORK_OIDC_CLIENT_SECRET'] as const;
  const [issuer, clientId, clientSecret] = names.map((name) => environment[name] || undefined);
  const missing = names.filter((name) => !environment[name]);
  if (missing.length === names.length) return undefined;
  if (!issuer || !clientId || !clientSecret) {
    problems.push(
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing beside the other settings of sign-in.`,
    );
    return undefined;
  }
  if (/^https?:$/.test(URL.parse(issuer)?.protocol ?? '')) return { issuer, clientId, clientSecret };
  problems.push(`FORMWORK_OIDC_ISSUER is "${issuer}"; it is the address of an OpenID Connect provider.`);
  return undefined;
}

function productionProblems({ identityProvider, publicUrl }: Settings): string[] {
  const problems: string[] = [];
  if (!identityProvider)
    problems.push(
      'FORMWORK_MODE=production needs a real identity provider: FORMWORK_OIDC_ISSUER, FORMWORK_OIDC_CLIENT_ID and FORMWORK_OIDC_CLIENT_SECRET.',
    );
  else if (!identityProvider.issuer.startsWith('https:'))
    problems.push('FORMWORK_OIDC_ISSUER begins with http:; in production it begins with https:.');
  if (!publicUrl) problems.push('FORMWORK_MODE=production needs FORMWORK_PUBLIC_URL, the address that people open.');
  else if (!publicUrl.startsWith('https:'))
    problems.push('FORMWORK_PUBLIC_URL begins with http:; in production it begins with https:.');
  return problems;
}
