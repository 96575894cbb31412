import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmed, type Terminal } from '../../apps/cli/commands/destroying.ts';
import type { DeployResult } from '../../platform/deploy/deploy-result.ts';
import type { Json } from '../../platform/json.ts';
import { createOrg, deleteOrg } from '../../platform/orgs/orgs.ts';
import type { Store } from '../../platform/store/store.ts';
import { insertRecords, NOTES, NOTES_ID, ORDER_FILES } from '../platform/deploy/order-files.ts';
import { formwork } from '../support/cli.ts';
import { openTestPool, uniqueSchema } from '../support/database.ts';

const pool = openTestPool({ max: 2 });
let store: Store;
let desk: string;
beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-destroying-'));
  store = await createOrg(pool, uniqueSchema('cli'));
});
afterAll(async () => {
  await deleteOrg(pool, store.org);
  await pool.end();
  await rm(desk, { recursive: true, force: true });
});

const on = (...args: string[]) => formwork([...args, '--org', store.org]);

async function write(path: string, content: Json | string): Promise<string> {
  const file = join(desk, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

async function writePackage(folder: string, files: Readonly<Record<string, Json>>): Promise<string> {
  const manifest = { name: '@test/orders', version: '1.0.0', formwork: { label: 'Orders' } };
  for (const [path, value] of Object.entries({ 'package.json': manifest, ...files }))
    await write(`${folder}/${path}`, value);
  return join(desk, folder);
}

describe('formwork deploy --destructive', { timeout: 120_000 }, () => {
  const { [NOTES]: _, ...rest } = ORDER_FILES;
  let orders: string;
  let without: string;
  let list: string;
  beforeAll(async () => {
    orders = await writePackage('orders', ORDER_FILES);
    without = await writePackage('without', rest);
    list = await write('destructive.json', { elements: [NOTES_ID] });
    expect((await on('deploy', orders)).code).toBe(0);
    const live = await store.loadLive();
    if (live) await insertRecords(store, live, 'Order__c', [{ Name: 'One', Notes__c: 'kept' }, { Name: 'Two' }]);
  });

  it.each([
    ['{ "elements": [', /destructive-0\.json:1:16 at \/elements\/0\n.*\[MALFORMED_JSON\]/],
    ['["field:A.B"]', /destructive-1\.json:1:1\n {2}Expected an object, found \["field:A\.B"\]\. \[WRONG_TYPE\]/],
    ['{\n  "element": []\n}', /destructive-2\.json:2:3 at \/element\n.*\n.*\n.*\n {4}did you mean elements\?/],
    [
      '{\n  "elements": ["field:A.B",\n    "field:A.B"]\n}',
      /destructive-3\.json:3:5 at \/elements\/1\n.*stands here twice/,
    ],
    [
      '{\n  "elements": [\n    "Order__c.Notes__c"\n  ]\n}',
      /destructive-4\.json:3:5 at \/elements\/0\n.*\[INVALID_ELEMENT\]/,
    ],
  ])('refuses a list such as %j at its line', async (text, expected) => {
    const number = /destructive-(\d)/.exec(String(expected))?.[1];
    const file = await write(`destructive-${number}.json`, text);
    for (const command of ['diff', 'deploy']) {
      const { code, stdout } = await on(command, without, '--destructive', file);
      expect([code, stdout]).toEqual([1, expect.stringMatching(expected)]);
      expect(stdout).toContain('Nothing was changed.');
    }
  });

  it('refuses what is not there, with a near miss, and what the files still hold', async () => {
    const file = await write('wrong.json', { elements: ['field:Order__c.Note__c', 'field:Order__c.Code__c'] });
    const { code, stdout } = await on('deploy', without, '--destructive', file);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /wrong\.json:3:5 at \/elements\/0\n.*\[NOT_DESTRUCTIBLE\]\n.*\n {4}did you mean field:Order__c\.Notes__c\?/,
    );
    expect(stdout).toMatch(
      /wrong\.json:4:5 at \/elements\/1\n.*still in @test\/orders \(objects\/Order__c\/fields\/Code__c\.json\)/,
    );
    expect((await on('deploy', without, '--destructive', join(desk, 'none.json'))).code).toBe(2);
  });

  it('shows what is lost, asks for its code, and goes with it', async () => {
    const diff = await on('diff', without, '--destructive', list);
    expect(diff.code).toBe(0);
    expect(diff.stdout).toMatch(
      /What is lost, to be confirmed with --confirm \S+ \(1\)\n {2}- field:Order__c\.Notes__c: values in 1 record, which can be brought back until \d{4}-\d\d-\d\d\n/,
    );
    const refused = await on('deploy', without, '--destructive', list);
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('[CONFIRMATION_NEEDED]')]);
    const old = await on('deploy', without, '--destructive', list, '--confirm', 'aaaa-bbbb');
    expect([old.code, old.stdout]).toEqual([1, expect.stringContaining('has changed since aaaa-bbbb was confirmed')]);
    const check = await on('deploy', without, '--destructive', list, '--check-only', '--json');
    const { plan } = JSON.parse(check.stdout) as DeployResult;
    const done = await on('deploy', without, '--destructive', list, '--confirm', plan.confirmation ?? '');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Deployed: version 2') });
  });

  it('lists what can be brought back, and purges it only when told twice', async () => {
    const { stdout } = await on('dropped');
    expect(stdout).toMatch(
      /^field:Order__c\.Notes__c {2}values in 1 record {2}removed \S+ by .+ \(command line\) in 0Af\S+ {2}kept until \S+\n$/,
    );
    expect(JSON.parse((await on('dropped', '--json')).stdout)).toMatchObject([{ element: NOTES_ID, records: 1 }]);
    expect(await on('dropped', '--purge', NOTES_ID)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--confirm'),
    });
    const early = await on('dropped', '--purge', NOTES_ID, '--confirm');
    expect([early.code, early.stdout]).toEqual([1, expect.stringContaining('[TOO_EARLY]')]);
    await pool.query(`update "${store.schema}".fw_dropped set dropped_at = now() - interval '1 hour'`);
    const purged = await on('dropped', '--purge', NOTES_ID, '--confirm');
    expect(purged).toMatchObject({ code: 0, stdout: `Purged: ${NOTES_ID}.\n` });
    expect((await on('dropped')).stdout).toBe('Nothing that was removed is kept.\n');
  });

  it('rolls back with a warning that the values are gone, and asks again for what that loses', async () => {
    const [removal] = JSON.parse((await on('deploys', '--json')).stdout) as { id: string }[];
    const back = await on('rollback', removal?.id ?? '');
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('[VALUES_PURGED]')]);
    const [restored] = JSON.parse((await on('deploys', '--json')).stdout) as { id: string }[];
    const refused = JSON.parse((await on('rollback', restored?.id ?? '', '--json')).stdout) as DeployResult;
    expect(refused).toMatchObject({ status: 'failed', problems: [{ code: 'CONFIRMATION_NEEDED' }] });
    const again = await on('rollback', restored?.id ?? '', '--confirm', refused.plan.confirmation ?? '');
    expect(again.code).toBe(0);
  });

  it('keeps what it removes for as long as the environment says', async () => {
    expect((await on('deploy', orders)).code).toBe(0);
    const env = { FORMWORK_KEEP_DROPPED_DAYS: '2' };
    const args = ['deploy', without, '--destructive', list, '--org', store.org];
    const refused = await formwork([...args, '--check-only', '--json'], env);
    const { plan } = JSON.parse(refused.stdout) as DeployResult;
    expect((await formwork([...args, '--confirm', plan.confirmation ?? ''], env)).code).toBe(0);
    const [kept] = JSON.parse((await on('dropped', '--json')).stdout) as { at: string; until: string }[];
    expect(Date.parse(kept?.until ?? '') - Date.parse(kept?.at ?? '')).toBe(2 * 24 * 3600 * 1000);
    expect(await formwork(args, { FORMWORK_KEEP_DROPPED_DAYS: 'x' })).toMatchObject({ code: 2 });
  });
});

