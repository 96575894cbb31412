import { createHmac } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Site } from '../docs/site.ts';
import type { Engine } from '../engine.ts';
import { refuse } from '../errors.ts';
import { addAccessLog } from './access-log.ts';
import { answerClientError } from './client-error.ts';
import { addCompression } from './compress.ts';
import { addDocs } from './docs.ts';
import { answerError } from './errors.ts';
import { addSecurityHeaders } from './headers.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { addAuthorizeRoute } from './oauth/authorize.ts';
import type { ConnectedApp } from './oauth/clients.ts';
import { addIdentityRoutes } from './oauth/identity.ts';
import { addTokenRoutes } from './oauth/token.ts';
import { addOpenApi } from './openapi.ts';
import { addOperationsRoutes } from './operations.ts';
import { loadOrganization, type Organization } from './organization.ts';
import type { OrgDirectory } from './orgs/org-directory.ts';
import { handOverForms, serveByOrg } from './orgs/other-orgs.ts';
import { addDataRoutes } from './rest/data-routes.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { addShell } from './shell.ts';
import { addDemoProvider, type DemoOptions } from './sign-in/demo-provider.ts';
import type { IdentityProvider } from './sign-in/identity-provider.ts';
import { addSignInRoutes } from './sign-in/sign-in.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { createUsage, type Usage } from './usage.ts';

/** What a program that serves an org decides. */
export interface ServerOptions {
  /** Base URL that clients see, without a slash at its end. */
  readonly publicUrl: string;
  readonly mode: 'demo' | 'production';
  /** Signs cookies; the same on every server process of the org. */
  readonly secret: string;
  /** Absent: the demo provider serves. */
  readonly identityProvider?: IdentityProvider;
  /** Present only in mode demo. */
  readonly demo?: DemoOptions;
  readonly connectedApps: readonly ConnectedApp[];
  /** Makes the reference that is served under /docs; absent: there is none. */
  readonly loadDocs?: () => Promise<Site>;
  /** Other orgs that the same address serves; absent: none. */
  readonly otherOrgs?: OrgDirectory;
  /** Folder of the built pages. */
  readonly webFolder: string;
  readonly logger: Logger;
}

/** What the routes share. */
export interface ServerParts {
  readonly engine: Engine;
  readonly options: ServerOptions;
  readonly isHttps: boolean;
  readonly organization: Organization;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly metrics: Metrics;
  readonly usage: Usage;
  /** Signature of an identity answer: proves to us that we wrote it. */
  sign(text: string): string;
}

/**
 * A server of one org: REST, OAuth, sign-in, the pages and what operators watch. Requests for other orgs it hands to
 * theirs. The caller listens and closes.
 */
export async function createServer(engine: Engine, options: ServerOptions): Promise<FastifyInstance> {
  const parts = await serverParts(engine, options);
  const server: FastifyInstance = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 6 * 1024 * 1024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...serverOfOrgs(options),
    clientErrorHandler: answerClientError,
    // The locator of a query holds its text; addresses as a whole are bounded by the size of the headers.
    routerOptions: { maxParamLength: 16_384, ignoreDuplicateSlashes: false, caseSensitive: true },
    rewriteUrl: ({ url }) => (url ?? '/').replace(/^\/{2,}/, '/'),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: false } },
    trustProxy: false,
    forceCloseConnections: 'idle',
    frameworkErrors: answerError,
  });
  // Answers are written as they are: the response schemas document, they do not filter.
  server.setSerializerCompiler(() => (data) => JSON.stringify(data));
  server.decorateRequest('access', null);
  server.setErrorHandler(answerError);
  addSecurityHeaders(server, { isHttps: parts.isHttps, formTargets: redirectOrigins(options.connectedApps) });
  addAccessLog(server, parts.metrics);
  addCompression(server);
  addOpenApi(server);
  await server.register(cookie, { secret: options.secret });
  await server.register(formbody);
  acceptJson(server);

  if (options.otherOrgs) handOverForms(server, options.otherOrgs);
  addOperationsRoutes(server, parts);
  addTokenRoutes(server, parts);
  addAuthorizeRoute(server, parts);
  addIdentityRoutes(server, parts);
  addSignInRoutes(server, parts);
  if (options.demo && !options.identityProvider) await addDemoProvider(server, parts, options.demo);
  await addDataRoutes(server, parts);
  if (options.loadDocs) addDocs(server, options.loadDocs);
  await addShell(server, options.webFolder);
  endExpiredSessions(server, parts);
  return server;
}

/** Who sends slower than this holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 120_000;

function serverOfOrgs({ otherOrgs: orgs, logger }: ServerOptions): Pick<FastifyServerOptions, 'serverFactory'> {
  if (!orgs) return {};
  const timeouts = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS };
  return { serverFactory: (handler) => serveByOrg(handler, timeouts, { orgs, logger }) };
}

/** As the framework has it for the servers that it makes itself. */
const KEEP_ALIVE_MS = 72_000;

/** Clients say `application/json` with requests that have no body, such as a delete. */
function acceptJson(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser(['application/json', 'text/plain']);
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else parseJson(request, String(body), (error, value) => done(error && jsonFault(String(body)), value));
  });
}

function jsonFault(body: string): Error {
  try {
    JSON.parse(body);
  } catch (error) {
    return refuse('JSON_PARSER_ERROR', `The body is not JSON: ${error instanceof Error ? error.message : ''}.`);
  }
  return refuse(
    'JSON_PARSER_ERROR',
    'The body holds a name that is not allowed: "__proto__" or "constructor.prototype".',
  );
}

/** Sessions that are over are of no use to anybody; they go once an hour. */
function endExpiredSessions(server: FastifyInstance, { sessions }: ServerParts): void {
  const end = () => sessions.endExpired().catch((error: unknown) => server.log.warn({ err: error }, 'sessions'));
  const timer = setInterval(end, 3_600_000);
  timer.unref();
  server.addHook('onClose', async () => clearInterval(timer));
}

async function serverParts(engine: Engine, options: ServerOptions): Promise<ServerParts> {
  const organization = await loadOrganization(engine);
  return {
    engine,
    options,
    organization,
    isHttps: options.publicUrl.startsWith('https:'),
    sessions: createSessions(engine.db, { schema: engine.store.schema, orgId: organization.id }),
    throttle: createThrottle({ failuresPerName: 10, failuresPerAddress: 100, windowSeconds: 300 }),
    usage: createUsage(),
    metrics: createMetrics([
      {
        name: 'formwork_model_version',
        help: 'Version of the model that is served.',
        read: () => engine.live().version,
      },
      { name: 'formwork_pool_open', help: 'Database connections that are open.', read: () => engine.pool().open },
      { name: 'formwork_pool_idle', help: 'Database connections that wait for work.', read: () => engine.pool().idle },
      {
        name: 'formwork_pool_waiting',
        help: 'Requests that wait for a connection.',
        read: () => engine.pool().waiting,
      },
    ]),
    sign: (text) => createHmac('sha256', options.secret).update(text).digest('base64'),
  };
}

/** A sign-in form may end at a program's callback: browsers hold redirects of a form to the same policy. */
function redirectOrigins(apps: readonly ConnectedApp[]): string[] {
  const origins = apps.flatMap(({ redirectUris }) => redirectUris.map(originPattern));
  return [...new Set(origins)];
}

function originPattern(address: string): string {
  const { protocol, hostname, origin } = new URL(address);
  return ['127.0.0.1', 'localhost'].includes(hostname) ? `${protocol}//${hostname}:*` : origin;
}
