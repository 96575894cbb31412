import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseJson } from '../../../platform/packages/parse-json.ts';
import { parseImportMap } from '../../../runtime/bulk/check-map.ts';
import { type ImportResult, type ImportSummary, importCsv } from '../../../runtime/bulk/import.ts';
import type { ImportMap } from '../../../runtime/bulk/import-map.ts';
import type { Problem } from '../../../runtime/client/api.ts';
import type { Access, Engine } from '../../../runtime/engine.ts';
import { findPerson } from '../../../runtime/http/people.ts';
import { EXIT, UsageError } from '../exit.ts';
import { plural, print, problemsInWords } from '../print.ts';
import { progressLine } from '../progress.ts';
import { withEngine } from '../with-engine.ts';

interface Options {
  readonly object: string;
  readonly map: string;
  readonly key?: string;
  readonly as?: string;
  readonly rejected?: string;
  readonly org?: string;
  readonly json?: boolean;
}

/** `formwork data import FILE`: records from a CSV file, through the same save as everything else. */
export function addData(program: Command): void {
  const data = program.command('data').description('Bring records in.');
  data
    .command('import')
    .description(
      'Create and update records from a CSV file. Rows that are refused land in a result file with their reasons.',
    )
    .argument('<file>', 'the CSV file')
    .requiredOption('--object <name>', 'the object of the records')
    .requiredOption('--map <file>', 'the mapping file: which column becomes which field')
    .option('--key <field>', 'external id by which a row finds its record, instead of the one of the mapping file')
    .option('--as <username>', 'whose access applies; without it, the system user of the org')
    .option('--rejected <file>', 'where refused rows go (default: FILE.rejected.csv in the current folder)')
    .option('--org <name>', 'the org')
    .option('--json', 'answer in JSON')
    .action(runImport);
}

async function runImport(file: string, options: Options): Promise<void> {
  const { map, problems } = await readMap(options);
  if (!map) return finish({ status: 'refused', problems }, options, '');
  const rejected = resolve(options.rejected ?? `${basename(file, '.csv')}.rejected.csv`);
  const progress = progressLine('rows');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const result = await withEngine(options, async (engine) => {
    const person = await accessOf(engine, options.as);
    return importCsv(
      { access: () => person(), read: engine.read, write: engine.write },
      {
        file,
        map,
        mapFile: options.map,
        resultFile: rejected,
        signal: stop.signal,
        onProgress: ({ read, total }) => progress.show(read, total),
      },
    );
  });
  progress.end();
  finish(result, options, rejected);
}

/** The mapping file with the command line's object and key, or what is wrong with it. */
async function readMap(options: Options): Promise<{ readonly map?: ImportMap; readonly problems: readonly Problem[] }> {
  const text = await readFile(options.map, 'utf8').catch((error: Error) => {
    throw new UsageError(`The mapping file ${options.map} cannot be read: ${error.message}.`);
  });
  const parsed = parseJson(text);
  if (parsed.problems.length > 0)
    return {
      problems: parsed.problems.map((problem) => ({ ...problem, severity: 'error' as const, file: options.map })),
    };
  const { map, problems } = parseImportMap(parsed.value ?? null, options.map);
  if (!map) return { problems };
  if (map.object.toLowerCase() !== options.object.toLowerCase()) {
    throw new UsageError(`The mapping file ${options.map} is for ${map.object}, not for ${options.object}.`);
  }
  return { map: options.key ? { ...map, key: options.key } : map, problems };
}

async function accessOf(engine: Engine, username: string | undefined): Promise<() => Promise<Access>> {
  if (username === undefined) return async () => engine.systemAccess();
  const person = await findPerson(engine, username);
  if (!person) throw new UsageError(`There is no active user ${username} in the org ${engine.org}.`);
  return async () => {
    const access = await engine.access(person.id);
    if (!access) throw new Error(`The user ${username} was deactivated during the import.`);
    return access;
  };
}

function finish(result: ImportResult, options: Options, rejected: string): void {
  print(
    result.status === 'refused' ? result : { ...result, rejectedFile: rejected },
    inWords(result, rejected),
    options,
  );
  const isClean = result.status === 'done' && result.summary.rejected === 0;
  process.exitCode = isClean ? EXIT.done : EXIT.problems;
}

function inWords(result: ImportResult, rejected: string): string {
  if (result.status === 'refused') return `${problemsInWords(result.problems)}\nNothing was imported.`;
  const { read, total, created, updated, unchanged } = result.summary;
  const lines = [
    `${plural(read, 'row')}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${result.summary.rejected} rejected.`,
  ];
  if (result.summary.rejected > 0) lines.push(`The rejected rows are in ${rejected}, with their reasons.`);
  if (result.status === 'interrupted')
    return [...lines, `Stopped after ${read} of ${total}; run it again to go on.`].join('\n');
  return [...lines, ...changesInWords(result.summary)].join('\n');
}

function changesInWords({ changedFields, gone }: ImportSummary): string[] {
  const changed = Object.entries(changedFields).map(([field, count]) => `  ${field}: ${count}`);
  const missing = gone.records.slice(0, 10).map(({ key, name }) => `  ${key}  ${name}`);
  const more = gone.count > missing.length ? [`  … and ${gone.count - missing.length} more (--json lists them)`] : [];
  return [
    ...(changed.length ? ['Records changed, by field:', ...changed] : []),
    ...(gone.count
      ? [
          `${plural(gone.count, 'record')} of this kind ${gone.count === 1 ? 'is' : 'are'} not in the file and stayed as ${gone.count === 1 ? 'it is' : 'they are'}:`,
          ...missing,
          ...more,
        ]
      : []),
  ];
}
