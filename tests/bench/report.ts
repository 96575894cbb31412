import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One line of the report. Ratios are ours over the baseline's, from the same run. */
export interface Row {
  readonly name: string;
  readonly ours: string;
  readonly baseline: string;
  readonly ratio: number;
  readonly note: string;
  /** All figures, for programs. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Prints the table and, where asked, writes the figures. */
export function report(rows: readonly Row[], jsonFile: string | undefined): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  console.log(`\n${machine}\n`);
  const lines = [
    ['benchmark', 'Formwork', 'by hand', 'ratio', ''],
    ...rows.map((row) => [row.name, row.ours, row.baseline, row.ratio.toFixed(2), row.note]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  if (jsonFile)
    writeFileSync(jsonFile, `${JSON.stringify({ machine, at: new Date().toISOString(), rows }, null, 2)}\n`);
}
