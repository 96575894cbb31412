import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestReport, Trace } from '../../apps/cli/test-report.ts';
import type { Json } from '../../platform/json.ts';
import { listOrgs } from '../../platform/orgs/orgs.ts';
import { quoteIdentifier } from '../../platform/physical/identifier.ts';
import { PARCELS, scenarioFile } from '../runtime/scenarios/parcels.ts';
import { formwork } from '../support/cli.ts';
import { openTestPool, testDatabaseUrl, uniqueSchema } from '../support/database.ts';

/** A database of its own: what other tests do with scratch orgs is not seen in it. */
const server = openTestPool({ max: 1 });
const database = uniqueSchema('cli_test');
const url = new URL(`/${database}`, testDatabaseUrl()).href;
const here = { DATABASE_URL: url };
const pool = new pg.Pool({ connectionString: url, max: 2 });
let desk: string;
beforeAll(async () => {
  await server.query(`create database ${quoteIdentifier(database)}`);
  desk = await mkdtemp(join(tmpdir(), 'formwork-test-'));
});
afterAll(async () => {
  await pool.end();
  await server.query(`drop database ${quoteIdentifier(database)} with (force)`);
  await server.end();
  await rm(desk, { recursive: true, force: true });
});

const MANIFEST = { name: '@test/parcels', version: '1.0.0', formwork: { label: 'Parcels' } };
const PACKED = { do: 'create', object: 'Parcel__c', values: { Name: 'A', Weight__c: 5 } };
const holds = (more = {}) => scenarioFile({ steps: { parcel: PACKED }, ...more });
const fails = (more = {}) =>
  scenarioFile({ steps: { parcel: { ...PACKED, expect: { values: { Weight__c: 6 } } } }, ...more });

async function writePackage(name: string, scenarios: Readonly<Record<string, Json>>): Promise<string> {
  const files = Object.entries(scenarios).map(([scenario, value]) => [`scenarios/${scenario}.json`, value] as const);
  for (const [path, value] of [['package.json', MANIFEST] as const, ...Object.entries(PARCELS), ...files]) {
    const file = join(desk, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(value, null, 2));
  }
  return join(desk, name);
}

describe('formwork test', { timeout: 120_000 }, () => {
  it('plays what holds, and says so', async () => {
    const dir = await writePackage('holds', { One: holds(), Two: holds() });
    const { code, stdout, stderr } = await formwork(['test', dir], here);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 scenarios passed, 0 failed, in [\d.]+ s\.\n$/);
    expect(stderr).toContain('2 of 2 scenarios (100 %)');
    expect(await listOrgs(pool)).toEqual([]);
  });

  it('prints what failed with file, line and difference', async () => {
    const dir = await writePackage('fails', { One: holds(), Two: fails() });
    const { code, stdout } = await formwork(['test', dir], here);
    expect(code).toBe(1);
    const text = await readFile(join(dir, 'scenarios/Two.json'), 'utf8');
    const line = text.split('\n').findIndex((each) => each.includes('"Weight__c": 6')) + 1;
    const [head, place, ...rest] = stdout.split('\n');
    expect(head).toBe('failed Two (@test/parcels)');
    expect(resolve(place?.trim().split(':')[0] ?? '')).toBe(join(dir, 'scenarios/Two.json'));
    expect(place).toContain(`:${line}:`);
    expect(place).toContain('at /steps/parcel/expect/values/Weight__c');
    expect(rest.join('\n')).toMatch(
      /^ {4}Weight of the Parcel is another\.\n {6}expected {2}6\n {6}actual {4}5\n1 scenario passed, 1 failed, in/,
    );
  });

  it('answers in JSON, all of it or the traces of what passes', async () => {
    const dir = await writePackage('traced', {
      One: holds({ traces: ['T2', 'T10'] }),
      Two: holds({ traces: ['T2'] }),
      Three: fails({ traces: ['T1', 'T10'] }),
    });
    const whole = await formwork(['test', dir, '--json'], here);
    expect(whole.code).toBe(1);
    const report: TestReport = JSON.parse(whole.stdout);
    expect(report).toMatchObject({ passed: 2, failed: 1, stopped: false, problems: [] });
    expect(report.scenarios.find(({ name }) => name === 'Three')?.failures).toEqual([
      expect.objectContaining({ file: 'scenarios/Three.json', line: expect.any(Number), expected: 6, actual: 5 }),
    ]);
    const traced = await formwork(['test', dir, '--trace', '--json'], here);
    expect(traced.code).toBe(1);
    expect(JSON.parse(traced.stdout) satisfies Trace).toEqual({
      rows: [
        { id: 'T2', scenarios: ['One', 'Two'] },
        { id: 'T10', scenarios: ['One'] },
      ],
    });
    const words = await formwork(['test', dir, '--trace'], here);
    expect(words.stdout).toContain('T2  One, Two\nT10  One\nfailed Three');
  });

  it('plays those that are asked for', async () => {
    const dir = await writePackage('filtered', { Heavy_Parcel: holds(), Light_Parcel: holds({ label: 'It floats' }) });
    const { stdout } = await formwork(['test', dir, '--filter', 'FLOATS', '--json'], here);
    expect((JSON.parse(stdout) as TestReport).scenarios.map(({ name }) => name)).toEqual(['Light_Parcel']);
    const unknown = await formwork(['test', dir, '--filter', 'Heavy_Parcle'], here);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('Did you mean Heavy_Parcel?');
  });

  it('refuses packages with problems, and plays nothing', async () => {
    const dir = await writePackage('wrong', { One: holds(), Two: holds({ as: 'paker' }) });
    const { code, stdout } = await formwork(['test', dir], here);
    expect(code).toBe(1);
    expect(stdout).toContain('did you mean packer?');
    expect(stdout).toMatch(/Two\.json:\d+:\d+ at \/as/);
    expect(stdout).toContain('No scenario was run.');
  });

  it('has nothing to do where there are no scenarios, without a database', async () => {
    const dir = await writePackage('none', {});
    const { code, stdout } = await formwork(['test', dir], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(0);
    expect(stdout).toBe('These packages have no scenarios.\n');
  });

  it('says with code 3 that the database is not to be reached', async () => {
    const dir = await writePackage('away', { One: holds() });
    const { code, stderr } = await formwork(['test', dir], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(3);
    expect(stderr).toContain('cannot be used');
  });

  it('takes its orgs away when Ctrl-C or SIGTERM stops it', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`Number${index}`, holds()]));
    const dir = await writePackage('many', many);
    const main = join(import.meta.dirname, '../../apps/cli/main.ts');
    const child = spawn(process.execPath, [main, 'test', dir], { env: { ...process.env, ...here } });
    let [stdout, seen] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      seen += chunk;
      // Some are played by now, and many are not.
      if (seen.includes('(10 %)')) child.kill('SIGINT');
    });
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(3);
    expect(stdout).toContain('Stopped before all were played.');
    expect(await listOrgs(pool)).toEqual([]);
  });

  it('writes a JUnit report', async () => {
    const dir = await writePackage('reported', { One: holds(), Two: fails() });
    const file = join(desk, 'reports/junit.xml');
    const { code } = await formwork(['test', dir, '--junit', file], here);
    expect(code).toBe(1);
    const xml = await readFile(file, 'utf8');
    expect(xml).toContain('<testsuite name="@test/parcels" tests="2" failures="1"');
    expect(xml).toMatch(/<testcase name="One" classname="@test\/parcels" time="[\d.]+"/);
    expect(xml).toContain('Weight of the Parcel is another.');
    expect(xml).toContain('Two.json:');
  });
});
