import { resolve } from 'node:path';
import { testDatabaseUrl } from './database.ts';
import { type Run, runToEnd } from './run.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export type { Run };

/** Runs the `formwork` command as a shell does, from the project's folder, on the test database. */
export function formwork(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return formworkIn(ROOT, args, env);
}

/** The same from another folder. */
export function formworkIn(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return runToEnd(process.execPath, [resolve(ROOT, 'apps/cli/main.ts'), ...args], {
    cwd,
    env: { ...process.env, DATABASE_URL: testDatabaseUrl(), ...env },
  });
}
