import { compilePattern } from '../../platform/expressions/pattern.ts';
import { parseCalendarDate } from '../../platform/fields/calendar.ts';
import type { Json } from '../../platform/json.ts';
import { nearMiss } from '../../platform/near-miss.ts';
import type { Problem } from '../../platform/problem.ts';
import type { RecordInput } from '../records/save-request.ts';
import { asList } from './check-map.ts';
import type { ColumnMap, ImportMap } from './import-map.ts';

/** Why a row is not imported, or one of the reasons. */
export interface RowError {
  readonly errorCode: string;
  readonly message: string;
}

/** A row as field values, and what is wrong with it. */
export interface ConvertedRow {
  readonly values: RecordInput;
  readonly errors: readonly RowError[];
}

/** Turns the cells of one row into field values. */
export type ConvertRow = (cells: readonly string[]) => ConvertedRow;

/** Prepares a mapping for a file with this header; every mapped heading must stand in it once. */
export function compileRow(
  map: ImportMap,
  header: readonly string[],
): { readonly convert: ConvertRow; readonly problems: readonly Problem[] } {
  const headings = header.map((heading) => heading.trim());
  const problems = Object.keys(map.columns).flatMap((heading) => checkHeading(heading, headings));
  const cells = Object.entries(map.columns).flatMap(([heading, columns]) => {
    const index = headings.indexOf(heading.trim());
    return asList(columns).map((column) => ({
      index,
      convert: compileCell(column, heading),
      put: putter(column.field),
    }));
  });
  const constants = Object.entries(map.constants ?? {}).map(([path, value]) => ({ put: putter(path), value }));
  const convert: ConvertRow = (row) => {
    const values: Record<string, Json> = {};
    const errors: RowError[] = [];
    for (const { put, value } of constants) put(values, value);
    for (const { index, convert, put } of cells) {
      const result = convert(row[index] ?? '');
      if (typeof result === 'object' && result !== null) errors.push(result);
      else put(values, result);
    }
    return { values, errors };
  };
  return { convert, problems };
}

/** The value that a path has in converted values. */
export function valueAt(values: RecordInput, path: string): Json {
  const [first = '', second] = path.split('.');
  const value = values[first] ?? null;
  if (second === undefined) return value;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? ((value as Readonly<Record<string, Json>>)[second] ?? null) // neither null nor a list: a JSON object
    : null;
}

function checkHeading(heading: string, headings: readonly string[]): Problem[] {
  const count = headings.filter((each) => each === heading.trim()).length;
  if (count === 1) return [];
  const pointer = `/columns/${heading.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (count > 1) {
    const message = `The file has the column "${heading}" ${count} times, so that it cannot be said which is meant.`;
    return [{ code: 'REPEATED_COLUMN', severity: 'error', message, pointer, found: heading }];
  }
  const suggestion = nearMiss(heading, headings);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  const message = `The file has no column "${heading}".${hint} It has: ${headings.join(', ').slice(0, 500)}.`;
  return [
    {
      code: 'MISSING_COLUMN',
      severity: 'error',
      message,
      pointer,
      expected: heading,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  ];
}

/** Converts a cell to a text, to null where it is blank, or to what is wrong with it. */
type ConvertCell = (cell: string) => string | null | RowError;

function compileCell(column: ColumnMap, heading: string): ConvertCell {
  const blanks = new Set(column.blank);
  const values = column.values && new Map(Object.entries(column.values));
  const pattern = column.pattern === undefined ? undefined : compilePattern(column.pattern);
  const date = column.date === undefined ? undefined : compileDate(column.date);
  return (cell) => {
    let text = column.trim === false ? cell : cell.trim();
    if (text === '' || blanks.has(text)) return null;
    if (column.case) text = column.case === 'upper' ? text.toUpperCase() : text.toLowerCase();
    if (column.pad) text = text.padStart(column.pad.length, column.pad.with);
    if (values) {
      const mapped = values.get(text);
      if (mapped === undefined)
        return wrong('UNMAPPED_VALUE', `${heading}: the mapping says nothing of "${show(text)}".`);
      text = mapped;
    }
    if (date) {
      const iso = date(text);
      if (iso === undefined)
        return wrong('INVALID_DATE', `${heading}: "${show(text)}" is no date like ${column.date}.`);
      text = iso;
    }
    if (pattern && !pattern.test(text)) {
      return wrong('INVALID_VALUE', column.message ?? `${heading}: "${show(text)}" is not like ${column.pattern}.`);
    }
    return text;
  };
}

/** Reads dates of one form such as `MM/DD/YYYY`; single digits for day and month are fine. */
function compileDate(form: string): (text: string) => string | undefined {
  const parts = form.match(/[YMD]+|[^YMD]/g) ?? [];
  const source = parts.map((part) => {
    if (part === 'YYYY') return '(?<year>\\d{4})';
    if (part === 'MM') return '(?<month>\\d{1,2})';
    return part === 'DD' ? '(?<day>\\d{1,2})' : `\\${part}`;
  });
  const pattern = new RegExp(`^${source.join('')}$`);
  return (text) => {
    const { year = '', month = '', day = '' } = pattern.exec(text)?.groups ?? {};
    return parseCalendarDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  };
}

function wrong(errorCode: string, message: string): RowError {
  return { errorCode, message };
}

function show(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Puts a value where a path says: `Name`, or `State__r.Code__c` for a record by its external id. */
function putter(path: string): (values: Record<string, Json>, value: Json) => void {
  const [first = '', second] = path.split('.');
  return (values, value) => {
    values[first] = second === undefined || value === null ? value : { [second]: value };
  };
}
