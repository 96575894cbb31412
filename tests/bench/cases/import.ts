import { deepStrictEqual } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Json } from '../../../platform/json.ts';
import { parseImportMap } from '../../../runtime/bulk/check-map.ts';
import { importCsv } from '../../../runtime/bulk/import.ts';
import { type Engine, openEngine } from '../../../runtime/engine.ts';
import { findPerson } from '../../../runtime/http/people.ts';
import { type BaselineCounts, importByHand, type Place } from '../baseline-import.ts';
import { type Bench, PERSON } from '../bench.ts';
import { median } from '../measure.ts';
import type { Row } from '../report.ts';

/** One file of providers, and what must come of it: a benchmark that does other work measures nothing. */
interface Step {
  readonly name: string;
  readonly file: string;
  readonly map: string;
  readonly setting: string;
  readonly rows: number;
  readonly expected: BaselineCounts;
}

const HOSPITALS_2026 = {
  file: 'hospital_general_information_2026.csv',
  map: 'hospitals_2026.json',
  setting: 'Hospital',
  rows: 5432,
};
const STEPS: readonly Step[] = [
  {
    name: 'import hospitals, 2024',
    file: 'hospital_general_information_2024.csv',
    map: 'hospitals_2024.json',
    setting: 'Hospital',
    rows: 5425,
    expected: { created: 5425, updated: 0, unchanged: 0, rejected: 0, gone: 0 },
  },
  {
    name: 'import nursing homes',
    file: 'nursing_homes_snf_hai_2023.csv',
    map: 'nursing_homes.json',
    setting: 'Nursing Home',
    rows: 15_107,
    expected: { created: 15_025, updated: 0, unchanged: 0, rejected: 82, gone: 0 },
  },
  {
    ...HOSPITALS_2026,
    name: 'import hospitals, 2026 over 2024',
    expected: { created: 186, updated: 2675, unchanged: 2571, rejected: 0, gone: 179 },
  },
  {
    ...HOSPITALS_2026,
    name: 'import hospitals, 2026 again',
    expected: { created: 0, updated: 0, unchanged: 5432, rejected: 0, gone: 179 },
  },
];
const ROUNDS = 3;
const DATA = resolve(import.meta.dirname, '../../../../shared/data');
const MAPS = resolve(import.meta.dirname, '../../../metadata/cqp-directory/imports');

/**
 * The three provider files, and the last one again: wall time of the product's import beside a hand-written one, both
 * in this process, into two tables with the same columns, indexes, keys and rows. The first round is cold.
 */
export async function benchImport(bench: Bench): Promise<Row[]> {
  const engine = await openEngine({ databaseUrl: bench.databaseUrl, org: 'demo', maxConnections: 4 });
  try {
    const place = await copyTable(bench, engine);
    const restore = await restorePoint(bench);
    const times = STEPS.map(() => ({ ours: [] as number[], baseline: [] as number[] }));
    for (let round = 0; round < ROUNDS; round++) {
      await restore();
      for (const [index, step] of STEPS.entries()) {
        times[index]?.ours.push(await timed(step, () => importByProduct(engine, step)));
        times[index]?.baseline.push(await timed(step, () => importByHand(bench.pool, place, byHand(step))));
      }
      await expectSameRows(bench);
    }
    return STEPS.map((step, index) => row(step, times[index] ?? { ours: [], baseline: [] }));
  } finally {
    await engine.close();
  }
}

/** Providers for the benchmarks that read: the files, unless an earlier benchmark brought them in. */
export async function ensureProviders(bench: Bench): Promise<void> {
  const { rows } = await bench.pool.query(`select count(*)::int as count from "${bench.schema}".account`);
  if (rows[0].count > 20_000) return;
  const engine = await openEngine({ databaseUrl: bench.databaseUrl, org: 'demo', maxConnections: 4 });
  try {
    for (const step of STEPS.slice(0, 2)) await importByProduct(engine, step);
  } finally {
    await engine.close();
  }
  await bench.pool.query(`vacuum analyze "${bench.schema}".account`);
}

async function importByProduct(engine: Engine, step: Step): Promise<BaselineCounts> {
  const person = await findPerson(engine, PERSON);
  const mapFile = join(MAPS, step.map);
  const json: Json = JSON.parse(await readFile(mapFile, 'utf8'));
  const { map, problems } = parseImportMap(json, mapFile);
  if (!map) throw new Error(problems.map(({ message }) => message).join('\n'));
  const access = async () => {
    const found = await engine.access(person?.id ?? '');
    if (!found) throw new Error(`There is no ${PERSON}.`);
    return found;
  };
  const host = { access, read: engine.read, write: engine.write };
  const file = join(DATA, step.file);
  const result = await importCsv(host, {
    file,
    map,
    mapFile,
    resultFile: join(tmpdir(), 'formwork-bench.rejected.csv'),
  });
  if (result.status !== 'done') throw new Error(`${step.name}: ${JSON.stringify(result)}`);
  const { created, updated, unchanged, rejected, gone } = result.summary;
  return { created, updated, unchanged, rejected, gone: gone.count };
}

