import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deleteOrg } from '../../platform/orgs/orgs.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from './database.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The application as people start it: the server process with the shipped packages and the demo people. */
export interface App {
  readonly address: string;
  readonly org: string;
  /** Stops the process and deletes the org. */
  close(): Promise<void>;
}

/** Starts the application on an org of its own in the test database. The pages must be built. */
export async function startApp(): Promise<App> {
  const org = uniqueSchema('app');
  const dataFolder = await mkdtemp(join(tmpdir(), 'formwork-app-'));
  const server = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: PROJECT,
    env: {
      ...process.env,
      PORT: '0',
      FORMWORK_ORG: org,
      FORMWORK_MODE: 'demo',
      FORMWORK_DATA: dataFolder,
      DATABASE_URL: testDatabaseUrl(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => server.once('exit', () => done()));
  return {
    address: await readyAddress(server),
    org,
    close: async () => {
      server.kill('SIGTERM');
      await ended;
      await rm(dataFolder, { recursive: true, force: true });
      const pool = openTestPool({ max: 1 });
      await deleteOrg(pool, org);
      await pool.end();
    },
  };
}

/** The address that the server tells once it serves; what it said instead where it ends before. */
function readyAddress(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /Formwork ready at (\S+)/.exec(said)?.[1];
      if (address) found(address);
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('exit', (code) => failed(new Error(`The server ended with ${code} before it served:\n${said}`)));
  });
}
