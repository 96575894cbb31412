import semver from 'semver';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Problem } from '../problem.ts';
import { type FoundPackages, findInstalled, type Project } from './find-packages.ts';
import { isMetadataManifest, isPackageName, rangesOf } from './manifest.ts';
import { openFolder, type PackageSource, readManifest, shownFile } from './package-source.ts';
import { parseJson, pointerStep } from './parse-json.ts';

/** The packages that were asked for, with those that npm installed for them. */
export interface WithInstalled {
  readonly sources: readonly PackageSource[];
  readonly problems: readonly Problem[];
}

/**
 * Adds the packages that others and projects depend on, where npm installed them and nobody named them. An org has
 * one version of a package, so two in the tree of node_modules are an error, though npm can live with them.
 */
export async function addInstalled({ sources, projects }: FoundPackages): Promise<WithInstalled> {
  const collecting: Collecting = { sources: [...sources], places: new Map(), problems: [] };
  for (const source of sources) {
    const { name } = await manifestOf(source);
    if (typeof name === 'string') collecting.places.set(name, { place: source.place, isGiven: true });
  }
  for (const { folder, file, ranges } of projects)
    await addNeeded(collecting, { file, ranges, home: folder, isProject: true });
  for (let index = 0; index < collecting.sources.length; index++) {
    const source = collecting.sources[index];
    if (source === undefined) break;
    const file = shownFile(source.shownAs, 'package.json');
    const ranges = rangesOf(await manifestOf(source));
    await addNeeded(collecting, { file, ranges, home: source.home, isProject: false });
  }
  return collecting;
}

interface Collecting {
  readonly sources: PackageSource[];
  readonly places: Map<string, { readonly place: string; readonly isGiven?: boolean }>;
  readonly problems: Problem[];
}

/** Who needs packages: another one, or a project. */
interface Needing extends Pick<Project, 'file' | 'ranges'> {
  readonly isProject: boolean;
  readonly home: string;
}

/** A package in node_modules that somebody needs. */
interface Installed {
  readonly name: string;
  readonly range: string;
  readonly place: string;
  readonly manifest: JsonObject;
}

async function addNeeded(collecting: Collecting, needing: Needing): Promise<void> {
  for (const [name, range] of Object.entries(needing.ranges).filter(([each]) => isPackageName(each))) {
    if (collecting.places.get(name)?.isGiven) continue;
    const place = await findInstalled(name, needing.home);
    const manifest = place === undefined ? undefined : await readManifest(place);
    const found = place === undefined || manifest === undefined ? undefined : { name, range, place, manifest };
    collecting.problems.push(...checkInstalled(name, found, needing));
    if (found && isMetadataManifest(found.manifest)) await take(collecting, found, needing.file);
  }
}

function checkInstalled(name: string, found: Installed | undefined, { file, isProject }: Needing): Problem[] {
  // What a package misses is told where packages are put in order: it may be among those that were named.
  if (!found) return isProject ? [notInstalled(name, file)] : [];
  if (isMetadataManifest(found.manifest)) return isProject ? checkRange(found, file) : [];
  return isProject ? [] : [noMetadata(name, file)];
}

async function take(collecting: Collecting, found: Installed, file: string): Promise<void> {
  const { name, place } = found;
  const known = collecting.places.get(name);
  if (known === undefined) {
    collecting.places.set(name, { place });
    collecting.sources.push(await openFolder(place, `node_modules/${name}`));
  } else if (known.place !== place) {
    collecting.problems.push(...(await checkTwice(found, known.place, file)));
  }
}

async function manifestOf(source: PackageSource): Promise<JsonObject> {
  const { value } = parseJson(new TextDecoder().decode(await source.read('package.json')));
  return isJsonObject(value) ? value : {};
}

async function checkTwice({ name, place, manifest }: Installed, other: string, file: string): Promise<Problem[]> {
  const [first, second] = [String((await readManifest(other))?.version), String(manifest.version)];
  if (first === second) return [];
  return [
    {
      code: 'TWO_VERSIONS',
      severity: 'error',
      message: `npm installed ${name} twice: ${first} in ${shorten(other)} and ${second} in ${shorten(place)}. An org has one version of a package: bring those that depend on it together on one range, then run npm dedupe.`,
      file,
      pointer: dependencyPointer(name),
      found: second,
      expected: first,
    },
  ];
}

/** From the first node_modules on: what stands before it is the same for both. */
function shorten(place: string): string {
  const cut = place.indexOf('node_modules');
  return cut < 0 ? place : place.slice(cut);
}

function notInstalled(name: string, file: string): Problem {
  return {
    code: 'MISSING_PACKAGE',
    severity: 'error',
    message: `The project depends on ${name}, which is not installed: run npm ci, or npm install.`,
    file,
    pointer: dependencyPointer(name),
    found: name,
  };
}

function noMetadata(name: string, file: string): Problem {
  return {
    code: 'NO_METADATA_PACKAGE',
    severity: 'error',
    message: `${name} is no metadata package, and would be installed wherever this one is. What only its development needs belongs into "devDependencies".`,
    file,
    pointer: dependencyPointer(name),
    found: name,
  };
}

/** A project may also say where npm gets a package from; only a range can be wrong. */
function checkRange({ name, range, manifest }: Installed, file: string): Problem[] {
  const version = String(manifest.version);
  if (semver.validRange(range) === null) return [];
  if (semver.satisfies(version, range, { includePrerelease: true })) return [];
  const message = `The project needs ${name} ${range}, but version ${version} is installed: run npm install.`;
  return [
    {
      code: 'WRONG_PACKAGE_VERSION',
      severity: 'error',
      message,
      file,
      pointer: dependencyPointer(name),
      found: version,
      expected: range,
    },
  ];
}

function dependencyPointer(name: string): string {
  return `/dependencies${pointerStep(name)}`;
}
