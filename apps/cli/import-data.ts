import { access, readFile, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseJson } from '../../platform/packages/parse-json.ts';
import { parseImportMap } from '../../runtime/bulk/check-map.ts';
import { type ImportResult, type ImportSummary, importCsv } from '../../runtime/bulk/import.ts';
import type { ImportMap } from '../../runtime/bulk/import-map.ts';
import type { Problem } from '../../runtime/client/api.ts';
import type { Access, Engine } from '../../runtime/engine.ts';
import { findPerson } from '../../runtime/http/people.ts';
import type { ImportOptions } from './commands/data.ts';
import { EXIT, UsageError } from './exit.ts';
import { plural, print, problemsInWords } from './print.ts';
import { progressLine } from './progress.ts';
import { withEngine } from './with-engine.ts';

/** Imports a CSV file and says what became of its rows; Ctrl-C stops it after the batch at hand. */
export async function runImport(file: string, options: ImportOptions): Promise<void> {
  const rejected = await resultFile(file, options);
  const { map, problems } = await readMap(options);
  if (!map) return tell({ status: 'refused', problems }, { rejected, ...options });
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
  }).finally(() => progress.end());
  // A result file without a row would only make people look for one.
  if (result.status !== 'refused' && result.summary.rejected === 0) await rm(rejected, { force: true });
  tell(result, { rejected, ...options });
}

/** Where refused rows go; the CSV file must be there, and is never written over. */
async function resultFile(file: string, { rejected }: ImportOptions): Promise<string> {
  await access(file).catch((error: Error) => {
    throw new UsageError(`The file ${file} cannot be read: ${error.message}.`);
  });
  const path = resolve(rejected ?? `${basename(file, '.csv')}.rejected.csv`);
  if (path === resolve(file)) throw new UsageError(`Refused rows cannot go to ${file}: it is the file to import.`);
  return path;
}

/** The mapping file with the command line's object and key, or what is wrong with it. */
async function readMap(
  options: ImportOptions,
): Promise<{ readonly map?: ImportMap; readonly problems: readonly Problem[] }> {
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
    const found = await engine.access(person.id);
    if (!found) throw new Error(`The user ${username} was deactivated during the import.`);
    return found;
  };
}

interface Telling {
  readonly rejected: string;
  readonly json?: boolean;
}

function tell(result: ImportResult, { rejected, ...options }: Telling): void {
  const hasRejected = result.status !== 'refused' && result.summary.rejected > 0;
  print({ ...result, ...(hasRejected ? { rejectedFile: rejected } : {}) }, inWords(result, rejected), options);
  process.exitCode = result.status === 'done' && !hasRejected ? EXIT.done : EXIT.problems;
}

function inWords(result: ImportResult, rejectedFile: string): string {
  if (result.status === 'refused') return `${problemsInWords(result.problems)}\nNothing was imported.`;
  const { read, total, ...counts } = result.summary;
  const [created, updated, unchanged, rejected] = [
    counts.created,
    counts.updated,
    counts.unchanged,
    counts.rejected,
  ].map((count) => count.toLocaleString('en-US'));
  const lines = [
    `${plural(read, 'row')}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected.`,
  ];
  if (counts.rejected > 0) lines.push(`The rejected rows are in ${rejectedFile}, with their reasons.`);
  if (result.status === 'interrupted')
    return [...lines, `Stopped after ${read} of ${total}; run it again to go on.`].join('\n');
  return [...lines, ...changesInWords(result.summary)].join('\n');
}

function changesInWords({ changedFields, gone }: ImportSummary): string[] {
  const changed = Object.entries(changedFields).map(([field, count]) => `  ${field}: ${count.toLocaleString('en-US')}`);
  const missing = gone.records.slice(0, 10).map(({ key, name }) => `  ${key}  ${name}`);
  const more = gone.count > missing.length ? [`  … and ${gone.count - missing.length} more (--json lists them)`] : [];
  const stayed =
    gone.count === 1 ? 'is not in the file and stayed as it is' : 'are not in the file and stayed as they are';
  return [
    ...(changed.length ? ['Records changed, by field:', ...changed] : []),
    ...(gone.count ? [`${plural(gone.count, 'record')} of this kind ${stayed}:`, ...missing, ...more] : []),
  ];
}
