import { readFile, writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type pg from 'pg';

/** What a hand-written import of one kind of file knows: which heading is which column, and what is constant. */
export interface BaselineFile {
  readonly file: string;
  readonly headings: Readonly<Record<string, string>>;
  readonly setting: string;
  readonly resultFile: string;
}

export interface BaselineCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly gone: number;
}

/**
 * What a good engineer writes by hand for these files: read, pad, check, look up, compare, write in batches. It keeps
 * the rules of the account that the files can break, and tells what changed, what was refused and what is gone.
 */
export async function importByHand(pool: pg.Pool, place: Place, source: BaselineFile): Promise<BaselineCounts> {
  const { rows, rejected, codes } = await readFileRows(source, await loadStates(pool, place));
  let [created, updated] = [0, 0];
  for (let start = 0; start < rows.length; start += BATCH_SIZE) {
    const written = await writeBatch(pool, place, rows.slice(start, start + BATCH_SIZE));
    created += written.created;
    updated += written.updated;
  }
  await writeFile(source.resultFile, stringify(rejected));
  const present = await pool.query({
    text: `select ccn__c, name from ${place.table} where setting__c = $1 and medicare_cert_status__c = 'Active'
             and medicare_cert_source__c = $2 and not is_deleted`,
    values: [source.setting, SOURCE],
  });
  const gone = present.rows.filter(({ ccn__c }) => !codes.has(String(ccn__c).toLowerCase())).length;
  return { created, updated, unchanged: rows.length - created - updated, rejected: rejected.length, gone };
}

/** Where the rows go and by whom. */
export interface Place {
  readonly schema: string;
  /** Quoted, with its schema. */
  readonly table: string;
  readonly userId: string;
  newId(): string;
}

const BATCH_SIZE = 1000;
const SOURCE = 'Provider Data Catalog';
/** Columns of the table that the files fill, in the order of the statement. */
const COLUMNS = [
  'ccn__c',
  'name',
  'billingstreet',
  'billingcity',
  'billingstate',
  'billingpostalcode',
  'county__c',
  'phone',
  'hospital_type__c',
  'ownership__c',
  'emergency_services__c',
  'overall_rating__c',
  'cms_region__c',
  'state__c',
  'region__c',
  'setting__c',
  'medicare_cert_status__c',
  'medicare_cert_source__c',
] as const;
const TYPES: Readonly<Record<string, string>> = {
  emergency_services__c: 'boolean',
  overall_rating__c: 'numeric',
  cms_region__c: 'numeric',
};
const TYPE_OF_HOSPITAL = new Set([
  'Acute Care Hospitals',
  'Critical Access Hospitals',
  'Childrens',
  'Psychiatric',
  'Long-term',
  'Rural Emergency Hospital',
  'Acute Care - Veterans Administration',
  'Acute Care - Department of Defense',
]);
const OWNERSHIP = new Set([
  'Government - Federal',
  'Government - State',
  'Government - Local',
  'Government - Hospital District or Authority',
  'Voluntary non-profit - Private',
  'Voluntary non-profit - Church',
  'Voluntary non-profit - Other',
  'Proprietary',
  'Physician',
  'Tribal',
  'Veterans Health Administration',
  'Department of Defense',
]);

type Row = Record<string, string | null>;
type States = ReadonlyMap<string, { readonly id: string; readonly region: string }>;

async function loadStates(pool: pg.Pool, { schema }: Place): Promise<States> {
  const { rows } = await pool.query(`select code__c, id, qin_region__c from "${schema}".state__c where not is_deleted`);
  return new Map(rows.map((row) => [row.code__c, { id: row.id, region: row.qin_region__c }]));
}

async function readFileRows(source: BaselineFile, states: States) {
  const [header = [], ...records]: string[][] = parse(await readFile(source.file), { relax_column_count: true });
  const at = Object.entries(source.headings).map(([heading, column]) => [header.indexOf(heading), column] as const);
  const codes = new Set<string>();
  const rows: Row[] = [];
  const rejected: string[][] = [];
  for (const [index, cells] of records.entries()) {
    const row: Row = {};
    for (const [position, column] of at) {
      const text = cells[position]?.trim() ?? '';
      row[column] = text === '' || text === 'Not Available' ? null : text;
    }
    const problems = complete(row, states, source.setting);
    if (cells.length < header.length) problems.push(`The row has ${cells.length} cells, the header ${header.length}.`);
    const code = row.ccn__c?.toLowerCase();
    if (code !== undefined && codes.has(code)) problems.push(`CCN ${row.ccn__c} stands in an earlier row already.`);
    if (code !== undefined) codes.add(code);
    if (problems.length === 0) rows.push(row);
    else rejected.push([String(index + 2), ...cells, problems.join(' ')]);
  }
  return { rows, rejected, codes };
}