function byHand({ file, setting }: Step) {
  const headings = setting === 'Hospital' ? HOSPITAL_HEADINGS : NURSING_HOME_HEADINGS;
  return {
    file: join(DATA, file),
    headings: file === HOSPITALS_2026.file ? without(headings, 'Telephone Number') : headings,
    setting,
    resultFile: join(tmpdir(), 'formwork-bench.by-hand.csv'),
  };
}

const HOSPITAL_HEADINGS = {
  'Facility ID': 'ccn__c',
  'Facility Name': 'name',
  Address: 'billingstreet',
  'City/Town': 'billingcity',
  State: 'billingstate',
  'ZIP Code': 'billingpostalcode',
  'County/Parish': 'county__c',
  'Telephone Number': 'phone',
  'Hospital Type': 'hospital_type__c',
  'Hospital Ownership': 'ownership__c',
  'Emergency Services': 'emergency_services__c',
  'Hospital overall rating': 'overall_rating__c',
};
const NURSING_HOME_HEADINGS = {
  cms_certification_number_ccn: 'ccn__c',
  facility_name: 'name',
  address_line_1: 'billingstreet',
  city: 'billingcity',
  state: 'billingstate',
  zip_code: 'billingpostalcode',
  county_name: 'county__c',
  phone_number: 'phone',
  cms_region: 'cms_region__c',
};

function without(headings: Readonly<Record<string, string>>, heading: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headings).filter(([name]) => name !== heading));
}

/** A table for the hand-written import: columns, defaults, indexes and foreign keys of the product's, and its rows. */
async function copyTable({ pool, schema }: Bench, engine: Engine): Promise<Place> {
  const [from, to] = [`"${schema}".account`, `"${schema}".bench_account`];
  await pool.query(`drop table if exists ${to}`);
  await pool.query(`create table ${to} (like ${from} including all)`);
  const { rows } = await pool.query({
    text: `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'f'`,
    values: [from],
  });
  for (const { definition } of rows) await pool.query(`alter table ${to} add ${definition}`);
  await pool.query(`insert into ${to} select * from ${from}`);
  const person = await findPerson(engine, PERSON);
  let number = 0;
  const newId = () => {
    number += 1;
    return `001${number.toString(36).toUpperCase().padStart(12, '0')}AAA`;
  };
  return { schema, table: to, userId: person?.id ?? '', newId };
}

/** Both tables as they are now; the answer takes them back to it. */
async function restorePoint({ pool, schema }: Bench): Promise<() => Promise<void>> {
  const tables = [`"${schema}".account`, `"${schema}".bench_account`];
  const { rows } = await pool.query(`select id from ${tables[0]}`);
  const ids = rows.map(({ id }) => id);
  return async () => {
    for (const table of tables) {
      await pool.query(`delete from ${table} where id <> all($1)`, [ids]);
      await pool.query(`vacuum analyze ${table}`);
    }
  };
}

async function timed(step: Step, work: () => Promise<BaselineCounts>): Promise<number> {
  const start = performance.now();
  const counts = await work();
  const time = performance.now() - start;
  deepStrictEqual(counts, step.expected, step.name);
  return time;
}

/** Every column that the files can fill holds the same in both tables. */
async function expectSameRows({ pool, schema }: Bench): Promise<void> {
  const columns = `name, phone, billingstreet, billingcity, billingstate, billingpostalcode, setting__c, ccn__c, state__c,
    county__c, region__c, medicare_cert_status__c, medicare_cert_source__c, engagement_status__c, hospital_type__c,
    ownership__c, emergency_services__c, overall_rating__c, cms_region__c, active__c, owner_id, is_deleted, version`;
  const [ours, theirs] = [
    `select ${columns} from "${schema}".account`,
    `select ${columns} from "${schema}".bench_account`,
  ];
  const { rows } = await pool.query(`(${ours} except ${theirs}) union all (${theirs} except ${ours})`);
  deepStrictEqual(rows.slice(0, 3), [], `${rows.length} rows differ between the two imports`);
}

function row(step: Step, times: { readonly ours: readonly number[]; readonly baseline: readonly number[] }): Row {
  const ratios = times.ours.map((time, round) => (times.baseline[round] ?? Number.NaN) / time);
  const words = (all: readonly number[]) =>
    `${(median(all) / 1000).toFixed(2)} s (cold ${((all[0] ?? 0) / 1000).toFixed(2)} s)`;
  return {
    name: step.name,
    ours: words(times.ours),
    baseline: words(times.baseline),
    ratio: median(ratios),
    note: `rows per second, higher is better; ${step.rows} rows`,
    figures: { ...times, rows: step.rows, rounds: ROUNDS, expected: step.expected },
  };
}
