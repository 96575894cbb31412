import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCanonical, planFormat } from '../packages/check-canonical.ts';
import { type LoadedPackages, loadPackages } from '../packages/load.ts';
import { isTarballName } from '../packages/tarball.ts';
import type { Problem } from '../problem.ts';

/** Warns of every file of the packages in some folders that is not in canonical form. Needs no database. */
export async function checkFormat(dirs: readonly string[]): Promise<Problem[]> {
  return editable(await loadPackages(dirs)).flatMap(checkCanonical);
}

/**
 * Rewrites the files of the packages in some folders that are not in canonical form. Tells which, and which could not be
 * read.
 */
export async function formatPackages(
  dirs: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly problems: readonly Problem[] }> {
  const loaded = await loadPackages(dirs);
  const plans = editable(loaded).flatMap((each) =>
    planFormat(each).map(({ path, after }) => ({ file: join(each.place, path), after })),
  );
  for (const { file, after } of plans) await writeFile(file, after);
  return { files: plans.map(({ file }) => file), problems: loaded.problems.filter(({ code }) => UNREADABLE.has(code)) };
}

/** The files that are an author's to lay out: of what was asked for, what is no tarball. */
export function editable({ files }: LoadedPackages): LoadedPackages['files'] {
  return files.filter(({ isAskedFor, place }) => isAskedFor && !isTarballName(place));
}

const UNREADABLE: ReadonlySet<string> = new Set([
  'NO_PACKAGE',
  'INVALID_ENCODING',
  'MALFORMED_JSON',
  'DUPLICATE_KEY',
  'FORBIDDEN_KEY',
  'INVALID_TEXT',
  'INEXACT_NUMBER',
]);