/** Pads, resolves and checks; the row is filled in place. */
function complete(row: Row, states: States, setting: string): string[] {
  const problems: string[] = [];
  row.ccn__c = row.ccn__c?.toUpperCase().padStart(6, '0') ?? null;
  row.billingpostalcode = row.billingpostalcode?.padStart(5, '0') ?? null;
  row.setting__c = setting;
  row.medicare_cert_status__c = 'Active';
  row.medicare_cert_source__c = SOURCE;
  const state = states.get(row.billingstate ?? '');
  row.state__c = state?.id ?? null;
  row.region__c = state?.region ?? null;
  const emergency = row.emergency_services__c;
  row.emergency_services__c = emergency === 'Yes' ? 'true' : 'false';
  if (!/^[0-9A-Z]{6}$/.test(row.ccn__c ?? '')) problems.push('CCN must be 6 letters or digits.');
  if (!state) problems.push('Choose the state or territory.');
  if (!row.name || row.name.length > 255) problems.push('Name is missing or too long.');
  if ((row.billingstreet?.length ?? 0) > 255) problems.push('Street is too long.');
  if ((row.billingcity?.length ?? 0) > 40) problems.push('City is too long.');
  if ((row.billingpostalcode?.length ?? 0) > 20) problems.push('Postal code is too long.');
  if ((row.county__c?.length ?? 0) > 80) problems.push('County is too long.');
  if ((row.phone?.length ?? 0) > 40) problems.push('Phone is too long.');
  if (row.hospital_type__c && !TYPE_OF_HOSPITAL.has(row.hospital_type__c)) problems.push('Hospital type: bad value.');
  if (row.ownership__c && !OWNERSHIP.has(row.ownership__c)) problems.push('Ownership: bad value.');
  if (emergency && emergency !== 'Yes' && emergency !== 'No') problems.push('Emergency services: bad value.');
  if (row.overall_rating__c && !/^[1-5]$/.test(row.overall_rating__c)) problems.push('The rating must be 1 to 5.');
  if (row.cms_region__c && !/^\d{1,2}$/.test(row.cms_region__c)) problems.push('CMS region: two digits.');
  return problems;
}

async function writeBatch(pool: pg.Pool, place: Place, rows: readonly Row[]) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const found = await client.query({
      text: `select id, ${COLUMNS.join(', ')} from ${place.table}
             where lower(ccn__c) = any($1) and not is_deleted order by id for no key update`,
      values: [rows.map((row) => row.ccn__c?.toLowerCase())],
    });
    const known = new Map(found.rows.map((row) => [String(row.ccn__c).toLowerCase(), row]));
    const fresh = rows.filter((row) => !known.has(row.ccn__c?.toLowerCase() ?? ''));
    const changed = rows.flatMap((row) => {
      const before = known.get(row.ccn__c?.toLowerCase() ?? '');
      return before && differs(before, row) ? [{ ...withUnmapped(before, row), id: String(before.id) }] : [];
    });
    await insert(client, place, fresh);
    await update(client, place, changed);
    await client.query('commit');
    return { created: fresh.length, updated: changed.length };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Columns that the file has not keep what they hold. */
function withUnmapped(before: Record<string, unknown>, row: Row): Row {
  return Object.fromEntries(
    COLUMNS.map((column) => [column, row[column] === undefined ? textOf(before[column]) : row[column]]),
  );
}

function differs(before: Record<string, unknown>, row: Row): boolean {
  return COLUMNS.some((column) => row[column] !== undefined && textOf(before[column]) !== row[column]);
}

function textOf(value: unknown): string | null {
  return value === null ? null : String(value);
}

async function insert(client: pg.PoolClient, { table, userId, newId }: Place, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    text: `insert into ${table} (id, ${COLUMNS.join(', ')}, active__c, engagement_status__c, owner_id, created_by_id, last_modified_by_id)
           select *, true, 'Not engaged', $${COLUMNS.length + 2}, $${COLUMNS.length + 2}, $${COLUMNS.length + 2} from ${unnest()}`,
    values: [rows.map(newId), ...columnsOf(rows), userId],
  });
}

async function update(client: pg.PoolClient, { table, userId }: Place, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const sets = COLUMNS.map((column) => `${column} = r.${column}`);
  await client.query({
    text: `update ${table} t set ${sets.join(', ')}, version = version + 1, last_modified_by_id = $${COLUMNS.length + 2},
             last_modified_date = now(), system_modstamp = now()
           from ${unnest()} as r(id, ${COLUMNS.join(', ')}) where t.id = r.id`,
    values: [rows.map((row) => row.id), ...columnsOf(rows), userId],
  });
}

function unnest(): string {
  const arrays = ['$1::text[]', ...COLUMNS.map((column, index) => `$${index + 2}::${TYPES[column] ?? 'text'}[]`)];
  return `unnest(${arrays.join(', ')})`;
}

function columnsOf(rows: readonly Row[]): (string | null | undefined)[][] {
  return COLUMNS.map((column) => rows.map((row) => row[column]));
}
