import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

/** Of some files, those that git does not hold as they are; none where the folder is in no repository. */
export async function uncommitted(folder: string, files: readonly string[]): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const git = async (...args: string[]) => (await run('git', ['-C', folder, ...args], { maxBuffer: 2 ** 28 })).stdout;
  const top = (await git('rev-parse', '--show-toplevel').catch(() => '')).trim();
  if (top === '') return [];
  // Each entry is two letters of state, a space and a path from the top.
  const entries = (await git('status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '.')).split('\0');
  const changed = new Set(entries.map((entry) => resolve(top, entry.slice(3))));
  const found = await Promise.all(files.map(async (file) => ((await isAmong(file, changed)) ? [file] : [])));
  return found.flat();
}

const run = promisify(execFile);

/** git tells paths with all links followed. */
async function isAmong(file: string, changed: ReadonlySet<string>): Promise<boolean> {
  return changed.has(await realpath(file).catch(() => file));
}
