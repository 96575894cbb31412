import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { parseJson } from './parse-json.ts';

/** The files of one package, in a folder or in a tarball. */
export interface PackageSource {
  /** What goes before its files' paths in messages; '' where the package is the very folder that was asked for. */
  readonly shownAs: string;
  /** Where it really lies: a package that is reached in two ways is read once. */
  readonly place: string;
  /** Folder from which npm would look for what it depends on. */
  readonly home: string;
  /** Its metadata files, sorted, without package.json. */
  readonly paths: readonly string[];
  readonly problems: readonly Problem[];
  /** Bytes of a file, so that nobody reads one that is too large. */
  sizeOf(path: string): Promise<number>;
  read(path: string): Promise<Uint8Array>;
}

/** Bytes of one file: ten times what the largest component that fits takes. */
export const LARGEST_FILE = 16 * 2 ** 20;
/** Files of one package: an org of 500 objects with 100 fields each has half as many. */
export const MOST_FILES = 100_000;

/** A package as npm installed it, or as an author works on it. */
export async function openFolder(path: string, shownAs: string): Promise<PackageSource> {
  const place = await realpath(path);
  const { paths, links } = await listFiles(path);
  return {
    shownAs,
    place,
    home: place,
    paths: paths.sort(),
    problems: links.sort().map((link) => linkedFile(shownFile(shownAs, link))),
    sizeOf: async (file) => (await stat(join(path, file))).size,
    read: (file) => readFile(join(path, file)),
  };
}

/** What messages call a file of a package. */
export function shownFile(shownAs: string, path: string): string {
  return shownAs === '' ? path : `${shownAs}/${path}`;
}

/** Whether a file is metadata, by its path in the package. Hidden files, npm's own and mapping files are not. */
export function isMetadataPath(path: string): boolean {
  return path.endsWith('.json') && !NPM_FILES.has(path) && !isLeftAside(path);
}

/** The manifest of a folder; undefined where it has none, or one that cannot be read. */
export async function readManifest(folder: string): Promise<JsonObject | undefined> {
  const file = join(folder, 'package.json');
  const isFit = await stat(file).then(
    ({ size }) => size <= LARGEST_FILE,
    () => false,
  );
  const { value } = parseJson(isFit ? await readFile(file, 'utf8').catch(() => '') : '');
  return isJsonObject(value) ? value : undefined;
}

/** Mapping files of CSV imports ship in a package without being metadata. */
const OTHER_FOLDERS = new Set(['node_modules', 'imports']);
const NPM_FILES = new Set(['package.json', 'package-lock.json', 'npm-shrinkwrap.json']);

function isLeftAside(path: string): boolean {
  const steps = path.split('/');
  return OTHER_FOLDERS.has(steps[0] ?? '') || steps.some((step) => step.startsWith('.'));
}

interface Listing {
  readonly paths: readonly string[];
  readonly links: readonly string[];
}

async function listFiles(folder: string, below = ''): Promise<{ paths: string[]; links: string[] }> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const listings = await Promise.all(
    entries.map(async (entry): Promise<Listing> => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (isLeftAside(path)) return NOTHING;
      if (entry.isDirectory()) return listFiles(folder, path);
      if (entry.isFile() && isMetadataPath(path)) return { paths: [path], links: [] };
      const isLink = entry.isSymbolicLink() && (isMetadataPath(path) || (await isFolder(join(folder, path))));
      return isLink ? { paths: [], links: [path] } : NOTHING;
    }),
  );
  return { paths: listings.flatMap(({ paths }) => paths), links: listings.flatMap(({ links }) => links) };
}

const NOTHING: Listing = { paths: [], links: [] };

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** npm leaves links out of what it packs, and one may lead to any file of the machine. */
function linkedFile(file: string): Problem {
  return {
    code: 'LINKED_FILE',
    severity: 'error',
    message: `${file} is a link. A package holds its files itself: put the file in its place.`,
    file,
    pointer: '',
    line: 1,
    column: 1,
  };
}
