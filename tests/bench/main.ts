import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../apps/server/embedded-postgres.ts';
import { type Bench, createBench } from './bench.ts';
import { benchImport } from './cases/import.ts';
import { benchOrgs } from './cases/orgs.ts';
import { benchCreate, benchList, benchRead } from './cases/records.ts';
import { benchScenarios } from './cases/scenarios.ts';
import { benchSize } from './cases/size.ts';
import { benchSwap } from './cases/swap.ts';
import { type Row, report } from './report.ts';

/*
 * `npm run bench [-- NAME] [--json FILE]`: the product beside what a hand would write for the same work, in the same run:
 * a fastify and SQL server on the same rows, or the bare statement. Ratios are what counts; the machine drifts.
 */
const CASES: Readonly<Record<string, Case>> = {
  import: { needs: 'servers', run: benchImport },
  read: { needs: 'servers', run: benchRead },
  list: { needs: 'servers', run: benchList },
  create: { needs: 'servers', run: benchCreate },
  size: { needs: 'database', run: benchSize },
  scenarios: { needs: 'database', run: benchScenarios },
  orgs: { needs: 'database', run: benchOrgs },
  swap: { needs: 'database', run: benchSwap },
};

/** Some compare two servers on real providers; others need a database alone. */
type Case =
  | { readonly needs: 'servers'; readonly run: (bench: Bench) => Promise<Row[]> }
  | { readonly needs: 'database'; readonly run: (databaseUrl: string) => Promise<Row[]> };

const args = process.argv.slice(2);
const jsonAt = args.indexOf('--json');
const jsonFile = jsonAt < 0 ? undefined : args[jsonAt + 1];
const wanted = args.filter((arg, index) => !arg.startsWith('--') && index !== jsonAt + 1 - (jsonAt < 0 ? 1 : 0));
const unknown = wanted.filter((name) => !Object.hasOwn(CASES, name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(CASES).join(', ')}.`);
  process.exit(2);
}
const cases = Object.entries(CASES).flatMap(([name, each]) =>
  wanted.length === 0 || wanted.includes(name) ? each : [],
);
const needsServers = cases.some(({ needs }) => needs === 'servers');
if (needsServers && !existsSync(join(import.meta.dirname, '../../../shared/data'))) {
  console.error('The provider files of ../shared/data are absent: these benchmarks measure on real providers only.');
  process.exit(3);
}

const folder = mkdtempSync(join(tmpdir(), 'formwork-bench-'));
const postgres = await startPostgres(join(folder, 'data'));
try {
  const bench = needsServers ? await createBench(postgres.url) : undefined;
  const rows: Row[] = [];
  for (const each of cases) {
    if (each.needs === 'database') rows.push(...(await each.run(postgres.url)));
    else if (bench) rows.push(...(await each.run(bench)));
  }
  await bench?.close();
  report(rows, jsonFile);
} finally {
  await postgres.stop();
  for (const path of [folder, postgres.home]) rmSync(path, { recursive: true, force: true });
}
