import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runToEnd } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** An npm registry of one test file: a real verdaccio on this machine, with storage of its own. */
export interface Registry {
  readonly url: string;
  /** Lines for the .npmrc of a project that uses it. */
  readonly npmrc: string;
  close(): Promise<void>;
}

/**
 * Starts a registry on a free loopback port. What starts with `own` it has only from those who publish to it; anything
 * else it gets from the registry that npm uses on this machine.
 */
export async function startRegistry(folder: string, own: readonly string[]): Promise<Registry> {
  const port = await freePort();
  const config = join(folder, 'registry.yaml');
  const upstream = (await runToEnd('npm', ['config', 'get', 'registry'], { cwd: ROOT })).stdout.trim();
  await mkdir(folder, { recursive: true });
  await writeFile(config, configuration(folder, own, upstream));
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/verdaccio/bin/verdaccio'), '--config', config, '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}/`;
  const close = async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await new Promise((done) => child.on('exit', done));
  };
  for (let tries = 0; !(await answers(url)); tries++) {
    if (child.exitCode !== null || tries > 300) {
      await close();
      throw new Error(`The registry did not start: ${said}`);
    }
    await sleep(100);
  }
  return { url, npmrc: `registry=${url}\n//127.0.0.1:${port}/:_authToken=none\n`, close };
}

function configuration(folder: string, own: readonly string[], upstream: string): string {
  const open = { access: '$all', publish: '$all', unpublish: '$all' };
  // JSON is YAML.
  return JSON.stringify({
    storage: join(folder, 'storage'),
    web: { enable: false },
    uplinks: { machine: { url: upstream, maxage: '60m', timeout: '60s', max_fails: 100 } },
    packages: { ...Object.fromEntries(own.map((name) => [name, open])), '**': { ...open, proxy: 'machine' } },
    max_body_size: '50mb',
    log: { type: 'stdout', level: 'error' },
    middlewares: {},
  });
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}-/ping`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}
