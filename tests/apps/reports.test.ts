import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotation } from '../../apps/cli/annotate.ts';
import { sarifText } from '../../apps/cli/sarif.ts';
import { problemCodes } from '../../platform/deploy/problem-codes.ts';
import type { Json, JsonObject } from '../../platform/json.ts';
import { createOrg, deleteOrg } from '../../platform/orgs/orgs.ts';
import { formworkIn } from '../support/cli.ts';
import { openTestPool, uniqueSchema } from '../support/database.ts';
import { type Entry, tarball } from '../support/tarball.ts';

const NOWHERE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
const FIELD = 'orders/objects/Order__c/fields/Notes__c.json';
const FILES: Readonly<Record<string, Json>> = {
  'orders/package.json': { name: '@acme/orders', version: '1.2.0', formwork: { label: 'Orders' } },
  'orders/objects/Order__c/object.json': {
    label: 'Order',
    pluralLabel: 'Orders',
    nameField: { type: 'Text', label: 'Name' },
    sharing: 'Read',
  },
  [FIELD]: { label: 'Notes', type: 'Text', order: 10, length: 80 },
};

let desk: string;
beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-reports-'));
});
afterAll(() => rm(desk, { recursive: true }));

/** A repository of its own with the package of orders, changed. */
async function repository(changes: Readonly<Record<string, Json>> = {}): Promise<string> {
  const folder = await mkdtemp(join(desk, 'repo-'));
  for (const [path, value] of Object.entries({ ...FILES, ...changes })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${JSON.stringify(value, null, 2)}\n`);
  }
  return folder;
}

const BROKEN = { [FIELD]: { label: 'Notes', type: 'Txt', order: 10, length: 80 } };

const schema = JSON.parse(
  await readFile(resolve(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8'),
) as JsonObject;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

describe('a SARIF report', { timeout: 120_000 }, () => {
  it('is one by the schema of the standard, for every code there is', () => {
    const problems = Object.keys(problemCodes).map((code, index) => ({
      code,
      severity: index % 2 ? ('error' as const) : ('warning' as const),
      text: `Something about "${code}" 100 % ☃`,
      file: `metadata/a b/${code}.json`,
      ...(index % 3 ? { line: index, column: 1 } : {}),
    }));
    const report = JSON.parse(sarifText(problems));
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    const [{ tool, results }] = report.runs;
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(problemCodes).sort());
    for (const { help, shortDescription } of tool.driver.rules) expect(help.text).toContain(shortDescription.text);
    expect(results).toHaveLength(problems.length);
    expect(results[1].locations[0].physicalLocation.artifactLocation.uri).toMatch(/^metadata\/a%20b\//);
  });

  it('names file, line and column from the root of the repository', async () => {
    const folder = await repository(BROKEN);
    const args = ['check', '.', '--sarif', 'reports/formwork.sarif', '--junit', 'reports/formwork.xml', '--json'];
    const { code, stdout } = await formworkIn(folder, args, NOWHERE);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).ok).toBe(false);
    const report = JSON.parse(await readFile(join(folder, 'reports/formwork.sarif'), 'utf8'));
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    expect(report.runs[0].results).toEqual([
      {
        level: 'error',
        ruleId: 'INVALID_VALUE',
        ruleIndex: 0,
        message: { text: expect.stringContaining('Did you mean Text?') },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: FIELD, uriBaseId: '%SRCROOT%', index: 0 },
              region: { startLine: 3, startColumn: 3 },
            },
          },
        ],
      },
    ]);
    // Whatever folder it was called from.
    await formworkIn(join(folder, 'orders'), ['check', '.', '--sarif', 'own.sarif'], {
      ...NOWHERE,
      GITHUB_WORKSPACE: folder,
    });
    const own = await readFile(join(folder, 'orders/own.sarif'), 'utf8');
    expect(own).toContain(`"uri": "${FIELD}"`);

    // Of folders with the same last name, each file is its own.
    const old = { name: '@acme/old', version: '1', formwork: { label: 'Old' } };
    const two = await repository({ 'old/orders/package.json': old });
    const both = await formworkIn(two, ['check', 'orders', 'old/orders', '--sarif', 'two.sarif'], NOWHERE);
    expect(both.stdout).toContain('error old/orders/package.json:3:3 at /version');
    expect(await readFile(join(two, 'two.sarif'), 'utf8')).toContain('"uri": "old/orders/package.json"');

    const junit = await readFile(join(folder, 'reports/formwork.xml'), 'utf8');
    expect(junit).toContain('<testsuite name="@acme/orders" tests="1" failures="1"');
    expect(junit).toContain(`file="${FIELD}"`);
    expect(junit).toContain(`${FIELD}:3:3: `);
  });

  it('says so where there are no problems, and of a tarball names the place in it', async () => {
    const folder = await repository();
    expect(await formworkIn(folder, ['check', '.', '--sarif', 'ok.sarif', '--junit', 'ok.xml'], NOWHERE)).toMatchObject(
      {
        code: 0,
        stdout: 'No problems.\n',
      },
    );
    expect(JSON.parse(await readFile(join(folder, 'ok.sarif'), 'utf8')).runs[0].results).toEqual([]);
    expect(await readFile(join(folder, 'ok.xml'), 'utf8')).toContain('failures="0"');

    const entries = Object.entries({ ...FILES, ...BROKEN }).map(
      ([path, value]): Entry => [path.replace('orders', 'package'), JSON.stringify(value, null, 2)],
    );
    await writeFile(join(folder, 'acme-orders-1.2.0.tgz'), tarball(entries));
    const run = await formworkIn(folder, ['check', 'acme-orders-1.2.0.tgz', '--sarif', 'tgz.sarif'], NOWHERE);
    expect(run.stdout).toContain('error acme-orders-1.2.0.tgz!/objects/Order__c/fields/Notes__c.json:3:3 at /type');
    const [result] = JSON.parse(await readFile(join(folder, 'tgz.sarif'), 'utf8')).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('acme-orders-1.2.0.tgz');
    expect(result.message.text).toMatch(/^objects\/Order__c\/fields\/Notes__c\.json:3:3: /);
  });
});

describe('in a GitHub Actions run', { timeout: 120_000 }, () => {
  it('problems are marked at their lines', async () => {
    const folder = await repository(BROKEN);
    const { stderr, stdout } = await formworkIn(folder, ['check', '.', '--json'], {
      ...NOWHERE,
      GITHUB_ACTIONS: 'true',
    });
    expect(stderr).toMatch(new RegExp(`^::error file=${FIELD},line=3,col=3,title=INVALID_VALUE::.*Did you mean Text`));
    expect(JSON.parse(stdout).problems).toHaveLength(1);
    expect((await formworkIn(folder, ['check', '.'], { ...NOWHERE, GITHUB_ACTIONS: '' })).stderr).toBe('');
  });

  it('nothing that a message quotes is taken for a command', () => {
    const text = 'There is no property "a\n::add-mask::x" 100% here.';
    expect(annotation({ code: 'X', severity: 'warning', text, file: 'a,b:c/d%.json', line: 2, column: 5 })).toBe(
      '::warning file=a%2Cb%3Ac/d%25.json,line=2,col=5,title=X::There is no property "a%0A::add-mask::x" 100%25 here.',
    );
  });
});

describe('formwork check --against', { timeout: 120_000 }, () => {
  it('tells which version a change needs, and fails where package.json has a lower one', async () => {
    const before = await repository();
    const after = await repository({ [FIELD]: { label: 'Remarks', type: 'Text', order: 10, length: 40 } });
    const low = await formworkIn(after, ['check', '.', '--against', before], NOWHERE);
    expect(low.code).toBe(1);
    expect(low.stdout).toContain(
      '@acme/orders 1.2.0 → 1.2.0: a major change, which needs 2.0.0 or higher; 1.2.0 is too low.',
    );
    expect(low.stdout).toContain(
      '  major  Field Order__c.Notes__c  "length" 80 → 40: values that fit before are refused',
    );
    expect(low.stdout).toContain('  patch  Field Order__c.Notes__c  "label" "Notes" → "Remarks"');
    expect(low.stdout).toContain('error orders/package.json:3:3 at /version');
    expect(low.stdout).toContain('[VERSION_TOO_LOW]');

    const manifest = { ...(FILES['orders/package.json'] as JsonObject), version: '2.0.0' };
    await writeFile(join(after, 'orders/package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const high = await formworkIn(after, ['check', '.', '--against', before, '--json'], NOWHERE);
    expect(high.code).toBe(0);
    expect(JSON.parse(high.stdout).versions).toMatchObject([
      { package: '@acme/orders', before: '1.2.0', after: '2.0.0', level: 'major', needs: '2.0.0', isEnough: true },
    ]);
  });

  it('tells what is wrong with a manifest as a check without it does', async () => {
    const before = await repository();
    const given = FILES['orders/package.json'] as JsonObject;
    const check = async (manifest: JsonObject) => {
      const after = await repository({ 'orders/package.json': manifest });
      const args = ['check', '.', '--json'];
      const [alone, against] = await Promise.all([
        formworkIn(after, args, NOWHERE),
        formworkIn(after, [...args, '--against', before], NOWHERE),
      ]);
      expect(against.code).toBe(alone.code);
      return { alone: JSON.parse(alone.stdout).problems, against: JSON.parse(against.stdout).problems };
    };
    const { alone, against } = await check({ ...given, version: '1.0' });
    expect(against).toEqual(alone);
    expect(alone).toMatchObject([{ code: 'INVALID_MANIFEST', pointer: '/version' }]);
  });

  it('takes neither what is not there nor what cannot be read', async () => {
    const folder = await repository();
    const nothing = await formworkIn(folder, ['check', '.', '--against', 'nowhere'], NOWHERE);
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('There is no folder or tarball nowhere');
    await writeFile(join(folder, 'cut.tgz'), tarball([['package/package.json', '{}']]).subarray(0, 40));
    const cut = await formworkIn(folder, ['check', '.', '--against', 'cut.tgz'], NOWHERE);
    expect(cut).toMatchObject({ code: 2, stdout: '' });
    expect(cut.stderr).toContain('The tarball cut.tgz cannot be used: it is truncated');
  });
});

describe('what an org has installed', { timeout: 240_000 }, () => {
  const pool = openTestPool({ max: 2 });
  const org = uniqueSchema('lock');
  afterAll(async () => {
    await deleteOrg(pool, org);
    await pool.end();
  });

  it('is listed, locked, compared with, and deployed elsewhere by its lock alone', async () => {
    await createOrg(pool, org);
    const folder = await repository();
    const on = (...args: string[]) => formworkIn(folder, [...args, '--org', org]);
    expect((await on('package', 'list')).stdout).toBe('Nothing was deployed yet.\n');
    expect((await on('deploy', '.')).stdout).toContain('  install of @acme/orders 1.2.0\n');
    expect((await on('package', 'list')).stdout).toMatch(
      /^@acme\/orders {2}1\.2\.0 {2}[0-9a-f]{12} {2}\d{4}-.*\(command line\)$/m,
    );
    expect((await on('package', 'lock')).stdout).toBe('Locked 1 package in formwork.lock.json.\n');

    const lock = join(folder, 'formwork.lock.json');
    expect((await on('deploy', '.', '--lock', lock)).stdout).toContain('Nothing to deploy');
    const longer = { label: 'Notes', type: 'Text', order: 10, length: 90 };
    await writeFile(join(folder, FIELD), `${JSON.stringify(longer, null, 2)}\n`);
    const differs = await on('deploy', '.', '--lock', 'formwork.lock.json');
    expect(differs.code).toBe(1);
    expect(differs.stdout).toContain('@acme/orders 1.2.0 is not what the lock has by this version');
    expect(differs.stdout).toContain('Not deployed. Nothing was changed.');

    const compared = await on('check', '.', '--against-org');
    expect(compared.code).toBe(1);
    expect(compared.stdout).toContain('a minor change, which needs 1.3.0 or higher');

    const text = await readFile(lock, 'utf8');
    await writeFile(lock, text.replace('"1.2.0"', '"1.3.0"'));
    const edited = await on('deploy', '.', '--lock', 'formwork.lock.json');
    expect(edited.code).toBe(1);
    expect(edited.stdout).toContain('The lock was changed by hand');
    const revised = await on('deploy', '.');
    expect(revised.stdout).toContain('[VERSION_UNCHANGED]');
    expect(revised.code).toBe(0);
  });
});