describe('a person at a terminal', () => {
  const plan = {
    ...{ fromVersion: 1, elements: [], schema: [], steps: [], records: [], conflicts: [] },
    losses: [{ element: NOTES_ID, label: 'Field Order__c.Notes__c', records: 3, references: [] }],
    confirmation: 'abcd-efgh',
  };
  const needed: DeployResult = {
    ...{ status: 'failed', plan },
    problems: [{ code: 'CONFIRMATION_NEEDED', severity: 'error', message: 'This would take away.' }],
  };
  const done: DeployResult = { status: 'succeeded', plan, problems: [] };
  const terminal = (answer: string): Terminal & { readonly seen: string[] } => {
    const seen: string[] = [];
    return {
      seen,
      isThere: true,
      tell: (text) => void seen.push(text),
      ask: async (question) => (seen.push(question) > 0 ? answer : ''),
    };
  };
  const run = async (confirm: string | undefined) => (confirm === 'abcd-efgh' ? done : needed);

  it('is shown what would be lost and asked for the code', async () => {
    const desk = terminal('abcd-efgh');
    expect(await confirmed({}, run, desk)).toBe(done);
    expect(desk.seen).toEqual([
      'What is lost, to be confirmed with --confirm abcd-efgh (1)\n  - field:Order__c.Notes__c: values in 3 records\n',
      'Type the code abcd-efgh to confirm: ',
    ]);
  });

  it('loses nothing by no answer, or by another', async () => {
    for (const answer of ['', 'yes']) expect(await confirmed({}, run, terminal(answer))).toBe(needed);
  });

  it('is not asked where a program reads the answer, a code was given, or nobody is there', async () => {
    const asked = terminal('abcd-efgh');
    expect(await confirmed({ json: true }, run, asked)).toBe(needed);
    expect(await confirmed({ confirm: 'old' }, run, asked)).toBe(needed);
    expect(await confirmed({}, run, { ...asked, isThere: false })).toBe(needed);
    expect(asked.seen).toEqual([]);
  });
});
