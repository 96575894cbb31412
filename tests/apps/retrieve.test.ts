import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy } from '../../platform/deploy/deploy.ts';
import { formatPackages } from '../../platform/deploy/format-packages.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { formwork } from '../support/cli.ts';
import { ENGINE_HOOKS, type TestOrg, testOrg, writePackages } from '../support/org.ts';

const run = promisify(execFile);

const BOSS = 'roles/Boss.json';
const FILES = {
  'package.json': { name: '@example/roles', version: '1.0.0', formwork: { label: 'Roles' }, license: 'MIT' },
  [BOSS]: { label: 'Boss', description: 'Above all' },
  'roles/Clerk.json': { parent: 'Boss', label: 'Clerk' },
};

let folder: string;
let org: TestOrg;
beforeEach(async () => {
  folder = await writePackages(FILES);
  org = await testOrg({ packages: [folder] });
});
afterEach(async () => {
  await org.close();
  await rm(folder, { recursive: true });
});

const git = (...args: string[]) =>
  run('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args]);
const retrieve = (...args: string[]) => formwork(['retrieve', '--into', folder, '--org', org.name, ...args]);

async function publish(...edits: readonly Edit[]): Promise<void> {
  const { version: expectedVersion } = await org.loadLive();
  const request = { kind: 'publish', edits, expectedVersion, by: 'ann@example.org', note: '' } as const;
  expect(await deploy(org.store, request, ENGINE_HOOKS)).toMatchObject({ status: 'succeeded' });
}

const rename: Edit = { op: 'set', element: 'role:Boss', properties: { label: 'Chief' } };

describe('formwork retrieve', { timeout: 120_000 }, () => {
  it('writes what admins changed as a difference for review; deployed, it is the package’s', async () => {
    await formatPackages([folder]);
    await git('init', '-q');
    await git('add', '-A');
    await git('commit', '-qm', 'Roles');
    await publish(rename, { op: 'set', element: 'role:Helper', properties: { label: 'Helper', parent: 'Clerk' } });

    const { code, stdout, stderr } = await retrieve();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^~ \S+roles\/Boss\.json\n {4}role:Boss label: "Boss" → "Chief" {2}\(ann@example\.org, \d/m);
    expect(stdout).toMatch(/^\+ \S+roles\/Helper\.json\n {4}role:Helper added {2}\(ann@example\.org, \d/m);
    expect(stdout).toContain('2 files written.');
    expect((await git('diff', '--stat', '--', BOSS)).stdout).toContain('1 file changed, 1 insertion(+), 1 deletion(-)');

    const deployed = await formwork(['deploy', folder, '--org', org.name, '--json']);
    expect(JSON.parse(deployed.stdout)).toMatchObject({ status: 'succeeded', plan: { elements: [], conflicts: [] } });
    const { added, changed, removed } = await org.store.loadOrgLayer();
    expect(added.size + changed.size + removed.size).toBe(0);
    // What was retrieved before is not committed yet, and nothing would be written over it.
    expect(await retrieve()).toEqual({ code: 0, stdout: 'No file was changed.\n', stderr: '' });
  });

  it('writes over no change that nobody committed, unless it is told to', async () => {
    await git('init', '-q');
    await git('add', '-A');
    await git('commit', '-qm', 'Roles');
    const mine = JSON.stringify({ label: 'Boss', description: 'Far above all' });
    await writeFile(join(folder, BOSS), mine);
    await publish(rename);
    const refused = await retrieve('--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      ok: false,
      files: [],
      problems: [{ code: 'NOT_COMMITTED', message: expect.stringContaining(BOSS) }],
    });
    expect(await readFile(join(folder, BOSS), 'utf8')).toBe(mine);
    expect((await retrieve('--force')).code).toBe(0);
    expect(JSON.parse(await readFile(join(folder, BOSS), 'utf8'))).toEqual({
      label: 'Chief',
      description: 'Far above all',
    });
  });

  it('takes what git ignores, or leaves to another repository, for not committed', async () => {
    const mine = await readFile(join(folder, BOSS), 'utf8');
    await publish(rename);
    await git('init', '-q');
    await writeFile(join(folder, '.gitignore'), 'roles\n');
    await git('add', '-A');
    await git('commit', '-qm', 'All but the roles');
    expect(JSON.parse((await retrieve('--json')).stdout)).toMatchObject({ problems: [{ code: 'NOT_COMMITTED' }] });
    await writeFile(join(folder, '.gitignore'), '');
    await run('git', ['init', '-q', join(folder, 'roles')]);
    expect(JSON.parse((await retrieve('--json')).stdout)).toMatchObject({ problems: [{ code: 'NOT_COMMITTED' }] });
    expect(await readFile(join(folder, BOSS), 'utf8')).toBe(mine);
  });

  it('asks the repository that a package lies in, within another one', async () => {
    await publish(rename);
    const outer = await mkdtemp(join(tmpdir(), 'formwork-outer-'));
    const inner = join(outer, 'roles');
    await cp(folder, inner, { recursive: true });
    const gitIn = (...args: string[]) =>
      run('git', ['-C', inner, '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args]);
    await run('git', ['init', '-q', outer]);
    await writeFile(join(outer, '.gitignore'), 'roles\n');
    await gitIn('init', '-q');
    await gitIn('add', '-A');
    await gitIn('commit', '-qm', 'Roles');
    const from = ['retrieve', '--into', outer, '--org', org.name, '--json'];
    await writeFile(join(inner, BOSS), JSON.stringify({ label: 'Boss', description: 'Far above all' }));
    expect(JSON.parse((await formwork(from)).stdout)).toMatchObject({ problems: [{ code: 'NOT_COMMITTED' }] });
    await gitIn('commit', '-qam', 'Further up');
    expect((await formwork(from)).code).toBe(0);
    await rm(outer, { recursive: true });
  });

  it('writes nothing where git cannot tell, and says what git said', async () => {
    const mine = await readFile(join(folder, BOSS), 'utf8');
    await publish(rename);
    await writeFile(join(folder, '.git'), 'gitdir: /nowhere/at/all\n');
    const { code, stderr } = await retrieve();
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/fatal: .*\/nowhere\/at\/all[\s\S]*--force/),
    });
    const withoutGit = await formwork(['retrieve', '--into', folder, '--org', org.name], { PATH: folder });
    expect(withoutGit).toMatchObject({ code: 3, stderr: expect.stringContaining('git') });
    expect(await readFile(join(folder, BOSS), 'utf8')).toBe(mine);
    expect((await retrieve('--force')).code).toBe(0);
  });

  it('tells conflicts with code 1, and answers programs in JSON', async () => {
    await writeFile(join(folder, BOSS), JSON.stringify({ label: 'Principal', description: 'Above all' }));
    await publish(rename, { op: 'set', element: 'role:Clerk', properties: { label: 'Writer' } });
    const { code, stdout } = await retrieve('--json');
    expect(code).toBe(1);
    const { ok, files, conflicts, left, problems } = JSON.parse(stdout);
    expect({ ok, left, problems }).toEqual({ ok: false, left: [], problems: [] });
    expect(conflicts).toMatchObject([
      { element: 'role:Boss', property: 'label', base: 'Boss', theirs: 'Principal', ours: 'Chief' },
    ]);
    expect(files).toMatchObject([
      {
        file: expect.stringMatching(/roles\/Clerk\.json$/),
        package: '@example/roles',
        action: 'changed',
        changes: [{ element: 'role:Clerk', change: 'changed', property: 'label', before: 'Clerk', after: 'Writer' }],
      },
    ]);
    const words = await retrieve();
    expect(words.code).toBe(1);
    expect(words.stdout).toContain('role:Boss label: package "Boss" → "Principal", ann@example.org on');
  });

  it('writes a package whole into a new folder', async () => {
    await publish(rename);
    const into = join(folder, 'new/one');
    const args = ['retrieve', '--package', '@example/roles', '--into', into, '--org', org.name];
    expect((await formwork(args)).code).toBe(0);
    const read = async (path: string) => JSON.parse(await readFile(join(into, path), 'utf8'));
    expect(await read('package.json')).toEqual(FILES['package.json']);
    expect(await read(BOSS)).toEqual({ label: 'Chief', description: 'Above all' });
    expect(await read('roles/Clerk.json')).toEqual(FILES['roles/Clerk.json']);
    expect((await formwork(['format', into, '--check'])).code).toBe(0);
  });
});

