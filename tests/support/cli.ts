import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { CliRequest } from './cli-host.ts';
import { testDatabaseUrl } from './database.ts';
import { type Run, runToEnd } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export type { Run };

/** Runs the `formwork` command from the project's folder, on the test database. */
export function formwork(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return formworkIn(ROOT, args, env);
}

/**
 * The same from another folder. A process that ran one command runs the next: most of what a command takes is loading its
 * code. How it starts and ends as a process of its own, `formworkProcess` shows.
 */
export async function formworkIn(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const host = idle.pop() ?? startHost();
  const request: CliRequest = { cwd, args, env: environment(env) };
  const run = await new Promise<Run>((done, fail) => {
    const ended = (code: number | null) => fail(new Error(`formwork ${args.join(' ')} ended its process with ${code}`));
    host.once('exit', ended);
    host.once('message', (answer) => {
      host.off('exit', ended);
      done(answer as Run); // The host answers so.
    });
    host.send(request);
  });
  idle.push(host);
  return run;
}

/** Runs the command as a shell does. */
export function formworkProcess(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const main = resolve(ROOT, 'apps/cli/main.ts');
  return runToEnd(process.execPath, [main, ...args], { cwd: ROOT, env: environment(env) });
}

function environment(env: Record<string, string>): Record<string, string | undefined> {
  return { ...process.env, DATABASE_URL: testDatabaseUrl(), ...env };
}

/** Processes that wait for a command; they end with this one. */
const idle: ChildProcess[] = [];

function startHost(): ChildProcess {
  const host = fork(resolve(import.meta.dirname, 'cli-host.ts'), [], { execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
  host.unref();
  host.channel?.unref();
  return host;
}
