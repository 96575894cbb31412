import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPackages } from '../../platform/deploy/check-packages.ts';
import type { Json, JsonObject } from '../../platform/json.ts';
import { type Engine, openEngine } from '../../runtime/engine.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { type TestOrg, testOrg } from '../support/org.ts';

/*
 * Packages that are valid JSON and absurd all the same. Nothing here measures time: what took the square of its size
 * would not end before the test does.
 */
const OBJECT = {
  label: 'Order',
  pluralLabel: 'Orders',
  nameField: { type: 'Text', label: 'Order name' },
  sharing: 'Private',
};
const STATUS = { label: 'Status', type: 'Picklist', order: 10 };
const RULE = { order: 10, active: true, errorMessage: 'No.' };
const LONG = 'Long'.repeat(75);

const many = <T>(count: number, entry: (index: number) => readonly [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
const values = (count: number) => many(count, (index) => [`Value ${index}`, { label: `Value ${index}`, order: index }]);
const fields = (count: number) =>
  many<Json>(count, (index) => [
    `objects/Order__c/fields/Field_${index}__c.json`,
    { label: `Field ${index}`, type: 'Text', order: index },
  ]);
const nested = (levels: number) => `{"label":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** Paths over one to four steps to the people who wrote the people who wrote the record. */
function longPaths(): string[] {
  let steps = [''];
  const paths: string[] = [];
  for (let depth = 0; depth < 4; depth++) {
    steps = steps.flatMap((step) => [`${step}CreatedBy.`, `${step}LastModifiedBy.`]);
    paths.push(...steps.flatMap((step) => ['Name', 'Email', 'Username', 'Title'].map((field) => step + field)));
  }
  return paths;
}

interface Absurd {
  readonly title: string;
  /** A text is written as it is. */
  readonly files: JsonObject;
  readonly code: string;
  /** What the message tells people. */
  readonly says: RegExp;
}

const TABLE: readonly Absurd[] = [
  {
    title: 'a picklist of 10,000 values',
    files: { 'objects/Order__c/fields/Status__c.json': { ...STATUS, values: values(10_000) } },
    code: 'TOO_MANY_ITEMS',
    says: /10,000 items .* picklist value here; 1,000 are allowed/,
  },
  {
    title: 'an object of 900 fields',
    files: fields(900),
    code: 'TOO_MANY_FIELDS',
    says: /900 fields; 800 are allowed/,
  },
  {
    title: 'a value whose name has 300 letters',
    files: { 'objects/Order__c/fields/Status__c.json': { ...STATUS, values: { [LONG]: { label: 'Long', order: 1 } } } },
    code: 'INVALID_VALUE',
    says: /255/,
  },
  {
    title: 'a field whose name has 120 letters',
    files: { [`objects/Order__c/fields/${LONG.slice(0, 117)}__c.json`]: { ...STATUS, type: 'Text' } },
    code: 'INVALID_NAME',
    says: /at most 43/,
  },
  {
    title: 'a reference to an object whose name has 300 letters',
    files: { 'apps/Sales.json': { label: 'Sales', order: 10, tabs: { [LONG]: { order: 10 } } } },
    code: 'INVALID_VALUE',
    says: /43/,
  },
  {
    title: 'a list view of 120 columns',
    files: {
      'objects/Order__c/listViews/All.json': {
        label: 'All',
        order: 10,
        columns: Object.fromEntries(longPaths().map((path, order) => [path, { order }])),
      },
    },
    code: 'TOO_MANY_ITEMS',
    says: /120 items .* column here; 50 are allowed/,
  },
  {
    title: 'a file of 50 MB',
    files: { 'roles/Boss.json': `{"label":"Boss","description":"${'x'.repeat(50 * 2 ** 20)}"}` },
    code: 'FILE_TOO_LARGE',
    says: /51 MB; a file of metadata has at most 16 MB/,
  },
  {
    title: 'JSON of 5,000 levels',
    files: { 'roles/Boss.json': nested(5000) },
    code: 'MALFORMED_JSON',
    says: /at most 60 levels of nesting/,
  },
  {
    title: 'a condition of 10,000 comparisons',
    files: {
      'objects/Order__c/validationRules/Rule.json': {
        ...RULE,
        errorCondition: {
          any: Array.from({ length: 10_000 }, (_, index) => ({ fact: 'Name', operator: 'equal', value: `${index}` })),
        },
      },
    },
    code: 'TOO_MANY_COMPARISONS',
    says: /at most 500 comparisons, this one 10,000/,
  },
  {
    title: 'a comparison with 10,000 values',
    files: {
      'objects/Order__c/validationRules/Rule.json': {
        ...RULE,
        errorCondition: {
          fact: 'Name',
          operator: 'in',
          value: Array.from({ length: 10_000 }, (_, index) => `${index}`),
        },
      },
    },
    code: 'WRONG_VALUE',
    says: /at most 1000 values/,
  },
];

let org: TestOrg;
let engine: Engine;
const folders: string[] = [];
beforeAll(async () => {
  org = await testOrg();
  engine = await openEngine({ databaseUrl: testDatabaseUrl(), org: org.name, maxConnections: 3 });
});
afterAll(async () => {
  await engine.close();
  await org.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function writePackage(files: JsonObject): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-absurd-'));
  folders.push(folder);
  const manifest = { name: '@test/app', version: '1.0.0', formwork: { label: 'Test' } };
  const all = { 'package.json': manifest, 'objects/Order__c/object.json': OBJECT, ...files };
  for (const [path, value] of Object.entries(all)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

describe('a package that is absurd', () => {
  it.each(TABLE)('is refused for $title in few clear words, and nothing is applied', async ({ files, code, says }) => {
    const folder = await writePackage(files);
    const problems = await checkPackages([folder]);
    const [file] = Object.keys(files);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.length).toBeLessThan(4);
    for (const { message } of problems) expect(message.length).toBeLessThan(400);
    const told = problems.find((problem) => problem.code === code);
    expect(told?.message).toMatch(says);
    expect(told?.file).toBe(code === 'TOO_MANY_FIELDS' ? 'objects/Order__c/object.json' : file);

    const before = engine.live().version;
    const result = await engine.deployPackages([folder], { by: 'test', note: '' });
    expect(result.status).toBe('failed');
    expect(result.problems.map((problem) => problem.code)).toContain(code);
    expect((await org.loadLive()).version).toBe(before);
    const { rows } = await org.pool.query('select 1 from pg_tables where schemaname = $1 and tablename = $2', [
      org.store.schema,
      'order__c',
    ]);
    expect(rows).toEqual([]);
  });

  it('tells each of 10,000 mistakes at its own line', async () => {
    const rows = many(10_000, (index) => [`Order__c.Nothing_${index}__c`, { read: true }]);
    const set = JSON.stringify({ label: 'Clerk', fields: rows }, null, 1);
    const folder = await writePackage({ 'permissionSets/Clerk.json': set });
    const problems = await checkPackages([folder]);
    expect(problems.length).toBe(10_000);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['DANGLING_REFERENCE']));
    expect(new Set(problems.map(({ line }) => line)).size).toBe(10_000);
  });

  it('tells each of 10,000 rows that do not fit', async () => {
    const rows = many(10_000, (index) => [`Order__c.Nothing_${index}__c`, { raed: true }]);
    const problems = await checkPackages([
      await writePackage({ 'permissionSets/Clerk.json': { label: 'Clerk', fields: rows } }),
    ]);
    expect(problems.length).toBe(10_000);
  });

  it('is none with 500 fields: these are deployed', async () => {
    const folder = await writePackage(fields(500));
    const result = await engine.deployPackages([folder], { by: 'test', note: '' });
    expect(result.problems).toEqual([]);
    expect(result.status).toBe('succeeded');
  });
});
