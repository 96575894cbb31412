import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json } from '../json.ts';
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
import { openFolder, type PackageSource, shownFile } from './package-source.ts';
import { locateJson, parseJson } from './parse-json.ts';

/** What was read, in dependency order with the system package first, and all that is wrong with it. */
export interface LoadedPackages {
  readonly packages: Package[];
  readonly problems: Problem[];
  /** What problems call the manifest of each package, by the package's name. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Gives a problem of these packages, found later, the line and column of its pointer. */
  readonly locate: (problem: Problem) => Problem;
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
  const { sources, problems: ofInstalled } = await addInstalled({ ...found, sources: [system, ...found.sources] });
  const read = await Promise.all(sources.map((source) => readPackage(source, texts)));
  const { ordered, problems } = orderPackages(read.flatMap(({ loaded }) => loaded ?? []));
  const locate = (problem: Problem): Problem => withPosition(problem, texts);
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
    locate,
  };
}

const SYSTEM_FOLDER = fileURLToPath(new URL('./system', import.meta.url));

interface LoadedPackage extends Dependent {
  readonly label: string;
  readonly description: string;
  readonly elements: ReadonlyMap<string, Element>;
}

function isAtSamePlace(one: Problem, other: Problem): boolean {
  return one.file === other.file && one.pointer === other.pointer;
}

async function readPackage(
  source: PackageSource,
  texts: Map<string, string>,
): Promise<{ loaded?: LoadedPackage; problems: Problem[] }> {
  const shown = (path: string) => shownFile(source.shownAs, path);
  const manifestFile = shown('package.json');
  const problems: Problem[] = [...source.problems];
  const read = async (path: string): Promise<Json | undefined> => {
    const file = shown(path);
    const { text, problem } = decode(await source.read(path), file);
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
  for (const path of source.paths) {
    const place = componentOfFile(path);
    if (place === undefined) {
      problems.push(strayFile(shown(path)));
      continue;
    }
    const value = await read(path);
    if (value === undefined) continue;
    const owner = identity.name ?? source.shownAs;
    const split = elementsOfFile({ ...place, file: shown(path), owner, value });
    problems.push(...split.problems);
    for (const element of split.elements) elements.set(element.id, element);
  }
  problems.push(...checkFirstNames(elements));
  if (identity.name === undefined || !isJsonObject(manifest)) return { problems };
  const { label, description } = isJsonObject(manifest.formwork) ? manifest.formwork : {};
  const loaded: LoadedPackage = {
    name: identity.name,
    version: String(manifest.version),
    label: typeof label === 'string' ? label : identity.name,
    description: typeof description === 'string' ? description : '',
    ranges: identity.name === SYSTEM_PACKAGE ? {} : { [SYSTEM_PACKAGE]: '*', ...rangesOf(manifest) },
    file: manifestFile,
    elements,
  };
  return { loaded, problems };
}

function decode(bytes: Uint8Array, file: string): { text?: string; problem?: Problem } {
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

function withPosition(problem: Problem, texts: ReadonlyMap<string, string>): Problem {
  if (problem.file === undefined || problem.pointer === undefined || problem.line !== undefined) return problem;
  const text = texts.get(problem.file);
  return text === undefined ? problem : { ...problem, ...locateJson(text, problem.pointer) };
}

function toPackage({ name, version, label, description, ranges, elements }: LoadedPackage): Package {
  const content = {
    name,
    version,
    label,
    description,
    dependencies: Object.keys(ranges),
    ranges,
    elements: ElementMap.of(elements),
  };
  return { ...content, digest: digestOf(content) };
}
