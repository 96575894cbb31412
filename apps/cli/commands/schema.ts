import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import type { JsonObject } from '../../../platform/json.ts';
import { EXIT } from '../exit.ts';
import { packageGlobs } from '../package-dirs.ts';
import { plural, print } from '../print.ts';

interface Options {
  readonly out: string;
  readonly vscode?: boolean;
  readonly json?: boolean;
}

/** `formwork schema --out DIR`: JSON Schemas by which editors complete, describe and check metadata files. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('Write JSON Schemas for editors: one per kind, one for mapping files, and a catalogue of them.')
    .argument('[dir...]', 'with --vscode: package folders, or folders of packages (default: metadata)')
    .requiredOption('--out <dir>', 'the folder to write to; files of the same names are replaced')
    .option('--vscode', 'have Visual Studio Code use them in this folder: writes .vscode/settings.json')
    .option('--json', 'answer in JSON')
    .action(runSchema);
}

async function runSchema(dirs: string[], { out, vscode, ...options }: Options): Promise<void> {
  const folders = vscode ? packageGlobs(dirs) : [];
  const [{ editorFiles, schemaCatalog, vsCodeSettings }, { json }, { writeFiles }] = await Promise.all([
    import('../../../runtime/docs/editor-files.ts'),
    import('../../../runtime/docs/site.ts'),
    import('../write-files.ts'),
  ]);
  const files = editorFiles();
  const schemas = files.map(({ name, schema }) => [name, json(schema)] as const);
  await writeFiles(out, [...schemas, ['catalog.json', json(schemaCatalog(files))]]);
  const written = [...files.map(({ name }) => name), 'catalog.json'].map((name) => join(out, name));
  const words = [`${plural(written.length, 'file')} written to ${out}.`];
  if (vscode) {
    const settings = await readSettings();
    const wanted = vsCodeSettings(settings ?? {}, { folders, schemaFolder: relative('', out).replaceAll('\\', '/') });
    if (settings) {
      await writeFiles('', [[SETTINGS, json(wanted)]]);
      written.push(SETTINGS);
      words.push(`Visual Studio Code uses them from now on (${SETTINGS}).`);
    } else {
      words.push(
        `${SETTINGS} holds more than plain JSON and was left as it is. Add to it:`,
        json({ 'json.schemas': wanted['json.schemas'] ?? [] }).trimEnd(),
      );
      process.exitCode = EXIT.problems;
    }
  }
  print({ written }, words.join('\n'), options);
}

const SETTINGS = join('.vscode', 'settings.json');

/** The settings that are there; undefined where they have comments, which writing them anew would lose. */
async function readSettings(): Promise<JsonObject | undefined> {
  const text = await readFile(SETTINGS, 'utf8').catch(() => '{}');
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined; // JSON
  } catch {
    return undefined;
  }
}
