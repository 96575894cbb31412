import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from './exit.ts';

/** The folders given, or `metadata` below the current folder; all must exist. */
export function packageDirs(dirs: readonly string[]): string[] {
  const wanted = (dirs.length ? dirs : ['metadata']).map((dir) => resolve(dir));
  for (const dir of wanted) {
    if (!existsSync(dir)) throw new UsageError(`There is no folder ${dir}. Name the folders of the packages.`);
  }
  return wanted;
}

/** Globs of the packages in these folders, from the current one: `metadata/*`, or `.` where that is a package itself. */
export function packageGlobs(dirs: readonly string[]): string[] {
  return packageDirs(dirs).map((dir) => {
    const path = relative('', dir).split(sep).join('/') || '.';
    if (existsSync(join(dir, 'package.json'))) return path;
    return path === '.' ? '*' : `${path}/*`;
  });
}

/** A file that a problem names, as it is reached from the current folder: to be clicked on, or opened. */
export function reachablePath(file: string, dirs: readonly string[]): string {
  const bases = dirs.length > 1 ? dirs.map((dir) => dirname(dir)) : dirs;
  const base = bases.find((each) => existsSync(join(each, file)));
  return base === undefined ? file : relative('', join(base, file));
}
