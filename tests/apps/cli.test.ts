import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy } from '../../platform/deploy/deploy.ts';
import type { Json } from '../../platform/json.ts';
import { createOrg, deleteOrg } from '../../platform/orgs/orgs.ts';
import type { Store } from '../../platform/store/store.ts';
import { formwork, formworkProcess } from '../support/cli.ts';
import { openTestPool, uniqueSchema } from '../support/database.ts';
import { ENGINE_HOOKS } from '../support/org.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOSPITALS = 'metadata/cqp-directory/imports/hospitals_2024.json';

const pool = openTestPool({ max: 3 });
const orgs: Store[] = [];
let desk: string;
beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-cli-'));
});
afterAll(async () => {
  for (const { org } of orgs) await deleteOrg(pool, org);
  await pool.end();
  await rm(desk, { recursive: true, force: true });
});

async function newOrg(): Promise<Store> {
  const store = await createOrg(pool, uniqueSchema('cli'));
  orgs.push(store);
  return store;
}

async function write(path: string, content: Json | string): Promise<string> {
  const file = join(desk, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

/** The package that README.md shows, as files. */
async function writeReadmePackage(folder: string): Promise<string> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/^`tools\/(\S+\.json)`\n+```json\n(.*?)```$/gms)];
  for (const [, path = '', json = ''] of shown) await write(`${folder}/${path}`, json);
  expect(shown.length).toBeGreaterThan(3);
  return join(desk, folder);
}

const CONDITION = 'objects/Tool__c/fields/Condition__c.json';

/** Changes a property of the field in a copy of README's package. */
async function writeTools(folder: string, change: Record<string, Json> = {}): Promise<string> {
  const dir = await writeReadmePackage(folder);
  const field: Record<string, Json> = JSON.parse(await readFile(join(dir, CONDITION), 'utf8'));
  await write(`${folder}/${CONDITION}`, { ...field, ...change });
  return dir;
}

