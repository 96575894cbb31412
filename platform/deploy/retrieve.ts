import { mkdir, readdir, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { nearMiss } from '../near-miss.ts';
import { type Package, SYSTEM_PACKAGE } from '../packages/element.ts';
import { type LoadedPackages, loadPackages } from '../packages/load.ts';
import type { Problem } from '../problem.ts';
import type { StoredMetadata } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import { editable } from './format-packages.ts';
import { type OpenPackage, planRetrieve, type RetrievedFile, type RetrievePlan } from './plan-retrieve.ts';

export interface RetrieveRequest {
  /** A package folder or a folder of packages, whose files are brought up to date; or an empty or new one. */
  readonly into: string;
  /** Package that takes what admins added; where there are no files yet, the one that is written. */
  readonly package?: string;
}

/** What a retrieve would write. */
export interface Retrieval extends Omit<RetrievePlan, 'files'> {
  readonly files: readonly (RetrievedFile & {
    /** Folder of its package, and the whole path. */
    readonly folder: string;
    readonly file: string;
  })[];
}

/** What has to be written to a folder so that its packages say what the org's admins made of them. Writes nothing. */
export async function retrieve(store: Store, { into, package: target }: RetrieveRequest): Promise<Retrieval> {
  const { metadata } = await store.loadState();
  const loaded = await loadPackages([into]);
  const isNew = editable(loaded).length === 0;
  const source = isNew ? await newFolders(metadata, into, target) : openFolders(metadata, loaded, target);
  if (source.problems.length > 0) return { files: [], conflicts: [], left: [], problems: source.problems };
  const { open, folders, others } = source;
  const plan = planRetrieve({ stored: metadata, open, others, ...(target === undefined ? {} : { target }) });
  const files = plan.files.map((each) => {
    const folder = folders.get(each.package) ?? into;
    return { ...each, folder, file: join(folder, each.path) };
  });
  return { ...plan, files };
}

/** Writes and removes the files of a retrieve. */
export async function saveRetrieved({ files }: Pick<Retrieval, 'files'>): Promise<void> {
  for (const each of files) await refuseOutside(each);
  for (const { folder, file, text } of files) {
    if (text === undefined) await removeFile(folder, file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

interface Source {
  readonly open: readonly OpenPackage[];
  /** Folder of each open package. */
  readonly folders: ReadonlyMap<string, string>;
  readonly others: readonly Package[];
  readonly problems: readonly Problem[];
}

const NOTHING = { open: [], folders: new Map<string, string>(), others: [] };

/** The packages that a folder holds; what they need may be installed in the org and nowhere else. */
function openFolders(stored: StoredMetadata, loaded: LoadedPackages, target: string | undefined): Source {
  const installed = new Set(stored.packages.map(({ name }) => name));
  const isThere = ({ code, found }: Problem) => code === 'MISSING_PACKAGE' && installed.has(String(found));
  const problems = loaded.problems.filter((problem) => problem.severity === 'error' && !isThere(problem));
  const asked = new Map(editable(loaded).flatMap((each) => (each.name === undefined ? [] : [[each.name, each]])));
  if (target !== undefined && !asked.has(target)) problems.push(notHere(target, [...asked.keys()]));
  const open = loaded.packages.flatMap((item) => {
    const files = asked.get(item.name)?.texts;
    return files === undefined ? [] : [{ item, files }];
  });
  const others = loaded.packages.filter(({ name }) => !asked.has(name) && !installed.has(name));
  const folders = new Map([...asked].map(([name, { place }]) => [name, place]));
  return { open, folders, others, problems };
}

/** Packages as installed, without files yet: one that was named into the folder itself, or all, each in one of its own. */
async function newFolders(stored: StoredMetadata, into: string, target: string | undefined): Promise<Source> {
  const names = stored.packages.map(({ name }) => name).filter((name) => name !== SYSTEM_PACKAGE);
  if (target !== undefined && !names.includes(target)) return { ...NOTHING, problems: [notInstalled(target, names)] };
  if (!(await isEmpty(into))) return { ...NOTHING, problems: [notEmpty(into)] };
  const wanted = stored.packages.filter(({ name }) => (target === undefined ? names.includes(name) : name === target));
  return {
    open: wanted.map((item) => ({ item: withoutKept(item, stored.kept), files: new Map() })),
    folders: new Map(wanted.map(({ name }) => [name, target === undefined ? join(into, folderName(name)) : into])),
    others: [],
    problems: [],
  };
}

/** Whether a folder holds nothing but what is hidden, or is not there at all. */
async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : ['?']));
  return names.every((name) => name.startsWith('.'));
}

/** What a package has no more stays in the org, and is none of its files. */
function withoutKept(item: Package, kept: StoredMetadata['kept']): Package {
  return { ...item, elements: new Map([...item.elements].filter(([id]) => !kept.has(id))) };
}

/** `@acme/orders` lies in `acme-orders`. */
function folderName(name: string): string {
  return name.replace('@', '').replace('/', '-');
}

/** Names come from metadata and cannot climb. Should one ever, or a link lead away, nothing is written. */
async function refuseOutside({ folder, file }: { readonly folder: string; readonly file: string }): Promise<void> {
  const isWithin = (path: string, top: string) => path === top || path.startsWith(top + sep);
  const [real, top] = await Promise.all([realPathOf(dirname(file)), realPathOf(folder)]);
  if (isWithin(resolve(file), resolve(folder)) && isWithin(real, top)) return;
  throw new Error(`Not written: ${relative(folder, file)} lies outside ${folder}`);
}

/** Where a path leads that need not be there yet. */
async function realPathOf(path: string): Promise<string> {
  const found = await realpath(path).catch(() => undefined);
  if (found !== undefined || dirname(path) === path) return found ?? path;
  return join(await realPathOf(dirname(path)), relative(dirname(path), path));
}

/** Folders that hold nothing any more go as well, up to that of the package. */
async function removeFile(folder: string, file: string): Promise<void> {
  await rm(file);
  for (let at = dirname(file); at.length > folder.length; at = dirname(at)) {
    if ((await readdir(at)).length > 0) return;
    await rmdir(at);
  }
}

function notHere(name: string, here: readonly string[]): Problem {
  const message = `There is no package ${name} in the folder. To write it anew, retrieve into an empty folder.`;
  return unknownPackage({ code: 'PACKAGE_NOT_HERE', message, name, known: here });
}

function notInstalled(name: string, installed: readonly string[]): Problem {
  const message = `The org has no package ${name}.`;
  return unknownPackage({ code: 'PACKAGE_NOT_INSTALLED', message, name, known: installed });
}

function unknownPackage({
  code,
  message,
  name,
  known,
}: {
  code: string;
  message: string;
  name: string;
  known: readonly string[];
}): Problem {
  const suggestion = nearMiss(name, known);
  return {
    code,
    severity: 'error',
    message,
    found: name,
    expected: `one of ${known.join(', ')}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function notEmpty(into: string): Problem {
  return {
    code: 'NOT_A_PACKAGE_FOLDER',
    severity: 'error',
    message: `${into} holds no metadata package, and is not empty. Name a folder of packages, or an empty or new one.`,
    found: into,
  };
}
