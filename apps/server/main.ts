import { hkdfSync } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import pino from 'pino';
import type { DeployResult } from '../../platform/deploy/deploy-result.ts';
import { deleteExpired } from '../../platform/orgs/describe.ts';
import { createOrg, listOrgs } from '../../platform/orgs/orgs.ts';
import type { Site } from '../../runtime/docs/site.ts';
import { type Engine, openEngine, openPool } from '../../runtime/engine.ts';
import { listPeople } from '../../runtime/http/people.ts';
import { createServer, type ServerOptions } from '../../runtime/http/server.ts';
import { loadServerKeys } from '../../runtime/http/sign-in/server-keys.ts';
import { claimPort } from './claim-port.ts';
import { DEMO_PASSWORD, demoApp, demoOptions } from './demo.ts';
import { type RunningPostgres, startPostgres } from './embedded-postgres.ts';
import { openOtherOrgs } from './other-orgs.ts';
import { parseSettings, type Settings } from './settings.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
/** Nobody waits longer for an answer; a statement that runs on would only keep a connection from others. */
const STATEMENT_TIMEOUT_MS = 30_000;
const DAY_MS = 24 * 3600 * 1000;
/** After this the process ends even where a request or the database does not. */
const DRAIN_MS = 10_000;

/** What was started, to be stopped in the opposite order. */
type Stop = () => Promise<unknown>;

await main();

/** The server process: starts what is missing, brings in what changed, serves until it is told to stop. */
async function main(): Promise<void> {
  const parsed = parseSettings(process.env, PROJECT);
  if (!parsed.ok) return fail(parsed.problems.join('\n'));
  const stops: Stop[] = [];
  stopOnSignals(stops);
  try {
    await start(parsed.settings, stops);
  } catch (error) {
    await stopAll(stops);
    fail(error instanceof Error ? error.message : String(error), error);
  }
}

async function start(settings: Settings, stops: Stop[]): Promise<void> {
  const port = await claimPort(settings.port, settings.host);
  const postgres = settings.databaseUrl === undefined ? await startDatabase(settings, stops) : undefined;
  const databaseUrl = settings.databaseUrl ?? postgres?.url ?? '';
  const { keepDroppedDays } = settings;
  const database = { databaseUrl, keepDroppedDays, statementTimeout: STATEMENT_TIMEOUT_MS };
  const pool = openPool(database);
  stops.push(() => pool.end());
  await ensureOrg(pool, settings.org);
  const engine = await openEngine({ ...database, org: settings.org, pool });
  stops.push(() => engine.close());
  await deployMetadata(engine, settings);
  stops.push(purgeDaily(engine));

  const address = `http://${urlHost(settings.host)}:${port}`;
  const optionsFor = (each: Engine) => serverOptions(each, settings, address);
  const otherOrgs = openOtherOrgs(engine, {
    settings,
    optionsFor,
    open: (org) => openEngine({ ...database, org, pool }),
  });
  const server = await createServer(engine, { ...(await optionsFor(engine)), ...(otherOrgs && { otherOrgs }) });
  stops.push(() => server.close());
  if (otherOrgs) stops.push(() => otherOrgs.close());
  await server.listen({ port, host: settings.host });
  // The first thing to do on the way out: a server that starts while this one drains keeps the database.
  stops.push(async () => postgres?.handOver());
  console.log(`Formwork ready at ${address}`);
  // Otherwise done at the end, which a server that is killed does not have.
  flushCompileCache();
  if (settings.mode === 'demo' && !settings.identityProvider) await printPeople(engine);
}

async function startDatabase({ dataFolder }: Settings, stops: Stop[]): Promise<RunningPostgres> {
  const postgres = await startPostgres(dataFolder);
  stops.push(() => postgres.stop());
  if (postgres.isFallback)
    console.log(`The database is in ${postgres.home}, because PostgreSQL cannot reach ${dataFolder}.`);
  return postgres;
}

/** Makes the org that is served where it is missing; scratch orgs whose time is over go. */
async function ensureOrg(pool: pg.Pool, org: string): Promise<void> {
  const expired = await deleteExpired(pool);
  for (const name of expired) console.log(`Removed the scratch org ${name}: its time was over.`);
  if ((await listOrgs(pool)).includes(org)) return;
  // Another process may be as quick: then its org is the one.
  await createOrg(pool, org, { by: 'server' }).catch(async (error: unknown) => {
    if (!(await listOrgs(pool)).includes(org)) throw error;
  });
}

