import type { ColumnInfo, ListRow } from '../../client/api.ts';
import { fieldControls } from '../fields/registry.ts';
import type { Reader } from '../format/reader.ts';

/** Rows as CSV text as people read them, with a heading line; spreadsheets open it (RFC 4180, with a mark for UTF-8). */
export function listCsv(columns: readonly ColumnInfo[], rows: readonly ListRow[], reader: Reader): string {
  const lines = [
    columns.map((column) => quote(column.label)),
    ...rows.map((row) => columns.map((column, index) => csvCell(row, { column, index, reader }))),
  ];
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function csvCell(
  row: ListRow,
  { column, index, reader }: { column: ColumnInfo; index: number; reader: Reader },
): string {
  const cell = row.cells[index];
  if (cell === undefined) return '';
  const { text, align } = fieldControls[column.type];
  // Numbers go out plain: a spreadsheet must read them as numbers.
  if (align === 'end') return cell.value === null ? '' : String(cell.value);
  return quote(harmless(text(cell, column, reader)));
}

/** A spreadsheet takes text that begins like a formula for one; an apostrophe keeps it text. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
