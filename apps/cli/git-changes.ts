import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Of some files below a folder, those that are there and that git does not hold as they are; none where the folder is
 * in no repository. Throws where git cannot tell.
 */
export async function uncommitted(folder: string, files: readonly string[]): Promise<string[]> {
  const there = files.filter((file) => existsSync(file));
  if (there.length === 0) return [];
  const top = await topOf(folder);
  if (top === undefined) return [];
  // What git ignores or takes for a repository of its own it holds in no way; of a whole folder it tells the folder.
  const how = ['--no-renames', '--untracked-files=all', '--ignored=matching'];
  // Each entry is two letters of state, a space and a path from the top.
  const entries = (await git(folder, ['status', '--porcelain', '-z', ...how, '.'])).split('\0').filter(Boolean);
  const changed = new Set(entries.map((entry) => resolve(top, entry.slice(3))));
  const found = await Promise.all(there.map(async (file) => (isAmong(await realpath(file), changed) ? [file] : [])));
  return found.flat();
}

/** The folder of the repository, with all links followed as in every path that git tells. */
async function topOf(folder: string): Promise<string | undefined> {
  try {
    return (await git(folder, ['rev-parse', '--show-toplevel'])).replace(/\n$/, '');
  } catch (error) {
    // Of a repository that is there and broken git says so in other words.
    if (error instanceof Error && /not a git repository \(or any /.test(error.message)) return undefined;
    throw error;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  try {
    return (await run('git', ['-C', folder, ...args], { maxBuffer: 2 ** 28, env })).stdout;
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string }; // execFile fails with errors alone
    throw new Error(
      `git cannot say what is committed in ${folder}: ${stderr.trim() || message}\nNothing was written; --force goes on without asking git.`,
      { cause: error },
    );
  }
}

const run = promisify(execFile);

function isAmong(path: string, changed: ReadonlySet<string>): boolean {
  return changed.has(path) || (dirname(path) !== path && isAmong(dirname(path), changed));
}
