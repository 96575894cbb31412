import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';
import type { Json, JsonObject } from '../json.ts';
import { checkSchema } from '../kinds/check-schema.ts';
import { componentOfFile, kindFolders } from '../kinds/kind-path.ts';
import { FormworkField } from '../kinds/package/schema.ts';
import { nearMiss } from '../near-miss.ts';
import type { Problem } from '../problem.ts';
import { digestOf } from './digest.ts';
import { type Element, type Package, SYSTEM_PACKAGE } from './element.ts';
import { elementsOfFile } from './elements.ts';
import { checkFirstNames } from './first-names.ts';
import { type Dependent, orderPackages } from './order.ts';
import { locateJson, parseJson } from './parse-json.ts';

/** What was read, in dependency order with the system package first, and all that is wrong with it. */
export interface LoadedPackages {
  readonly packages: Package[];
  readonly problems: Problem[];
  /** Gives a problem of these packages, found later, the line and column of its pointer. */
  readonly locate: (problem: Problem) => Problem;
}

/**
 * Reads metadata packages. Each of `dirs` is a package folder, or a folder that contains package folders; packages
 * that they depend on are also looked for in `node_modules`. The engine's own objects always come along.
 */
export async function loadPackages(dirs: readonly string[]): Promise<LoadedPackages> {
  const texts = new Map<string, string>();
  const found = await findFolders(dirs);
  const folders = await addInstalled(found.folders);
  const read = await Promise.all(folders.map((folder) => readPackage(folder, texts)));
  const sound = read.flatMap(({ loaded }) => loaded ?? []);
  const { ordered, problems } = orderPackages(sound);
  const locate = (problem: Problem): Problem => withPosition(problem, texts);
  const all = [...found.problems, ...read.flatMap((each) => each.problems), ...problems];
  return { packages: ordered.map(toPackage), problems: all.map(locate), locate };
}

const SYSTEM_FOLDER = fileURLToPath(new URL('./system', import.meta.url));

/** A package folder, and what its files are called in messages. */
interface Folder {
  readonly path: string;
  readonly shownAs: string;
}

interface LoadedPackage extends Dependent {
  readonly label: string;
  readonly description: string;
  readonly elements: ReadonlyMap<string, Element>;
}

async function findFolders(dirs: readonly string[]): Promise<{ folders: Folder[]; problems: Problem[] }> {
  const folders: Folder[] = [{ path: SYSTEM_FOLDER, shownAs: SYSTEM_PACKAGE }];
  const problems: Problem[] = [];
  for (const dir of [...new Set(dirs.map((each) => resolve(each)))]) {
    const base = dirs.length > 1 ? dirname(dir) : dir;
    const within = await packageFoldersOf(dir);
    if (within.length === 0) problems.push(noPackages(dir));
    folders.push(...within.map((path) => ({ path, shownAs: relative(base, path).split(sep).join('/') })));
  }
  return {
    folders: folders.filter(({ path }, index) => folders.findIndex((each) => each.path === path) === index),
    problems,
  };
}

async function packageFoldersOf(dir: string, depth = 2): Promise<string[]> {
  if (await isFile(join(dir, 'package.json'))) return [dir];
  if (depth === 0 || basename(dir) === 'node_modules') return [];
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const nested = await Promise.all(names.sort().map((name) => packageFoldersOf(join(dir, name), depth - 1)));
  return nested.flat();
}

/** Adds dependencies that npm installed, where a folder that was asked for does not hold them already. */
async function addInstalled(folders: readonly Folder[]): Promise<Folder[]> {
  const all = [...folders];
  const names = new Set<string>();
  const manifests = await Promise.all(all.map(({ path }) => readManifest(path)));
  for (const manifest of manifests) if (typeof manifest?.name === 'string') names.add(manifest.name);
  for (let index = 0; index < all.length; index++) {
    const folder = all[index];
    const manifest = folder === undefined ? undefined : (manifests[index] ?? (await readManifest(folder.path)));
    for (const name of Object.keys(rangesOf(manifest?.dependencies))) {
      if (folder === undefined || names.has(name) || !isPackageName(name)) continue;
      const path = await findInstalled(name, folder.path);
      if (path === undefined) continue;
      names.add(name);
      all.push({ path, shownAs: `node_modules/${name}` });
    }
  }
  return all;
}

async function readManifest(folder: string): Promise<JsonObject | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '');
  const { value } = parseJson(text);
  return isObject(value) ? value : undefined;
}

async function findInstalled(name: string, from: string): Promise<string | undefined> {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    if (await isFile(join(path, 'package.json'))) return path;
    if (dirname(at) === at) return undefined;
  }
}

