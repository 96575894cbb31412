import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIELD_TYPE_NAMES } from '../platform/fields/field-type.ts';
import { fieldTypes } from '../platform/fields/registry.ts';
import { kinds } from '../platform/kinds/index.ts';
import { type Collection, KIND_NAMES } from '../platform/kinds/kind.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE_FOLDERS = ['platform', 'runtime', 'studio', 'apps'];

/** Layers of platform, low to high: each imports only what stands before it (and itself). */
const PLATFORM_LAYERS = ['fields', 'expressions', 'kinds', 'packages', 'layers', 'physical', 'store', 'deploy', 'orgs'];

/** What runtime/pages, runtime/client and studio may reach: nothing that needs Node or a database. */
const BROWSER_SAFE =
  /^(platform\/(json|problem)\.ts|platform\/(fields|expressions|kinds|layers)\/|platform\/(packages|physical|deploy)\/[a-z-]+\.ts$|runtime\/(pages|client)\/|runtime\/errors\.ts|studio\/)/;

/** Words of the domain that is shipped as metadata; none may stand in the engine. */
const DOMAIN_WORDS =
  /\b(cqp\w*|qin|qio\w*|fqs\w*|a3c|qap|aian|bfcc|esrd|prs|ahqt|ccn\w*|npi|medicare|medicaid|hospitals?|nursing|clinical|healthcare|beneficiar\w+|tribal|patients?|harp|states? and territor\w+)\b/i;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly { readonly target: string; readonly isTypeOnly: boolean }[];
}

const files = SOURCE_FOLDERS.flatMap((folder) => sourceFiles(join(ROOT, folder))).map(readSource);

