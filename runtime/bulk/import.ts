import { stat } from 'node:fs/promises';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { findField, findObject } from '../../platform/layers/find.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import type { Problem } from '../../platform/problem.ts';
import { foldKey } from '../records/fold-key.ts';
import { save } from '../records/save.ts';
import type { RecordInput, SaveOutcome } from '../records/save-request.ts';
import { checkImportMap } from './check-map.ts';
import { type ConvertRow, compileRow, type RowError, valueAt } from './convert-row.ts';
import { findGone, type GoneRecords } from './find-gone.ts';
import type { Access, ImportHost } from './import-host.ts';
import type { ImportMap } from './import-map.ts';
import { KeySet } from './key-set.ts';
import { CsvFileError, readCsv } from './read-csv.ts';
import { openResultFile, type ResultFile } from './result-file.ts';
import { changedFieldsOf, type ImportProgress, newTally, progressOf, type Tally, tallyOutcome } from './tally.ts';

export interface ImportRequest {
  readonly file: string;
  readonly map: ImportMap;
  /** Where the map was read, for messages. */
  readonly mapFile: string;
  /** Where rows that are not imported go, with their reasons. */
  readonly resultFile?: string;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops after the batch at hand: what was saved stays, and a second run goes on. */
  readonly signal?: AbortSignal;
}

export interface ImportSummary extends ImportProgress {
  /** How many records changed in each field. */
  readonly changedFields: Readonly<Record<string, number>>;
  /** Records of the file's scope (its constants) that the org has and the file has not. They stay as they are. */
  readonly gone: GoneRecords;
}

export type ImportResult =
  | { readonly status: 'refused'; readonly problems: readonly Problem[] }
  | { readonly status: 'interrupted'; readonly summary: ImportProgress }
  | { readonly status: 'done'; readonly summary: ImportSummary };

/**
 * Brings a CSV file into an object: each row creates a record or changes the one that has its key, in batches, each in
 * a transaction of its own. Before the first batch the whole file is read once, so that one that is no CSV changes
 * nothing. Rows that are refused land in the result file; rows whose values are already so touch nothing.
 */
export async function importCsv(host: ImportHost, request: ImportRequest): Promise<ImportResult> {
  const prepared = await prepare(await host.access(), request);
  if ('problems' in prepared) return { status: 'refused', problems: prepared.problems };
  const results = request.resultFile ? await openResultFile(request.resultFile, prepared.header) : undefined;
  try {
    const run: Run = { ...prepared, host, request, results, keys: new KeySet(), tally: newTally(prepared.total) };
    const isWhole = await importRows(run);
    const progress = progressOf(run.tally);
    if (!isWhole) return { status: 'interrupted', summary: progress };
    const changedFields = changedFieldsOf(run.tally);
    const gone = await findGone(host, { ...run, map: request.map });
    return { status: 'done', summary: { ...progress, changedFields, gone } };
  } finally {
    await results?.close();
  }
}

/** Rows of the file that are dealt with together, in one transaction. */
const BATCH_SIZE = 1000;

interface Prepared {
  readonly object: ObjectDef;
  readonly key: FieldDef;
  readonly header: readonly string[];
  readonly total: number;
  readonly convert: ConvertRow;
  /** The whole file, header and all, where it is small enough to be kept after the first reading. */
  readonly records?: readonly (readonly string[])[];
}

interface Run extends Prepared {
  readonly host: ImportHost;
  readonly request: ImportRequest;
  readonly results: ResultFile | undefined;
  readonly keys: KeySet;
  readonly tally: Tally;
}

/** Everything that can be wrong with the map and the file as a whole. */
async function prepare(
  { live, principal }: Access,
  { file, map, mapFile }: ImportRequest,
): Promise<Prepared | { readonly problems: readonly Problem[] }> {
  const problems = checkImportMap(live, principal.permissions, { map, file: mapFile });
  const object = findObject(live.model, map.object);
  const key = object && findField(object, map.key);
  const survey = await surveyFile(file, map);
  if ('code' in survey) return { problems: [...problems, survey] };
  const { convert, problems: columns } = compileRow(map, survey.header);
  problems.push(...columns.map((problem) => ({ ...problem, file: mapFile })));
  if (problems.length > 0 || !object || !key) return { problems };
  return { object, key, convert, ...survey };
}

type Survey = Pick<Prepared, 'header' | 'total' | 'records'>;

/** Files up to this size, in bytes, are read once and kept; larger ones are read twice. */
const MAX_KEPT = 1 << 23;

