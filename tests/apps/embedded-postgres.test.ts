import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from '../../apps/server/embedded-postgres.ts';

const MODULE = new URL('../../apps/server/embedded-postgres.ts', import.meta.url).href;

const CLI_MODULE = new URL('../../apps/cli/with-engine.ts', import.meta.url).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'formwork-pg-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await startPostgres(folder, { durability: 'none' });
    await run(first.url, 'create table kept (answer int)');
    await run(first.url, 'insert into kept values (42)');
    await first.stop();
    const second = await startPostgres(folder, { durability: 'none' });
    expect(await run(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('takes over the one that a killed server left running', async () => {
    const child = startInChild();
    const url = await firstLine(child);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const taken = await startPostgres(folder, { durability: 'none' });
    expect(taken.url).toBe(url);
    await taken.stop();
    await expect(run(url, 'select 1')).rejects.toThrow();
  });

  it('is shared, and left running, while another live server owns it', async () => {
    const child = startInChild();
    const url = await firstLine(child);
    const shared = await startPostgres(folder, { durability: 'none' });
    expect(shared.url).toBe(url);
    await shared.stop();
    expect(await run(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
    await (await startPostgres(folder, { durability: 'none' })).stop();
  });

  it('goes on when Ctrl-C reaches the group of the process that started it', async () => {
    const child = startInChild({ detached: true, before: "process.on('SIGINT', () => {});" });
    const url = await firstLine(child);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await run(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await (await startPostgres(folder, { durability: 'none' })).stop();
  });

  it('goes with a command that Ctrl-C ends', async () => {
    const script = `const { withDatabase } = await import(${JSON.stringify(CLI_MODULE)});
      await withDatabase(async (url) => { console.log(url); await new Promise(() => setInterval(() => {}, 1000)); });`;
    const { DATABASE_URL: _, ...inherited } = process.env;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...inherited, FORMWORK_DATA: folder },
    });
    const url = await firstLine(child);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
    expect(signal).toBe('SIGINT');
    const answer = () =>
      run(url, 'select 1').then(
        () => 'there',
        () => 'gone',
      );
    await expect.poll(answer, { timeout: 10_000 }).toBe('gone');
  });

  it.runIf(process.getuid?.() === 0)(
    'moves out of a folder that its own account cannot enter, and says so',
    async () => {
      chmodSync(folder, 0o700);
      const closed = join(folder, 'data');
      const postgres = await startPostgres(closed, { durability: 'none' });
      expect(postgres.isFallback).toBe(true);
      expect(postgres.home).not.toContain(folder);
      expect(existsSync(join(postgres.home, 'postgres', 'PG_VERSION'))).toBe(true);
      await postgres.stop();
      rmSync(postgres.home, { recursive: true, force: true });
    },
  );
});

function startInChild({ detached = false, before = '' } = {}): ChildProcess {
  const script = `${before} const { startPostgres } = await import(${JSON.stringify(MODULE)});
    const { url } = await startPostgres(${JSON.stringify(folder)}, { durability: 'none' });
    console.log(url); setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    detached,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

async function run(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