describe('the house', () => {
  it('has nothing at the top level but what the design names', () => {
    const allowed = new Set([
      'apps',
      'metadata',
      'platform',
      'runtime',
      'studio',
      'tests',
      'node_modules',
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'README.md',
      'CHANGELOG.md',
    ]);
    const strangers = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !allowed.has(name));
    expect(strangers).toEqual([]);
  });

  it('imports in one direction', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter(({ target, isTypeOnly }) => !mayImport(file.path, target, isTypeOnly))
        .map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(findCycles(files)).toEqual([]);
  });

  it('reads the disk in platform only where packages are loaded, stored and deployed', () => {
    const readers = files
      .filter(
        ({ path, text }) =>
          path.startsWith('platform/') && /from 'node:(fs|fs\/promises|child_process|net|http)'/.test(text),
      )
      .map(({ path }) => path);
    // Loading packages is finding them, opening folders and opening tarballs.
    const allowed = /^platform\/(packages\/(find-packages|package-source|tarball)\.ts|store\/|deploy\/)/;
    expect(readers.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('keeps the domain out of the engine', () => {
    const leaks = files.flatMap(({ path, text }) =>
      text
        .split('\n')
        .map((line, index) => ({ line, where: `${path}:${index + 1}` }))
        .filter(({ line }) => DOMAIN_WORDS.test(line.replaceAll(/@cmsgov\S*/g, '')))
        .map(({ line, where }) => `${where}: ${line.trim()}`),
    );
    expect(leaks).toEqual([]);
  });

  it('never compiles code from text', () => {
    const offenders = files
      .filter(({ text }) => /\beval\(|new Function\(|\bvm\.run/.test(text))
      .map(({ path }) => path);
    expect(offenders).toEqual([]);
  });

  it('never suppresses the type checker or the linter without a reason', () => {
    const offenders = files
      .filter(({ text }) => /@ts-(ignore|nocheck|expect-error)|biome-ignore[^:]*:\s*$/m.test(text))
      .map(({ path }) => path);
    expect(offenders).toEqual([]);
  });

  it('writes SQL identifiers of record tables only in platform/physical', () => {
    const offenders = files
      .filter(
        ({ path, text }) =>
          path.startsWith('runtime/') && !path.startsWith('runtime/query/') && /sql\.raw\(/.test(text),
      )
      .map(({ path }) => path);
    expect(offenders).toEqual([]);
  });
});

describe('the registries', () => {
  it('hold every kind once, each in a folder of its own', () => {
    expect(Object.keys(kinds).sort()).toEqual([...KIND_NAMES].sort());
    const folders = readdirSync(join(ROOT, 'platform/kinds'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => camel(name)).sort()).toEqual([...KIND_NAMES].sort());
    for (const name of KIND_NAMES) expect(kinds[name].name).toBe(name);
  });

  it('describe every kind, property, collection, key and item in a sentence', () => {
    const silent = Object.values(kinds).flatMap((kind) => [
      ...(isSentence(kind.description) ? [] : [kind.name]),
      ...undescribedProperties(kind.properties, kind.name),
      ...undescribedItems(kind.collections, kind.name),
    ]);
    expect(silent).toEqual([]);
  });

  it('describe every field type and each of its options in a sentence', () => {
    const silent = Object.values(fieldTypes).flatMap(({ name, description, options }) => [
      ...(isSentence(description) ? [] : [name]),
      ...Object.entries(options).flatMap(([option, schema]) => undescribed(schema, `${name} ${option}`)),
    ]);
    expect(silent).toEqual([]);
  });

  it('hold every field type once, each with a file and a widget of its own', () => {
    expect(Object.keys(fieldTypes).sort()).toEqual([...FIELD_TYPE_NAMES].sort());
    const widgets = new Set(readdirSync(join(ROOT, 'runtime/pages/fields')).map((name) => name.replace(/\.tsx?$/, '')));
    for (const name of FIELD_TYPE_NAMES) {
      expect(fieldTypes[name].name).toBe(name);
      expect(widgets.has(name), `runtime/pages/fields/${name}.tsx`).toBe(true);
    }
  });
});

/** Keywords of JSON Schema that hold schemas. */
interface SchemaNode {
  readonly description?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

/** Properties at and below a schema that say nothing to people; lists and alternatives are described as a whole. */
function undescribed(schema: SchemaNode, place: string): string[] {
  return [...(isSentence(schema.description) ? [] : [place]), ...undescribedProperties(schema, place)];
}

function undescribedProperties(schema: SchemaNode, place: string): string[] {
  const members = Object.entries(schema.properties ?? {});
  return [
    ...members.flatMap(([name, member]) => undescribed(member, `${place}.${name}`)),
    ...(schema.items ? undescribedProperties(schema.items, `${place}[]`) : []),
    ...(schema.anyOf ?? []).flatMap((branch, index) => undescribedProperties(branch, `${place}|${index}`)),
  ];
}

function undescribedItems(collections: Readonly<Record<string, Collection>>, above: string): string[] {
  return Object.entries(collections).flatMap(([name, { description, key, item, collections: inner = {} }]) => {
    const place = `${above}/${name}`;
    return [
      ...(isSentence(description) ? [] : [place]),
      ...((key as SchemaNode).description ? [] : [`${place} key`]),
      ...undescribedProperties(item, place),
      ...undescribedItems(inner, place),
    ];
  });
}

function isSentence(text: string | undefined): boolean {
  return text !== undefined && /^[A-Z0-9…`].{3,}[.:…`]$/s.test(text);
}

function mayImport(from: string, target: string, isTypeOnly: boolean): boolean {
  if (/^(apps|tests|metadata)\//.test(target)) return from.startsWith('apps/') && target.startsWith('apps/');
  if (from.startsWith('platform/')) return target.startsWith('platform/') && isBelow(from, target);
  if (from.startsWith('studio/')) return BROWSER_SAFE.test(target) || isTypeOnly;
  if (/^runtime\/(pages|client)\//.test(from))
    return !target.startsWith('studio/') && (BROWSER_SAFE.test(target) || isTypeOnly);
  if (from.startsWith('runtime/')) return /^(platform|runtime)\//.test(target) && !/^runtime\/pages\//.test(target);
  return true;
}

function isBelow(from: string, target: string): boolean {
  const [fromLayer, targetLayer] = [from, target].map((path) => PLATFORM_LAYERS.indexOf(path.split('/')[1] ?? ''));
  if (target.split('/').length === 2) return true;
  return fromLayer !== undefined && targetLayer !== undefined && targetLayer <= fromLayer;
}

function findCycles(all: readonly SourceFile[]): string[] {
  const graph = new Map(
    all.map((file) => [file.path, file.imports.filter(({ isTypeOnly }) => !isTypeOnly).map(({ target }) => target)]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8');
  const imports = [
    ...text.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gm),
  ].map((match) => ({
    target: relative(ROOT, resolve(dirname(file), match[2] ?? match[3] ?? '')),
    isTypeOnly:
      Boolean(match[1]) ||
      (match[3] !== undefined &&
        !/await\s+import|lazy\(/.test(text.slice(Math.max(0, (match.index ?? 0) - 40), match.index))),
  }));
  return { path: relative(ROOT, file), text, imports };
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : sourceFiles(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

function camel(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