async function readPackage(
  folder: Folder,
  texts: Map<string, string>,
): Promise<{ loaded?: LoadedPackage; problems: Problem[] }> {
  const manifestFile = shown(folder, 'package.json');
  const problems: Problem[] = [];
  const read = async (path: string): Promise<Json | undefined> => {
    const file = shown(folder, path);
    const { text, problem } = await readText(join(folder.path, path), file);
    if (problem !== undefined) problems.push(problem);
    if (text === undefined) return undefined;
    texts.set(file, text);
    const parsed = parseJson(text);
    problems.push(...parsed.problems.map((each): Problem => ({ severity: 'error', file, ...each })));
    return parsed.value;
  };
  const manifest = await read('package.json');
  const identity = checkManifest(manifest, manifestFile);
  problems.push(...identity.problems);
  const elements = new Map<string, Element>();
  for (const path of await listFiles(folder.path)) {
    const place = componentOfFile(path);
    if (place === undefined) {
      problems.push(strayFile(shown(folder, path)));
      continue;
    }
    const value = await read(path);
    if (value === undefined) continue;
    const owner = identity.name ?? folder.shownAs;
    const split = elementsOfFile({ ...place, file: shown(folder, path), owner, value });
    problems.push(...split.problems);
    for (const element of split.elements) elements.set(element.id, element);
  }
  problems.push(...checkFirstNames(elements));
  if (identity.name === undefined || !isObject(manifest)) return { problems };
  const { label, description } = isObject(manifest.formwork) ? manifest.formwork : {};
  const loaded: LoadedPackage = {
    name: identity.name,
    version: String(manifest.version),
    label: typeof label === 'string' ? label : identity.name,
    description: typeof description === 'string' ? description : '',
    ranges: identity.name === SYSTEM_PACKAGE ? {} : { [SYSTEM_PACKAGE]: '*', ...rangesOf(manifest.dependencies) },
    file: manifestFile,
    elements,
  };
  return { loaded, problems };
}

/** npm's part of a manifest is npm's to judge; ours are the name, the version, the dependencies and `formwork`. */
function checkManifest(manifest: Json | undefined, file: string): { name?: string; problems: Problem[] } {
  if (manifest === undefined) return { problems: [] };
  const problem = (pointer: string, message: string, expected: string): Problem => ({
    code: 'INVALID_MANIFEST',
    severity: 'error',
    message,
    file,
    pointer,
    expected,
  });
  if (!isObject(manifest)) return { problems: [problem('', 'package.json does not hold an object.', 'an object')] };
  const { name, version, formwork } = manifest;
  const problems: Problem[] = [];
  const isNamed = typeof name === 'string' && isPackageName(name);
  if (!isNamed) problems.push(problem('/name', 'A package needs a name as npm has them.', 'such as @acme/orders'));
  if (typeof version !== 'string' || semver.valid(version) === null) {
    problems.push(problem('/version', 'A package needs a semantic version.', 'such as 1.0.0'));
  }
  if (!isObject(formwork)) {
    problems.push(
      problem('/formwork', 'A metadata package says "formwork": { "label": … }.', 'an object with a label'),
    );
  } else {
    for (const finding of checkSchema(FormworkField, formwork, '/formwork'))
      problems.push({ severity: 'error', file, ...finding });
  }
  return { ...(isNamed ? { name } : {}), problems };
}

async function listFiles(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const paths = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith('.') || OTHER_FOLDERS.has(path)) return [];
      if (entry.isDirectory()) return listFiles(folder, path);
      const isMetadata = entry.isFile() && entry.name.endsWith('.json') && !NPM_FILES.has(path);
      return isMetadata ? [path] : [];
    }),
  );
  return paths.flat().sort();
}

/** Mapping files of CSV imports ship in a package without being metadata. */
const OTHER_FOLDERS = new Set(['node_modules', 'imports']);
const NPM_FILES = new Set(['package.json', 'package-lock.json', 'npm-shrinkwrap.json']);

async function readText(path: string, file: string): Promise<{ text?: string; problem?: Problem }> {
  const bytes = await readFile(path);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const message = 'The file is not UTF-8 text; save it as UTF-8.';
    return { problem: { code: 'INVALID_ENCODING', severity: 'error', message, file, pointer: '', expected: 'UTF-8' } };
  }
}

function strayFile(file: string): Problem {
  const folder = file
    .split('/')
    .find((step) => !kindFolders().includes(step) && nearMiss(step, kindFolders()) !== undefined);
  const suggestion = folder === undefined ? undefined : nearMiss(folder, kindFolders());
  return {
    code: 'UNKNOWN_FILE',
    severity: 'error',
    message: `No kind of metadata has files here. Folders of a package are ${kindFolders().join(', ')}.`,
    file,
    pointer: '',
    line: 1,
    column: 1,
    found: file,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function noPackages(dir: string): Problem {
  return {
    code: 'NO_PACKAGE',
    severity: 'error',
    message: `${dir} is not a metadata package and holds none: there is no package.json.`,
    found: dir,
    expected: 'a folder with a package.json, or one that contains such folders',
  };
}

function withPosition(problem: Problem, texts: ReadonlyMap<string, string>): Problem {
  if (problem.file === undefined || problem.pointer === undefined || problem.line !== undefined) return problem;
  const text = texts.get(problem.file);
  return text === undefined ? problem : { ...problem, ...locateJson(text, problem.pointer) };
}

function toPackage({ name, version, label, description, ranges, elements }: LoadedPackage): Package {
  const content = { name, version, label, description, dependencies: Object.keys(ranges), elements };
  return { ...content, digest: digestOf(content) };
}

function rangesOf(dependencies: Json | undefined): Record<string, string> {
  if (!isObject(dependencies)) return {};
  return Object.fromEntries(Object.entries(dependencies).map(([name, range]) => [name, String(range)]));
}

function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name);
}

function shown({ shownAs }: Folder, path: string): string {
  return shownAs === '' ? path : `${shownAs}/${path}`;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
