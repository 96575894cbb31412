import { dirname, resolve, sep } from 'node:path';

/**
 * The folder that the paths of files in messages start from: the one path that somebody named, or of several the folder
 * around all of them, so that no two files are called the same.
 */
export function baseOf(paths: readonly string[]): string {
  const [first = '', ...others] = distinctPaths(paths);
  return others.map((path) => dirname(path)).reduce(folderAround, others.length === 0 ? first : dirname(first));
}

/** Paths that somebody named, each once. */
export function distinctPaths(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => resolve(path)))];
}

function folderAround(one: string, other: string): string {
  const isAround = other === one || other.startsWith(one.endsWith(sep) ? one : one + sep);
  return isAround || dirname(one) === one ? one : folderAround(dirname(one), other);
}
