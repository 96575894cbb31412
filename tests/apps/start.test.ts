import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const START = new URL('../../apps/start.mjs', import.meta.url).pathname;

let folder: string;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formwork-start-'));
  chmodSync(folder, 0o755);
  port = await freePort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm start', { timeout: 120_000, sequential: true }, () => {
  it('serves the shell, the health checks and the demo people after a first start on an empty folder', async () => {
    const run = start();
    const said = await run.ready;
    expect(said).toContain(`Formwork ready at http://127.0.0.1:${port}`);
    for (const name of ['admin', 'intake.reviewer', 'advisor.northeast', 'integration'])
      expect(said).toContain(`${name}@`);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(ready.status).toBe(200);
    await expectTokenFor('admin@cqp.example');
    expect(await run.stop('SIGTERM')).toBe(0);
  });

  it('starts again within seconds on the same data', async () => {
    const begun = Date.now();
    const run = start();
    await run.ready;
    console.log(`warm start: ${Date.now() - begun} ms`);
    await expectTokenFor('admin@cqp.example');
    expect(await run.stop('SIGINT')).toBe(0);
  });

  it('starts again after kill -9, and nothing of the killed one stays behind', async () => {
    const killed = start();
    await killed.ready;
    await killed.stop('SIGKILL');
    const run = start();
    await run.ready;
    await expectTokenFor('admin@cqp.example');
    expect(await run.stop('SIGTERM')).toBe(0);
  });

  it('names the port when it is taken, and leaves it alone', async () => {
    const blocker = await occupy(port);
    const run = start();
    const { code, output } = await run.ended;
    expect(code).not.toBe(0);
    expect(output).toContain(String(port));
    expect(output).toMatch(/in use|taken/i);
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('tells every wrong setting at once', async () => {
    const run = start({ PORT: 'eighty', FORMWORK_MODE: 'prodution' });
    const { code, output } = await run.ended;
    expect(code).not.toBe(0);
    expect(output).toContain('PORT');
    expect(output).toContain('FORMWORK_MODE');
  });

  it('refuses production without its secrets', async () => {
    const run = start({ FORMWORK_MODE: 'production' });
    const { code, output } = await run.ended;
    expect(code).not.toBe(0);
    expect(output).toContain('FORMWORK_OIDC_ISSUER');
  });
});

async function expectTokenFor(username: string): Promise<void> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'formwork-cli',
    client_secret: 'formwork-demo',
    username,
    password: 'formwork-demo',
  });
  const response = await fetch(`http://127.0.0.1:${port}/services/oauth2/token`, { method: 'POST', body });
  expect(response.status).toBe(200);
}

interface Run {
  /** Resolves with what was said up to the demo people. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

function start(env: Record<string, string> = {}): Run {
  const { FORMWORK_TEST_DATABASE_URL: _, DATABASE_URL: __, ...rest } = process.env;
  const child: ChildProcess = spawn(process.execPath, [START], {
    env: { ...rest, PORT: String(port), FORMWORK_DATA: folder, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (/Formwork ready at[\s\S]*integration@/.test(output)) resolve(output);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    ended.then(({ code }) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
  ready.catch(() => {});
  return {
    ready,
    ended,
    async stop(signal) {
      child.kill(signal);
      return (await ended).code;
    },
  };
}

function occupy(taken: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(taken, '127.0.0.1', () => resolve(server));
  });
}

async function freePort(): Promise<number> {
  const server = await occupy(0);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
