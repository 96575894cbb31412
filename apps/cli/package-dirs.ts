import { existsSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { baseOf } from '../../platform/packages/base-folder.ts';
import { UsageError } from './exit.ts';

/** The folders and tarballs given, or `metadata` below the current folder; all must exist. */
export function packageDirs(dirs: readonly string[]): string[] {
  const wanted = (dirs.length ? dirs : ['metadata']).map((dir) => resolve(dir));
  for (const dir of wanted) {
    if (!existsSync(dir)) {
      throw new UsageError(`There is no folder or tarball ${dir}. Name the folders or tarballs of the packages.`);
    }
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
  const { path, inside } = locateFile(file, dirs);
  if (path === undefined) return file;
  return [relative('', path), inside].filter(Boolean).join('!/');
}

/** Where a file that a problem names is on the disk; of one in a tarball the tarball, and the path inside. */
export function locateFile(
  file: string,
  dirs: readonly string[],
): { readonly path?: string; readonly inside?: string } {
  if (dirs.length === 0) return {};
  const base = baseOf(dirs);
  const [first = '', inside] = file.split('!/');
  const path = basename(base) === first ? base : join(base, first);
  return existsSync(path) ? { path, ...(inside ? { inside } : {}) } : {};
}
