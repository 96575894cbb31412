import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { JsonObject } from '../json.ts';
import { kindFolders } from '../kinds/kind-path.ts';
import type { Problem } from '../problem.ts';
import { baseOf, distinctPaths } from './base-folder.ts';
import { isMetadataManifest, isPackageName, rangesOf } from './manifest.ts';
import { openFolder, type PackageSource, readManifest, shownFile } from './package-source.ts';
import { isTarballName, openTarball } from './tarball.ts';

/** A folder whose package.json installs metadata packages without being one: what a customer deploys from. */
export interface Project {
  readonly folder: string;
  /** Its package.json, as messages name it. */
  readonly file: string;
  readonly text: string;
  readonly ranges: Readonly<Record<string, string>>;
}

/** What paths that somebody named lead to. */
export interface FoundPackages {
  readonly sources: readonly PackageSource[];
  readonly projects: readonly Project[];
  readonly problems: readonly Problem[];
}

/**
 * The packages that paths lead to: each is a package folder, a folder of such folders, a project that npm installed
 * packages for, or a tarball.
 */
export async function findPackages(paths: readonly string[]): Promise<FoundPackages> {
  const base = baseOf(paths);
  const found = await Promise.all(distinctPaths(paths).map((path) => findBelow(path, base)));
  return {
    sources: distinct(found.flatMap(({ sources }) => sources)),
    projects: found.flatMap(({ projects }) => projects),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** The folder of a package that npm installed for one in `from`, looked for as Node does; undefined where there is none. */
export async function findInstalled(name: string, from: string): Promise<string | undefined> {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (await isFile(join(path, 'package.json'))) return realpath(path);
    if (dirname(at) === at) return undefined;
  }
}

async function findBelow(path: string, base: string): Promise<FoundPackages> {
  if (isTarballName(path)) {
    const { source, problems } = await openTarball(path, relative(base, path).split(sep).join('/') || basename(path));
    return { sources: source ? [source] : [], projects: [], problems };
  }
  const shownAs = (folder: string) => relative(base, folder).split(sep).join('/');
  const manifest = await readManifest(path);
  const below = manifest && isMetadataManifest(manifest) ? [path] : await packageFoldersBelow(path);
  const isNone = manifest !== undefined && !isMetadataManifest(manifest);
  const project = isNone ? await openProject(path, manifest, shownAs(path)) : undefined;
  const isProject = project !== undefined && (below.length > 0 || (await hasInstalled(project)));
  // A package.json that leads nowhere is most likely that of a package without its `formwork` field.
  const folders = below.length > 0 || isProject ? below : (await isFile(join(path, 'package.json'))) ? [path] : [];
  return {
    sources: await Promise.all(folders.map((folder) => openFolder(folder, shownAs(folder)))),
    projects: isProject ? [project] : [],
    problems: folders.length === 0 && !isProject ? [noPackages(path)] : [],
  };
}

/** Package folders below one that is none. What has a package.json and nothing of ours is another kind of package. */
async function packageFoldersBelow(dir: string, depth = 2): Promise<string[]> {
  if (depth === 0 || basename(dir) === 'node_modules') return [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const nested = await Promise.all(
    folders
      .map(({ name }) => join(dir, name))
      .sort()
      .map(async (folder) => {
        if (!(await isFile(join(folder, 'package.json')))) return packageFoldersBelow(folder, depth - 1);
        return (await isOurs(folder)) ? [folder] : [];
      }),
  );
  return nested.flat();
}

async function isOurs(folder: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  if (manifest === undefined || isMetadataManifest(manifest)) return true;
  const names = new Set(await readdir(folder));
  return kindFolders().some((name) => names.has(name));
}

async function openProject(folder: string, { dependencies }: JsonObject, shownAs: string): Promise<Project> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  const ranges = rangesOf(dependencies === undefined ? {} : { dependencies });
  return { folder, file: shownFile(shownAs, 'package.json'), text, ranges };
}

async function hasInstalled({ folder, ranges }: Pick<Project, 'folder' | 'ranges'>): Promise<boolean> {
  for (const name of Object.keys(ranges).filter(isPackageName)) {
    const installed = await findInstalled(name, folder);
    const manifest = installed && (await readManifest(installed));
    if (manifest && isMetadataManifest(manifest)) return true;
  }
  return false;
}

function distinct(sources: readonly PackageSource[]): PackageSource[] {
  return sources.filter(({ place }, index) => sources.findIndex((each) => each.place === place) === index);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function noPackages(path: string): Problem {
  return {
    code: 'NO_PACKAGE',
    severity: 'error',
    message: `${path} is not a metadata package and holds none: there is no package.json with a "formwork" field, and none among what npm installed for it.`,
    found: path,
    expected: 'a package, a folder of packages, a project that npm installed packages for, or a tarball (.tgz)',
  };
}
