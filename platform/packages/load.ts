import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { componentOfFile, kindFolders } from '../kinds/kind-path.ts';
import { nearMiss } from '../near-miss.ts';
import type { Problem } from '../problem.ts';
import { addInstalled } from './add-installed.ts';
import { digestOf } from './digest.ts';
import { type Element, type Package, SYSTEM_PACKAGE } from './element.ts';
import { ElementMap } from './element-map.ts';
import { elementsOfFile } from './elements.ts';
import { findPackages } from './find-packages.ts';
import { checkFirstNames } from './first-names.ts';
import { checkManifest, rangesOf } from './manifest.ts';
import { type Dependent, orderPackages } from './order.ts';
import { LARGEST_FILE, MOST_FILES, openFolder, type PackageSource, shownFile } from './package-source.ts';
import { jsonLocator, parseJson } from './parse-json.ts';

/** What was read, in dependency order with the system package first, and all that is wrong with it. */
export interface LoadedPackages {
  readonly packages: Package[];
  readonly problems: Problem[];
  /** What problems call the manifest of each package, by the package's name. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Where they were read, with the texts of their files. */
  readonly files: readonly PackageFiles[];
  /** Gives a problem of these packages, found later, the line and column of its pointer. */
  readonly locate: (problem: Problem) => Problem;
}

/** The files of one package. */
export interface PackageFiles extends Pick<PackageSource, 'shownAs' | 'place'> {
  /** Name of the package, where its manifest says one. */
  readonly name?: string;
  /** Whether somebody asked for it; others are there because these need them. */
  readonly isAskedFor: boolean;
  /** Its manifest and metadata as they are: text by path in the package. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads metadata packages. Each of `paths` is a package folder, a folder that contains package folders, a project for
 * which npm installed packages, or a tarball; packages that they depend on are also looked for in `node_modules`. The
 * engine's own objects always come along.
 */
export async function loadPackages(paths: readonly string[]): Promise<LoadedPackages> {
  const texts = new Map<string, string>();
  const found = await findPackages(paths);
  for (const { file, text } of found.projects) texts.set(file, text);
  const system = await openFolder(SYSTEM_FOLDER, SYSTEM_PACKAGE);
  const others = found.sources.filter(({ place }) => place !== system.place);
  const { sources, problems: ofInstalled } = await addInstalled({ ...found, sources: [system, ...others] });
  const asked = new Set(found.sources.map(({ place }) => place));
  const read = await Promise.all(sources.map((source) => readPackage(source, texts)));
  const { ordered, problems } = orderPackages(read.flatMap(({ loaded }) => loaded ?? []));
  const locate = locator(texts);
  const all = [
    ...found.problems,
    ...read.flatMap((each) => each.problems),
    ...ofInstalled,
    // What was said about a dependency already, and more exactly.
    ...problems.filter((problem) => !ofInstalled.some((each) => isAtSamePlace(each, problem))),
  ];
  return {
    packages: ordered.map(toPackage),
    problems: all.map(locate),
    manifests: new Map(ordered.map(({ name, file }) => [name, file])),
    files: read.map(({ files }) => ({ ...files, isAskedFor: asked.has(files.place) })),
    locate,
  };
}

const SYSTEM_FOLDER = fileURLToPath(new URL('./system', import.meta.url));

interface LoadedPackage extends Dependent {
  readonly label: string;
  readonly description: string;
  readonly manifest: JsonObject;
  readonly elements: ReadonlyMap<string, Element>;
}

function isAtSamePlace(one: Problem, other: Problem): boolean {
  return one.file === other.file && one.pointer === other.pointer;
}

async function readPackage(
  source: PackageSource,
  texts: Map<string, string>,
): Promise<{ files: Omit<PackageFiles, 'isAskedFor'>; loaded?: LoadedPackage; problems: Problem[] }> {
  const { shownAs, place } = source;
  const own = new Map<string, string>();
  const shown = (path: string) => shownFile(shownAs, path);
  const manifestFile = shown('package.json');
  const problems: Problem[] = [...source.problems];
  const read = async (path: string): Promise<Json | undefined> => {
    const file = shown(path);
    const size = await source.sizeOf(path);
    if (size > LARGEST_FILE) {
      problems.push(tooLarge(file, size));
      return undefined;
    }
    const { text, problem } = decode(await source.read(path), file);
    if (problem !== undefined) problems.push(problem);
    if (text === undefined) return undefined;
    texts.set(file, text);
    own.set(path, text);
    const parsed = parseJson(text);
    problems.push(...parsed.problems.map((each): Problem => ({ severity: 'error', file, ...each })));
    return parsed.value;
  };
  const files = { shownAs, place, texts: own };
  if (source.paths.length > MOST_FILES) return { files, problems: [tooManyFiles(manifestFile, source.paths.length)] };
  const manifest = await read('package.json');
  const identity = checkManifest(manifest, manifestFile);
  problems.push(...identity.problems);
  const elements = new Map<string, Element>();
  for (const path of source.paths) {
    const component = componentOfFile(path);
    if (component === undefined) {
      problems.push(strayFile(shown(path)));
      continue;
    }
    const value = await read(path);
    if (value === undefined) continue;
    const owner = identity.name ?? shownAs;
    const split = elementsOfFile({ ...component, file: shown(path), owner, value });
    problems.push(...split.problems);
    for (const element of split.elements) elements.set(element.id, element);
  }
  problems.push(...checkFirstNames(elements));
  if (identity.name === undefined || !isJsonObject(manifest)) return { files, problems };
  const { label, description } = isJsonObject(manifest.formwork) ? manifest.formwork : {};
  const loaded: LoadedPackage = {
    name: identity.name,
    version: String(manifest.version),
    label: typeof label === 'string' ? label : identity.name,
    description: typeof description === 'string' ? description : '',
    ranges: identity.name === SYSTEM_PACKAGE ? {} : { [SYSTEM_PACKAGE]: '*', ...rangesOf(manifest) },
    manifest,
    file: manifestFile,
    elements,
  };
  return { files: { ...files, name: identity.name }, loaded, problems };
}

function decode(bytes: Uint8Array, file: string): { text?: string; problem?: Problem } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const message = 'The file is not UTF-8 text; save it as UTF-8.';
    return { problem: { code: 'INVALID_ENCODING', severity: 'error', message, file, pointer: '', expected: 'UTF-8' } };
  }
}