/** Reads the file from end to end: its header and its number of rows. */
async function surveyFile(file: string, map: ImportMap): Promise<Survey | Problem> {
  const records: (readonly string[])[] = [];
  let header: readonly string[] | undefined;
  let total = 0;
  try {
    const isKept = (await stat(file)).size <= MAX_KEPT;
    for await (const cells of readCsv(file, map)) {
      if (isKept) records.push(cells);
      if (header === undefined) header = cells;
      else if (!isEmpty(cells)) total++;
    }
    if (header === undefined) return badFile(file, 'The file is empty: it has not even a header.');
    return isKept ? { header, total, records } : { header, total };
  } catch (error) {
    if (error instanceof CsvFileError) return badFile(file, error.message, error.hint);
    if (isMissingFile(error)) return badFile(file, `The file ${file} cannot be read: ${error.message}.`);
    throw error;
  }
}

function badFile(file: string, message: string, hint?: string): Problem {
  return {
    code: 'INVALID_CSV_FILE',
    severity: 'error',
    message: hint === undefined ? message : `${message} ${hint}`,
    file,
  };
}

function isMissingFile(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/** One row of the file. */
interface Row {
  /** As a spreadsheet counts: the header is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly values: RecordInput;
}

/** Saves the file batch by batch, the next one being read while one is written. False when it was told to stop. */
async function importRows(run: Run): Promise<boolean> {
  let number = 0;
  let batch: Row[] = [];
  let waiting = 0;
  let writing: Promise<void> = Promise.resolve();
  for await (const cells of run.records ?? readCsv(run.request.file, run.request.map)) {
    number++;
    if (number === 1 || isEmpty(cells)) continue;
    const row = acceptRow(run, number, cells);
    if (row) batch.push(row);
    // Rejected rows count, too: what waits in memory is bounded, however many they are.
    if (++waiting < BATCH_SIZE) continue;
    await writing;
    if (run.request.signal?.aborted) return false;
    writing = writeBatch(run, batch);
    // The next round waits for it; until then its failure is not an unhandled one.
    writing.catch(() => {});
    batch = [];
    waiting = 0;
  }
  await writing;
  if (run.request.signal?.aborted) return false;
  await writeBatch(run, batch);
  return true;
}

/** The row's values, unless something is wrong with them that the file alone shows. */
function acceptRow(run: Run, number: number, cells: readonly string[]): Row | undefined {
  const { values, errors } = run.convert(cells);
  const problems = [...checkLength(run.header, cells), ...errors];
  const key = keyOf(run, values);
  if (key !== undefined && !run.keys.add(key)) {
    const message = `${run.key.label} ${String(valueAt(values, run.request.map.key))} stands in an earlier row already.`;
    problems.push({ errorCode: 'DUPLICATE_VALUE', message });
  }
  if (problems.length === 0) return { number, cells, values };
  reject(run, { number, cells }, problems);
  return undefined;
}

/** A row that is cut short, or whose cells have slipped, would fill the wrong fields. */
function checkLength(header: readonly string[], cells: readonly string[]): RowError[] {
  const isFilled = cells.slice(header.length).some((cell) => cell.trim() !== '');
  if (cells.length >= header.length && !isFilled) return [];
  const message = `The row has ${cells.length} cells, the header ${header.length}.`;
  return [{ errorCode: 'MALFORMED_ROW', message }];
}

/** The key as unique indexes compare it; undefined where it is blank or not of its type. */
function keyOf({ key, request }: Run, values: RecordInput): string | undefined {
  const parsed = fieldTypes[key.type].parse(valueAt(values, request.map.key), key, key.label);
  return parsed.ok ? foldKey(key, parsed.value) : undefined;
}

async function writeBatch(run: Run, batch: readonly Row[]): Promise<void> {
  if (batch.length > 0) {
    const outcomes = await run.host.write(await run.host.access(), (context) =>
      save(context, {
        operation: 'upsert',
        object: run.object.name,
        key: run.key.name,
        records: batch.map(({ values }) => ({ values })),
        allOrNone: false,
      }),
    );
    for (const [index, outcome] of outcomes.entries()) settle(run, batch[index], outcome);
  }
  await run.results?.flush();
  run.request.onProgress?.(progressOf(run.tally));
}

function settle(run: Run, row: Row | undefined, outcome: SaveOutcome): void {
  if (outcome.success) tallyOutcome(run.tally, outcome);
  else if (row) reject(run, row, outcome.errors);
}

function reject(run: Run, row: Pick<Row, 'number' | 'cells'>, errors: readonly RowError[]): void {
  run.tally.rejected++;
  run.results?.add({ ...row, errors });
}

function isEmpty(cells: readonly string[]): boolean {
  return cells.length <= 1 && (cells[0] ?? '').trim() === '';
}