describe('formwork format', { timeout: 120_000 }, () => {
  it('tells with --check what is not canonical, and rewrites it without changing what it says', async () => {
    const checked = await formwork(['format', folder, '--check', '--json']);
    expect(checked.code).toBe(1);
    const { ok, problems } = JSON.parse(checked.stdout);
    expect(ok).toBe(false);
    expect(problems.map(({ file, code }: { file: string; code: string }) => `${file} ${code}`)).toEqual([
      'package.json NOT_CANONICAL',
      'roles/Boss.json NOT_CANONICAL',
      'roles/Clerk.json NOT_CANONICAL',
    ]);
    expect((await formwork(['check', folder])).stdout).toContain('0 errors, 3 warnings');
    const formatted = await formwork(['format', folder]);
    expect(formatted).toMatchObject({ code: 0, stderr: '' });
    expect(formatted.stdout).toContain('3 files rewritten.');
    expect(await readFile(join(folder, 'roles/Clerk.json'), 'utf8')).toBe(
      '{\n  "label": "Clerk",\n  "parent": "Boss"\n}\n',
    );
    expect(await formwork(['check', folder])).toEqual({ code: 0, stdout: 'No problems.\n', stderr: '' });
    const deployed = await formwork(['deploy', folder, '--org', org.name]);
    expect(deployed.stdout).toContain('Nothing to deploy');
  });

  it('tells which files it could not read, and rewrites the others', async () => {
    await writeFile(join(folder, BOSS), '{ "label": "Boss", }');
    const { code, stdout } = await formwork(['format', folder]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error \S+roles\/Boss\.json:1:20/m);
    expect(stdout).toContain('2 files rewritten.');
    expect(await readFile(join(folder, BOSS), 'utf8')).toBe('{ "label": "Boss", }');
    const exact = '{"label": "Boss", "rank": 1234567890123456.78}';
    await writeFile(join(folder, BOSS), exact);
    expect((await formwork(['format', folder])).stdout).toContain('[INEXACT_NUMBER]');
    expect(await readFile(join(folder, BOSS), 'utf8')).toBe(exact);
  });
});