describe('formwork', { timeout: 60_000 }, () => {
  it.each([
    [[]],
    [['check']],
    [['diff']],
    [['deploy']],
    [['format']],
    [['retrieve']],
    [['deploys']],
    [['rollback']],
    [['data']],
    [['package']],
    [['package', 'list']],
    [['package', 'lock']],
    [['package', 'pack']],
    [['package', 'ci']],
    [['data', 'import']],
  ])('tells with --help what %j takes, and the exit codes', async (command) => {
    const { code, stdout, stderr } = await formworkProcess([...command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: ${['formwork', ...command].join(' ')}`);
    expect(stdout).toContain('Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 could not reach or run.');
    expect(stderr).toBe('');
  });

  it.each([
    [['chekc'], "unknown command 'chekc'"],
    [['check', '--jsn'], "unknown option '--jsn'"],
    [['deploy', '--prefer', 'mine'], 'Allowed choices are ours, theirs'],
    [['rollback'], "missing required argument 'deploy'"],
    [['data', 'export'], "unknown command 'export'"],
    [['data', 'import', 'x.csv', '--object', 'Account'], "required option '--map <file>' not specified"],
    [['check', 'no/such/folder'], 'There is no folder'],
  ])('refuses %j as wrong usage', async (args, message) => {
    const { code, stdout, stderr } = await formworkProcess(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
  });

  it.each([
    ['postgres://nobody:hidden@127.0.0.1:1/none', 'ECONNREFUSED 127.0.0.1:1'],
    ['postgres://nobody:hidden@localhost:1/none', 'ECONNREFUSED'],
  ])('says with code 3 that the database %s is not to be reached', async (url, message) => {
    const { code, stdout, stderr } = await formworkProcess(['deploys', '--json'], { DATABASE_URL: url });
    expect(code).toBe(3);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^The database at \S+:1 cannot be used \(.+\)\n$/);
    expect(stderr).not.toContain('hidden');
    expect(stdout).toBe('');
  });

  it('says what a wrong DATABASE_URL or org should be', async () => {
    const wrong = await formworkProcess(['deploys'], { DATABASE_URL: 'mysql://me:hidden@host/x' });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('DATABASE_URL is not the address of a PostgreSQL');
    expect(wrong.stderr).not.toContain('hidden');
    const unknown = await formworkProcess(['deploys', '--org', 'nowhere']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('There is no org "nowhere" in this database.');
  });
});

describe('formwork check', { timeout: 60_000 }, () => {
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

  it('finds nothing wrong with the shipped packages, without a database', async () => {
    expect(await formwork(['check'], nowhere)).toEqual({ code: 0, stdout: 'No problems.\n', stderr: '' });
    const json = await formwork(['check', 'metadata/formwork-standard', '--json'], nowhere);
    expect(JSON.parse(json.stdout)).toEqual({ ok: true, problems: [] });
  });

  it('tells every problem with its place, what was found, what was expected and what was probably meant', async () => {
    const dir = await writeTools('broken', { requierd: true, type: 'Picklst' });

    await write('broken/objects/Tool__c/listViews/All.json', '{ "label": "All", }');

    const { code, stdout } = await formwork(['check', dir], nowhere);
    expect(code).toBe(1);
    // The place can be clicked on: it is reached from the current folder.
    const place = /^error (\S+?):(\d+):(\d+) at (\/type)$/m.exec(stdout);
    expect(resolve(ROOT, place?.[1] ?? '')).toBe(join(dir, CONDITION));
    const line = (await readFile(join(dir, CONDITION), 'utf8')).split('\n')[Number(place?.[2]) - 1];
    expect(line).toContain('"type": "Picklst"');
    expect(stdout).toContain('    found     "Picklst"\n');
    expect(stdout).toMatch(/ {4}expected {2}\S+/);
    expect(stdout).toContain('    did you mean Picklist?\n');
    expect(stdout).toContain('did you mean required?');
    expect(stdout).toMatch(/\n\d+ errors, \d+ warnings?\n$/);

    const json = await formwork(['check', dir, '--json'], nowhere);
    expect(json.code).toBe(1);
    const { ok, problems } = JSON.parse(json.stdout);
    expect(ok).toBe(false);
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        file: CONDITION,
        pointer: '/type',
        line: expect.any(Number),
        column: expect.any(Number),
        found: 'Picklst',
        expected: expect.any(String),
        suggestion: 'Picklist',
      }),
    );
    const errors = problems.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(new Set(errors.map(({ file }: { file: string }) => file)).size).toBe(2);
  });
});

describe('formwork diff, deploy, deploys and rollback', { timeout: 120_000 }, () => {
  let store: Store;
  let tools: string;
  const on = (...args: string[]) => formwork([...args, '--org', store.org]);
  beforeAll(async () => {
    store = await newOrg();
    tools = await writeTools('tools');
  });

  const publish = (label: string, expectedVersion: number) =>
    deploy(
      store,
      {
        kind: 'publish',
        edits: [{ op: 'set', element: 'field:Tool__c.Condition__c', properties: { label } }],
        expectedVersion,
        by: 'admin@example.org',
        note: '',
      },
      ENGINE_HOOKS,
    );

  it('show what would be, and change nothing', async () => {
    expect(await on('deploys')).toEqual({ code: 0, stdout: 'Nothing was deployed yet.\n', stderr: '' });
    const diff = await on('diff', tools);
    expect(diff.code).toBe(0);
    expect(diff.stdout).toContain('+ field:Tool__c.Condition__c');
    expect(diff.stdout).toMatch(/^Tables \(\d+\)$/m);
    const check = await on('deploy', tools, '--check-only');
    expect(check.code).toBe(0);
    expect(check.stdout).toContain('Checked: it can be deployed. Nothing was changed.');
    expect(JSON.parse((await on('deploys', '--json')).stdout)).toEqual([]);
  });

  it('deploy once, and find nothing to do a second time', async () => {
    const first = await on('deploy', tools, '--note', 'The first tools');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^Deployed: version 1, deploy \S+\.$/m);
    const second = await on('deploy', tools);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('Nothing to deploy: the org has these packages already.');
    const diff = await on('diff', tools, '--json');
    expect(JSON.parse(diff.stdout)).toMatchObject({ plan: { elements: [], steps: [], conflicts: [] }, problems: [] });
    const deploys = await on('deploys');
    expect(deploys.stdout).toMatch(
      /^\S+ {2}version 1 {2}packages {2}\S+ {2}.+ \(command line\) {2}\d+ elements {2}The first tools\n$/,
    );
  });

  it('refuse a package with errors, and change nothing', async () => {
    const broken = await writeTools('tools-broken', { type: 'Picklst' });
    const { code, stdout } = await on('deploy', broken);
    expect(code).toBe(1);
    expect(stdout).toContain('did you mean Picklist?');
    expect(stdout).toContain('Not deployed. Nothing was changed.');
    expect(JSON.parse((await on('deploys', '--json')).stdout)).toHaveLength(1);
  });

  it('stop where an admin changed the same, until somebody decides', async () => {
    expect((await publish('Shape', 1)).status).toBe('succeeded');
    const newer = await writeTools('tools-newer', { label: 'State' });
    const stopped = await on('deploy', newer);
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toContain(
      'field:Tool__c.Condition__c label: package "Condition" → "State", admin@example.org',
    );
    expect(stopped.stdout).toContain('--prefer ours');
    const diff = await on('diff', newer, '--json');
    expect(diff.code).toBe(1);
    expect(JSON.parse(diff.stdout).plan.conflicts).toMatchObject([
      { property: 'label', base: 'Condition', theirs: 'State', ours: 'Shape', by: 'admin@example.org' },
    ]);

    const label = async () => (await store.loadLive())?.model.objects.get('Tool__c')?.fields.get('Condition__c')?.label;
    expect(await on('deploy', newer, '--prefer', 'ours')).toMatchObject({ code: 0 });
    expect(await label()).toBe('Shape');
    const newest = await writeTools('tools-newest', { label: 'Fitness' });
    expect(await on('deploy', newest, '--prefer', 'theirs')).toMatchObject({ code: 0 });
    expect(await label()).toBe('Fitness');
  });

  it('take a deploy back, once', async () => {
    const [latest] = JSON.parse((await on('deploys', '--json')).stdout);
    const check = await on('rollback', latest.id, '--check-only');
    expect(check.stdout).toContain('label: "Fitness" → "Shape"');
    const back = await on('rollback', latest.id, '--json');
    expect(back.code).toBe(0);
    expect(JSON.parse(back.stdout)).toMatchObject({ status: 'succeeded', version: latest.version + 1 });
    expect((await on('deploys')).stdout.split('\n')[0]).toContain(`rollback of ${latest.id}`);
    const again = await on('rollback', latest.id);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('was rolled back already');
    const unknown = await on('rollback', '0XX000000000000AAA');
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain('0XX000000000000AAA');
  });

  it('write the open conflicts to a file, and go as it decides', async () => {
    const { version = 0 } = (await store.loadLive()) ?? {};
    expect((await publish('Form', version)).status).toBe('succeeded');
    const newer = await writeTools('tools-decided', { label: 'Soundness' });
    const file = join(desk, 'decisions.json');
    const open = await on('diff', newer, '--write-decisions', file);
    expect(open).toMatchObject({ code: 1, stderr: expect.stringContaining('Wrote 1 open conflict') });
    const undecided = await on('deploy', newer, '--decisions', file);
    expect(undecided.code).toBe(1);
    expect(undecided.stdout).toMatch(
      /decisions\.json:6:7 at \/decisions\/0\/choose\n {2}"" is not one of ours, theirs/,
    );
    await writeFile(file, (await readFile(file, 'utf8')).replace('"choose": ""', '"choose": "theirs"'));
    const text = await readFile(file, 'utf8');
    expect(await on('deploy', newer, '--decisions', file, '--write-decisions', relative(ROOT, file))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name another one'),
    });
    const rest = join(desk, 'rest.json');
    const decided = await on('deploy', newer, '--decisions', file, '--write-decisions', rest);
    expect(decided.code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(text);
    await expect(readFile(rest)).rejects.toThrow('ENOENT');
    expect(decided.stdout).toMatch(/Conflicts as decided \(1\)\n.*"Soundness".*: theirs \(.+ \(command line\)\)/);
    const again = await on('deploy', await writeTools('tools-again', { label: 'Repair' }), '--decisions', file);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('[STALE_DECISION]');
  });

  it('uninstall what is there, and say what is not', async () => {
    const other = await newOrg();
    const there = (...args: string[]) => formwork([...args, '--org', other.org]);
    await there('deploy', tools);
    const unknown = await there('uninstall', '@example/tool');
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain('did you mean @example/tools?');
    const plan = JSON.parse((await there('uninstall', '@example/tools', '--check-only', '--json')).stdout).plan;
    const confirm = plan.confirmation ? ['--confirm', plan.confirmation] : [];
    const gone = await there('uninstall', '@example/tools', ...confirm);
    expect(gone.code).toBe(0);
    expect(gone.stdout).toContain('- object:Tool__c');
    expect((await other.loadLive())?.model.objects.has('Tool__c')).toBe(false);
  });
});

describe('formwork data import', { timeout: 120_000 }, () => {
  const HEADER =
    'Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Telephone Number,Hospital Type,Hospital Ownership,Emergency Services,Hospital overall rating';
  const row = (id: string, name: string, state = 'ME', rating = '4') =>
    `${id},${name},1 Main St,PORTLAND,${state},4101,CUMBERLAND,(207) 555-0100,Acute Care Hospitals,Government - Local,Yes,${rating}`;
  let store: Store;
  const load = (file: string, ...more: string[]) =>
    formwork(['data', 'import', file, '--object', 'Account', '--map', HOSPITALS, '--org', store.org, ...more]);
  const lines = (...rows: string[]) => [HEADER, ...rows, ''].join('\n');
  beforeAll(async () => {
    store = await newOrg();
    const { code, stdout } = await formwork(['deploy', 'metadata', '--org', store.org]);
    expect(code, stdout).toBe(0);
  }, 120_000);

  it('creates, updates, leaves alone and rejects, and says so', async () => {
    const rejected = join(desk, 'refused.csv');
    const first = await load(
      await write('first.csv', lines(row('10001', 'First'), row('10002', 'Second', 'ME', 'Not Available'))),
      '--rejected',
      rejected,
    );
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('2 rows: 2 created, 0 updated, 0 unchanged, 0 rejected.');
    expect(first.stderr).toContain('2 of 2 rows (100 %)');
    expect(existsSync(rejected)).toBe(false);

    const file = await write(
      'second.csv',
      lines(
        row('10001', 'First of all'),
        row('10002', 'Second', 'ME', '9'),
        row('1.4E+170', 'Lost'),
        row('10003', 'Third'),
      ),
    );
    const second = await load(file, '--rejected', rejected);
    expect(second.code).toBe(1);
    expect(second.stdout).toContain('4 rows: 1 created, 1 updated, 0 unchanged, 2 rejected.');
    expect(second.stdout).toContain(`The rejected rows are in ${rejected}, with their reasons.`);
    expect(second.stdout).toContain('Records changed, by field:\n  Name: 1\n');
    const refused = await readFile(rejected, 'utf8');
    expect(refused.split('\n')[0]).toBe(`Row,${HEADER},Error codes,Errors`);
    expect(refused).toContain('4,1.4E+170,Lost,');
    expect(refused).toContain('INVALID_VALUE,CCN must be 6 letters or digits.');
    expect(refused).toMatch(/^3,10002,Second,.*FIELD_CUSTOM_VALIDATION_EXCEPTION/m);
  });

  it('answers programs in JSON', async () => {
    const rejected = join(desk, 'json.csv');
    const { code, stdout } = await load(
      await write('third.csv', lines(row('10001', 'First of all'), row('1.4E+170', 'Lost'))),
      '--json',
      '--rejected',
      rejected,
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'done',
      rejectedFile: rejected,
      summary: { read: 2, total: 2, created: 0, updated: 0, unchanged: 1, rejected: 1 },
    });
  });

  it('refuses a file with another header, and imports nothing', async () => {
    const file = await write('header.csv', lines(row('10009', 'Never')).replace('Facility ID', 'Provider'));
    const { code, stdout } = await load(file);
    expect(code).toBe(1);
    expect(stdout).toContain('The file has no column "Facility ID".');
    expect(stdout).toContain('Nothing was imported.');
  });

  it('refuses a mapping file that is none, with all that is wrong with it', async () => {
    const file = await write('any.csv', lines(row('10009', 'Never')));
    const withMap = (map: string) =>
      formwork(['data', 'import', file, '--object', 'Account', '--map', map, '--org', store.org]);
    const cut = await withMap(await write('cut.json', '{ "object": "Account", "columns": '));
    expect(cut.code).toBe(1);
    expect(cut.stdout).toMatch(/^error \S+cut\.json:1:\d+/);
    const wrong = await withMap(
      await write('wrong.json', {
        object: 'Account',
        key: 'CCN__c',
        columns: { 'Facility ID': { field: 'CCM__c' }, State: { field: 'BillingState', pad: 5 } },
      }),
    );
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toContain('/columns/State/pad');
    const unknown = await withMap(
      await write('unknown.json', {
        object: 'Account',
        key: 'CCN__c',
        columns: { 'Facility ID': { field: 'CCM__c' } },
      }),
    );
    expect(unknown.code).toBe(1);
    expect(unknown.stdout).toContain('did you mean CCN__c?');
  });

  it('refuses files that are not there, another object, and its own file for the refused rows', async () => {
    const file = await write('any.csv', lines(row('10009', 'Never')));
    const base = ['data', 'import', '--org', store.org];
    for (const [args, message] of [
      [[join(desk, 'none.csv'), '--object', 'Account', '--map', HOSPITALS], 'none.csv cannot be read'],
      [[file, '--object', 'Account', '--map', join(desk, 'none.json')], 'none.json cannot be read'],
      [[file, '--object', 'Contact', '--map', HOSPITALS], 'is for Account, not for Contact'],
      [[file, '--object', 'Account', '--map', HOSPITALS, '--rejected', file], 'it is the file to import'],
      [[file, '--object', 'Account', '--map', HOSPITALS, '--as', 'nobody@x.example'], 'There is no active user'],
    ] as const) {
      const { code, stderr } = await formwork([...base, ...args]);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
    expect(await readFile(file, 'utf8')).toContain('Never');
  });

  it('applies the access of the person it is done as', async () => {
    const file = await write('as.csv', lines(row('10001', 'Renamed')));
    const readOnly = await load(file, '--as', 'cms.readonly@cqp.example');
    expect(readOnly.code).toBe(1);
    expect(readOnly.stdout).toContain('Account.Name cannot be written by you');
    expect(readOnly.stdout).toContain('Nothing was imported.');

    const names = await write('names.json', {
      object: 'Account',
      key: 'CCN__c',
      columns: {
        'Facility ID': { field: 'CCN__c', pad: { length: 6, with: '0' } },
        'Facility Name': { field: 'Name' },
      },
    });
    const rename = (person: string, rejected: string) =>
      formwork(
        ['data', 'import', file, '--object', 'Account', '--map', names, '--org', store.org].concat([
          '--as',
          `${person}@cqp.example`,
          '--rejected',
          rejected,
        ]),
      );
    const refused = join(desk, 'elsewhere.csv');
    const elsewhere = await rename('advisor.midwest', refused);
    expect(elsewhere.stdout).toContain('1 rejected');
    expect(elsewhere.code).toBe(1);
    expect(await readFile(refused, 'utf8')).toContain('INSUFFICIENT_ACCESS');
    const here = await rename('advisor.northeast', refused);
    expect(here.stdout).toContain('1 updated');
    expect(here.code).toBe(0);
    // The refused rows of an earlier run are not left to be taken for this one's.
    expect(existsSync(refused)).toBe(false);
  });
});
