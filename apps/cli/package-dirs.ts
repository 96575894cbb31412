import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from './exit.ts';

/** The folders given, or `metadata` below the current folder; all must exist. */
export function packageDirs(dirs: readonly string[]): string[] {
  const wanted = (dirs.length ? dirs : ['metadata']).map((dir) => resolve(dir));
  for (const dir of wanted) {
    if (!existsSync(dir)) throw new UsageError(`There is no folder ${dir}. Name the folders of the packages.`);
  }
  return wanted;
}
