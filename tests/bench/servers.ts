import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A server under measurement, in a process of its own. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the product as people do, on a database of its own; answers when it serves. */
export async function startProduct(databaseUrl: string): Promise<RunningServer> {
  const port = await freePort();
  const child = spawn(process.execPath, ['apps/server/main.ts'], {
    env: { ...process.env, PORT: String(port), DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Formwork ready at')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => end(child) };
}

/** Starts the hand-written server with its settings; it tells its address over the channel. */
export async function startBaseline(settings: unknown): Promise<RunningServer> {
  const child = spawn(process.execPath, ['tests/bench/baseline-server.ts'], {
    env: { ...process.env, BASELINE_SETTINGS: JSON.stringify(settings) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (address) => resolve(String(address)));
    child.once('exit', (code) => reject(new Error(`The hand-written server ended with ${code}.`)));
  });
  return { url, stop: () => end(child) };
}

/** Access token of a demo person. */
export async function tokenOf(server: RunningServer, username: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'formwork-cli',
    client_secret: 'formwork-demo',
    username,
    password: 'formwork-demo',
  });
  const response = await fetch(`${server.url}/services/oauth2/token`, { method: 'POST', body });
  const answer: { access_token?: string } = await response.json();
  if (!answer.access_token) throw new Error(`No token for ${username}: HTTP ${response.status}.`);
  return answer.access_token;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