/** Brings in the packages that changed since; what cannot be, is told, and the version that was live goes on. */
async function deployMetadata(engine: Engine, { mode }: Settings): Promise<void> {
  const folders = await packageFolders(mode);
  const request = { by: 'server', note: 'Start of the server', trigger: 'start' } as const;
  const result = await engine.deployPackages(folders, request);
  if (result.status === 'succeeded')
    console.log(`Deployed version ${result.version}: ${result.plan.elements.length} changes.`);
  if (result.status !== 'failed') return;
  const reasons = explainFailure(result);
  if (result.plan.fromVersion === 0) throw new Error(`The packages under metadata/ cannot be deployed:\n${reasons}`);
  console.log(
    `The packages under metadata/ were not deployed; version ${result.plan.fromVersion} goes on:\n${reasons}`,
  );
}

/**
 * Purges what was removed long ago, now and once a day. Nobody waits for it, and where it fails the next day tries again.
 */
function purgeDaily(engine: Engine): Stop {
  let running = purgeOverdue(engine);
  const timer = setInterval(() => {
    running = purgeOverdue(engine);
  }, DAY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function purgeOverdue(engine: Engine): Promise<void> {
  try {
    const { purged, problems } = await engine.purge('server');
    if (purged.length > 0) console.log(`Purged what was removed long ago: ${purged.join(', ')}.`);
    for (const { message } of problems) console.error(message);
  } catch (error) {
    console.error('What was removed long ago could not be purged:', error);
  }
}

/** Packages with demo people and records live in folders that end in `-demo`; production has none of them. */
async function packageFolders(mode: Settings['mode']): Promise<string[]> {
  const entries = await readdir(join(PROJECT, 'metadata'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const wanted = folders.filter((name) => mode === 'demo' || !name.endsWith('-demo'));
  return wanted.sort().map((name) => join(PROJECT, 'metadata', name));
}

function explainFailure({ problems }: DeployResult): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors.map(({ file, message }) => (file ? `${file}: ${message}` : message));
  const shown = lines.slice(0, 20);
  if (lines.length > shown.length) shown.push(`… and ${lines.length - shown.length} more.`);
  return [...shown, 'Look closer with: npx formwork diff'].map((line) => `  ${line}`).join('\n');
}

async function serverOptions(engine: Engine, settings: Settings, address: string): Promise<ServerOptions> {
  const { mode, identityProvider } = settings;
  const common = {
    publicUrl: settings.publicUrl ?? address,
    mode,
    loadDocs,
    webFolder: join(PROJECT, 'apps/web/dist'),
    logger: pino({ level: process.env.LOG_LEVEL ?? (mode === 'demo' ? 'warn' : 'info') }),
    ...(identityProvider && { identityProvider }),
  };
  if (mode === 'production') {
    const secret = deriveSecret(identityProvider?.clientSecret ?? '');
    return { ...common, secret, connectedApps: [] };
  }
  const keys = await loadServerKeys(settings.dataFolder);
  // Beside a real identity provider the demo's one password would open everybody's account.
  if (identityProvider) return { ...common, secret: keys.secret, connectedApps: [] };
  return { ...common, secret: keys.secret, demo: demoOptions(engine, keys), connectedApps: [demoApp(engine)] };
}

/** The reference needs the whole command line; a server starts without it. */
async function loadDocs(): Promise<Site> {
  const [{ htmlSite }, { commandDocs }] = await Promise.all([
    import('../../runtime/docs/site.ts'),
    import('../cli/command-docs.ts'),
  ]);
  return htmlSite(commandDocs());
}

/** Every server process of a fleet gets the same signing secret, from the one secret that it has anyway. */
function deriveSecret(clientSecret: string): string {
  return Buffer.from(hkdfSync('sha256', clientSecret, '', 'formwork cookies', 32)).toString('base64url');
}

async function printPeople(engine: Engine): Promise<void> {
  const people = await listPeople(engine);
  console.log(`Demo people, each with the password ${DEMO_PASSWORD}:`);
  const width = Math.max(...people.map(({ username }) => username.length));
  for (const { username, name, description } of people)
    console.log(`  ${username.padEnd(width)}  ${[name, description].filter(Boolean).join(', ')}`);
}

/** An address in a URL: IPv6 in brackets; "every address" is reached by the loopback one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function stopOnSignals(stops: Stop[]): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    await stopAll(stops);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);
}

async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) {
    // What does not stop must not keep the rest from stopping.
    await stop().catch((error: unknown) => console.error(error));
  }
}

function fail(message: string, error?: unknown): void {
  console.error(message);
  if (error instanceof Error && process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(1);
}
