import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteOrg } from '../../../platform/orgs/orgs.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from '../../support/database.ts';

const ROOT = join(import.meta.dirname, '../../..');
const org = uniqueSchema('server');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwork-main-'));
});
afterAll(async () => {
  const pool = openTestPool();
  await deleteOrg(pool, org).catch(() => {});
  await pool.end();
  await rm(folder, { recursive: true });
});

interface Program {
  readonly process: ChildProcess;
  output(): string;
  /** Exit code. */
  readonly ended: Promise<number | null>;
  /** Waits for a line of the output. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

function start(environment: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      DATABASE_URL: testDatabaseUrl(),
      FORMWORK_ORG: org,
      FORMWORK_DATA: folder,
      ...environment,
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return {
    process: child,
    ended,
    output: () => text,
    says: async (pattern) => {
      await expect.poll(() => text, { timeout: 60_000, interval: 50 }).toMatch(pattern);
      return pattern.exec(text) as RegExpExecArray; // it has just matched
    },
  };
}

describe('the server process', () => {
  it('makes its org, serves, says where and to whom, and stops when told', { timeout: 90_000 }, async () => {
    const first = start();
    const [, url = ''] = await first.says(/^Formwork ready at (http:\/\/127\.0\.0\.1:\d+)$/m);
    await first.says(/^Demo people, each with the password formwork-demo:\n {2}\S+@\S+/m);
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', modelVersion: 1 });
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();

    // Data stays, and what has not changed is not deployed again.
    const second = start();
    const [, again = ''] = await second.says(/^Formwork ready at (\S+)$/m);
    expect(second.output()).not.toContain('Deployed');
    expect(await (await fetch(`${again}/readyz`)).json()).toMatchObject({ modelVersion: 1 });
    second.process.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('says at once which port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    // A database that is not there shows that nothing slow was tried before.
    const program = start({ PORT: String(port), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    blocker.close();
  });

  it('has nothing of the demo beside a real identity provider', { timeout: 90_000 }, async () => {
    const provider = {
      FORMWORK_OIDC_ISSUER: 'https://login.example.gov',
      FORMWORK_OIDC_CLIENT_ID: 'formwork',
      FORMWORK_OIDC_CLIENT_SECRET: 'a secret of the provider',
    };
    const production = { FORMWORK_MODE: 'production', FORMWORK_PUBLIC_URL: 'https://forms.example.gov' };
    for (const environment of [provider, { ...provider, ...production }]) {
      const program = start(environment);
      const [, url = ''] = await program.says(/^Formwork ready at (\S+)$/m);
      expect(program.output()).not.toContain('Demo people');
      expect((await fetch(`${url}/oidc/${org}/.well-known/openid-configuration`)).status).toBe(404);
      for (const grant_type of ['password', 'client_credentials']) {
        const demo = { client_id: 'formwork-cli', client_secret: 'formwork-demo', password: 'formwork-demo' };
        const body = new URLSearchParams({ grant_type, ...demo, username: 'admin@cqp.example' });
        const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
        expect([answer.status, await answer.json()]).toEqual([
          400,
          expect.objectContaining({ error: 'invalid_client_id' }),
        ]);
      }
      program.process.kill('SIGTERM');
      expect(await program.ended).toBe(0);
    }
  });

  it('does not start in production without its secrets', async () => {
    const program = start({ FORMWORK_MODE: 'production' });
    expect(await program.ended).toBe(1);
    expect(program.output()).toContain('FORMWORK_OIDC_CLIENT_SECRET');
  });
});
