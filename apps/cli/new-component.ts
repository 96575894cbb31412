import { access } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { Json, JsonObject } from '../../platform/json.ts';
import { kinds } from '../../platform/kinds/index.ts';
import { KIND_NAMES, type KindName } from '../../platform/kinds/kind.ts';
import { kindStarters } from '../../platform/kinds/starters.ts';
import { mergeLayers } from '../../platform/layers/merge.ts';
import { EMPTY_ORG_LAYER } from '../../platform/layers/org-layer.ts';
import { labelOfName, planScaffold, type ScaffoldPlace, type ScaffoldRequest } from '../../platform/layers/scaffold.ts';
import { nearMiss } from '../../platform/near-miss.ts';
import { canonicalText } from '../../platform/packages/canonical.ts';
import { loadPackages } from '../../platform/packages/load.ts';
import { isPackageName } from '../../platform/packages/manifest.ts';
import type { NewOptions } from './commands/new.ts';
import { UsageError } from './exit.ts';
import { folderForPackage, nameOfPackage, onlyPackage, packageFoldersBeside } from './package-folder.ts';
import { print } from './print.ts';
import { writeFiles } from './write-files.ts';

/** Writes the first file of a component, and says what to do then. */
export async function runNew(kindWord: string, name: string, options: NewOptions): Promise<void> {
  const kind = parseKind(kindWord);
  const given = parseGiven(options);
  const { folder, files, next } =
    kind === 'package' ? await newPackage(name, given, options) : await newComponents({ kind, name, given }, options);
  for (const [path] of files) await requireAbsent(join(folder, path));
  await writeFiles(folder, files);
  const written = files.map(([path]) => relative('', join(folder, path)));
  const steps = [...next.map(asCommand), `npx formwork check ${relative('', folder) || '.'}`];
  const words = [...written.map((file) => `Written: ${file}`), 'Next:', ...steps.map((step) => `  ${step}`)];
  print({ written, next: steps }, words.join('\n'), options);
}

interface NewFiles {
  readonly folder: string;
  readonly files: readonly (readonly [path: string, text: string])[];
  readonly next: readonly string[];
}

function parseKind(word: string): KindName {
  const kind = KIND_NAMES.find((name) => name.toLowerCase() === word.toLowerCase());
  if (kind !== undefined) return kind;
  const suggestion = nearMiss(word, KIND_NAMES);
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  throw new UsageError(`There is no kind "${word}".${hint} The kinds are ${KIND_NAMES.join(', ')}.`);
}

/** `--set` in its order; `--type` and `--object` are properties of some kinds, and then hold as such. */
function parseGiven({ set, type }: NewOptions): JsonObject {
  const given: Record<string, Json> = type === undefined ? {} : { type };
  for (const each of set) {
    const cut = each.indexOf('=');
    if (cut < 1) throw new UsageError(`--set takes property=value, not "${each}".`);
    setAt(given, each.slice(0, cut).split('.'), parseValue(each.slice(cut + 1)));
  }
  return given;
}

function setAt(target: Record<string, Json>, [first = '', ...rest]: readonly string[], value: Json): void {
  if (first === '__proto__') throw new UsageError('There is no property "__proto__".');
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = target[first];
  const next: Record<string, Json> =
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? { ...(inner as JsonObject) } : {}; // no list
  setAt(next, rest, value);
  target[first] = next;
}

/** JSON where it is JSON, text otherwise: `true`, `["New"]`, `Due soon`. */
function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives JSON
  } catch {
    return text;
  }
}

/** A package has no package around it: its folder is made, below `metadata` where there is such a folder. */
async function newPackage(name: string, given: JsonObject, { package: dir }: NewOptions): Promise<NewFiles> {
  if (!isPackageName(name))
    throw new UsageError(`"${name}" cannot be the name of a package; write it as npm does: @acme/orders.`);
  const folder = dir ?? (await folderForPackage(name));
  const started = kindStarters.package({ name, label: labelOfName(name), order: 0, given, componentsOf: () => [] });
  if ('missing' in started) throw new UsageError(started.missing);
  const text = canonicalText('package.json', started.value) ?? '';
  return { folder, files: [['package.json', text]], next: started.next ?? [] };
}

async function newComponents(request: ScaffoldRequest, options: NewOptions): Promise<NewFiles> {
  const { folder, place: start } = await openPackage(options);
  const about = options.object === undefined ? {} : { object: options.object };
  let place = start;
  const files: [string, string][] = [];
  const next: string[] = [];
  for (const each of [{ ...request, ...about }, ...companions(request, options)]) {
    const scaffold = planScaffold(place, each);
    if ('faults' in scaffold) throw new UsageError(scaffold.faults.join('\n'));
    place = scaffold.place;
    files.push([scaffold.path, scaffold.text]);
    next.push(...scaffold.next);
  }
  return { folder, files, next: [...new Set(next)] };
}

/** What an object gets besides. */
function companions({ kind, name }: ScaffoldRequest, options: NewOptions): ScaffoldRequest[] {
  const { withPage, withListView, withPermissionSet } = options;
  const isAsked = withPage || withListView || withPermissionSet;
  if (kind !== 'object') {
    if (isAsked)
      throw new UsageError(`--with-… goes with an object; a ${kinds[kind].label.toLowerCase()} stands alone.`);
    return [];
  }
  const bare = name.replace(/__c$/, '');
  const about = { object: name, given: {} };
  return [
    ...(withListView ? [{ kind: 'listView', name: `${name}.All`, given: {} } as const] : []),
    ...(withPage ? [{ kind: 'page', name: `${bare}_Record`, ...about } as const] : []),
    ...(withPermissionSet ? [{ kind: 'permissionSet', name: `${bare}_Editor`, ...about } as const] : []),
  ];
}

/** The package with what it builds on: by npm, or in the folders beside it. */
async function openPackage(options: NewOptions): Promise<{ folder: string; place: ScaffoldPlace }> {
  const folder = options.package ?? (await onlyPackage());
  await access(join(folder, 'package.json')).catch(() => {
    throw new UsageError(
      `There is no package in ${folder}. Make one: npx formwork new package @acme/${basename(resolve(folder))} --package ${folder}`,
    );
  });
  const { packages } = await loadPackages(await packageFoldersBeside(folder));
  const owner = await nameOfPackage(folder);
  if (owner === undefined || !packages.some(({ name }) => name === owner)) {
    throw new UsageError(`The package in ${folder} cannot be read; this tells why: npx formwork check ${folder}`);
  }
  const { elements } = mergeLayers({ packages, org: EMPTY_ORG_LAYER });
  return { folder, place: { packages, elements, owner } };
}

async function requireAbsent(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`There is a file ${file} already; nothing was written.`);
}

function asCommand(step: string): string {
  return step.startsWith('formwork ') ? `npx ${step}` : step;
}