function tooLarge(file: string, size: number): Problem {
  const [found, most] = [size, LARGEST_FILE].map((bytes) => `${Math.ceil(bytes / 2 ** 20)} MB`);
  const message = `${file} has ${found}; a file of metadata has at most ${most}. Records in such numbers are imported, not shipped.`;
  return { code: 'FILE_TOO_LARGE', severity: 'error', message, file, found: size, expected: `at most ${most}` };
}

function tooManyFiles(file: string, found: number): Problem {
  const [count, most] = [found, MOST_FILES].map((each) => each.toLocaleString('en-US'));
  const message = `The package has ${count} files; ${most} are allowed. Make several packages of it.`;
  return { code: 'TOO_MANY_FILES', severity: 'error', message, file, found, expected: `at most ${most}` };
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

/** Gives problems their line and column; a file with many of them is read through once. */
function locator(texts: ReadonlyMap<string, string>): (problem: Problem) => Problem {
  const locators = new Map<string, ReturnType<typeof jsonLocator>>();
  return (problem) => {
    const { file, pointer, line } = problem;
    const text = file === undefined ? undefined : texts.get(file);
    if (file === undefined || text === undefined || pointer === undefined || line !== undefined) return problem;
    const locate = locators.get(file) ?? jsonLocator(text);
    locators.set(file, locate);
    return { ...problem, ...locate(pointer) };
  };
}

function toPackage({ name, version, label, description, ranges, manifest, elements }: LoadedPackage): Package {
  const content = {
    name,
    version,
    label,
    description,
    dependencies: Object.keys(ranges),
    ranges,
    manifest,
    elements: ElementMap.of(elements),
  };
  return { ...content, digest: digestOf(content) };
}
