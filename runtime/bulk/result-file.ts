import { open } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { RowError } from './convert-row.ts';

/** A row that was not imported, and why. */
export interface RejectedRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly errors: readonly RowError[];
}

/** The CSV file of rejected rows: their number, their cells as they were, the codes and messages. */
export interface ResultFile {
  add(row: RejectedRow): void;
  /** Writes what was added since. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Begins a result file, replacing the one of an earlier run. */
export async function openResultFile(path: string, header: readonly string[]): Promise<ResultFile> {
  const file = await open(path, 'w');
  await file.writeFile(stringify([['Row', ...header, 'Error codes', 'Errors']]));
  let rows: string[][] = [];
  const flush = async () => {
    const text = stringify(rows);
    rows = [];
    if (text !== '') await file.writeFile(text);
  };
  return {
    add: ({ number, cells, errors }) => {
      // Cells that are missing leave room, so that the reasons stand in their own columns.
      const padded = Array.from({ length: Math.max(header.length, cells.length) }, (_, index) => cells[index] ?? '');
      const codes = errors.map((error) => error.errorCode).join('; ');
      rows.push([String(number), ...padded, codes, errors.map((error) => error.message).join(' ')]);
    },
    flush,
    async close() {
      await flush();
      await file.close();
    },
  };
}
