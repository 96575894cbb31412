import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../apps/server/embedded-postgres.ts';
import { createBench } from './bench.ts';
import { benchImport } from './cases/import.ts';
import { benchCreate, benchList, benchRead } from './cases/records.ts';
import { type Row, report } from './report.ts';

/*
 * `npm run bench [-- NAME] [--json FILE]`: the product beside a hand-written fastify and SQL server that does the same
 * work on the same rows in the same run. Ratios are what counts; the machine drifts.
 */
const CASES = { import: benchImport, read: benchRead, list: benchList, create: benchCreate };

const args = process.argv.slice(2);
const jsonAt = args.indexOf('--json');
const jsonFile = jsonAt < 0 ? undefined : args[jsonAt + 1];
const wanted = args.filter((arg, index) => !arg.startsWith('--') && index !== jsonAt + 1 - (jsonAt < 0 ? 1 : 0));
const names = Object.keys(CASES) as (keyof typeof CASES)[]; // its own keys
const unknown = wanted.filter((name) => !names.some((known) => known === name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}
if (!existsSync(join(import.meta.dirname, '../../../shared/data'))) {
  console.error('The provider files of ../shared/data are absent: the benchmarks measure on real providers only.');
  process.exit(3);
}

const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'));
const postgres = await startPostgres(join(folder, 'data'));
try {
  const bench = await createBench(postgres.url);
  const rows: Row[] = [];
  for (const name of names) if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await CASES[name](bench)));
  await bench.close();
  report(rows, jsonFile);
} finally {
  await postgres.stop();
  for (const path of [folder, postgres.home]) rmSync(path, { recursive: true, force: true });
}
