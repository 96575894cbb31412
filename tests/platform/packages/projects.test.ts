import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkPackages } from '../../../platform/deploy/check-packages.ts';
import type { Json } from '../../../platform/json.ts';
import { loadPackages } from '../../../platform/packages/load.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, Json>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-project-'));
  folders.push(folder);
  for (const [path, value] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(value, null, 2));
  }
  return folder;
}

const metadata = (name: string, version: string, more: Readonly<Record<string, Json>> = {}): Json => ({
  name,
  version,
  formwork: { label: name },
  ...more,
});

async function load(folder: string, ...below: readonly string[]) {
  const { packages, problems } = await loadPackages(below.length ? below.map((path) => join(folder, path)) : [folder]);
  return { packages: packages.slice(1).map(({ name, version }) => `${name} ${version}`), problems };
}

describe('a project that depends on metadata packages', () => {
  const INSTALLED = {
    'package.json': {
      name: 'customer',
      private: true,
      dependencies: { '@acme/orders': '^1.0.0', leftover: '1.0.0' },
      devDependencies: { '@acme/samples': '1.0.0' },
    },
    'node_modules/@acme/orders/package.json': metadata('@acme/orders', '1.2.0', {
      dependencies: { '@acme/base': '^1.0.0' },
    }),
    'node_modules/@acme/base/package.json': metadata('@acme/base', '1.0.1'),
    'node_modules/@acme/samples/package.json': metadata('@acme/samples', '1.0.0'),
    'node_modules/leftover/package.json': { name: 'leftover', version: '1.0.0' },
  };

  it('is those packages, with what they depend on, and nothing of its development', async () => {
    const folder = await write(INSTALLED);
    expect(await load(folder)).toEqual({ packages: ['@acme/base 1.0.1', '@acme/orders 1.2.0'], problems: [] });
    expect(await load(folder, 'node_modules/@acme/orders')).toEqual({
      packages: ['@acme/base 1.0.1', '@acme/orders 1.2.0'],
      problems: [],
    });
  });

  it('brings its own packages, too, and leaves packages of other kinds alone', async () => {
    const folder = await write({
      ...INSTALLED,
      'metadata/customer/package.json': metadata('@customer/own', '0.1.0', { dependencies: { '@acme/base': '*' } }),
      'web/package.json': { name: 'web', version: '1.0.0' },
      'web/src/data.json': {},
    });
    const { packages, problems } = await load(folder);
    expect(problems).toEqual([]);
    expect(packages).toEqual(['@acme/base 1.0.1', '@acme/orders 1.2.0', '@customer/own 0.1.0']);
  });

  it('takes a package that is worked on in the place of the installed one', async () => {
    const folder = await write({ ...INSTALLED, 'orders/package.json': metadata('@acme/orders', '1.3.0') });
    expect((await load(folder)).packages).toEqual(['@acme/orders 1.3.0']);
  });

  it('is told what is not installed, or installed in another version', async () => {
    const folder = await write({
      ...INSTALLED,
      'package.json': { dependencies: { '@acme/orders': '^2.0.0', '@acme/gone': '^1.0.0' } },
    });
    expect((await load(folder)).problems).toEqual([
      expect.objectContaining({
        code: 'WRONG_PACKAGE_VERSION',
        file: 'package.json',
        pointer: '/dependencies/@acme~1orders',
        line: 3,
        found: '1.2.0',
        expected: '^2.0.0',
        message: 'The project needs @acme/orders ^2.0.0, but version 1.2.0 is installed: run npm install.',
      }),
      expect.objectContaining({
        code: 'MISSING_PACKAGE',
        pointer: '/dependencies/@acme~1gone',
        line: 4,
        message: 'The project depends on @acme/gone, which is not installed: run npm ci, or npm install.',
      }),
    ]);
  });

  it('is none where nothing is a metadata package', async () => {
    const folder = await write({ 'package.json': { name: 'customer', dependencies: {} } });
    expect((await load(folder)).problems).toEqual([
      expect.objectContaining({ code: 'INVALID_MANIFEST', pointer: '/version' }),
      expect.objectContaining({ code: 'INVALID_MANIFEST', pointer: '/formwork' }),
    ]);
  });
});

describe('what npm installed', () => {
  const orders = (version: string) => metadata('@acme/orders', version);

  it('is refused where it holds two versions of a package', async () => {
    const folder = await write({
      'package.json': { dependencies: { '@acme/orders': '^1.0.0', '@acme/bills': '^1.0.0' } },
      'node_modules/@acme/orders/package.json': orders('1.0.0'),
      'node_modules/@acme/bills/package.json': metadata('@acme/bills', '1.0.0', {
        dependencies: { '@acme/orders': '^2.0.0' },
      }),
      'node_modules/@acme/bills/node_modules/@acme/orders/package.json': orders('2.0.0'),
    });
    expect((await load(folder)).problems).toEqual([
      expect.objectContaining({
        code: 'TWO_VERSIONS',
        file: 'node_modules/@acme/bills/package.json',
        pointer: '/dependencies/@acme~1orders',
        line: 8,
        message:
          'npm installed @acme/orders twice: 1.0.0 in node_modules/@acme/orders and 2.0.0 in node_modules/@acme/bills/node_modules/@acme/orders. An org has one version of a package: bring those that depend on it together on one range, then run npm dedupe.',
      }),
    ]);
  });

  it('is refused where a package claims what is another’s, or packages need each other in a circle', async () => {
    const bills = { dependencies: { '@acme/orders': '^1.0.0' } };
    const folder = await write({
      'package.json': { dependencies: { '@acme/bills': '^1.0.0' } },
      'node_modules/@acme/orders/package.json': orders('1.0.0'),
      'node_modules/@acme/orders/roles/Clerk.json': { label: 'Clerk' },
      'node_modules/@acme/bills/package.json': metadata('@acme/bills', '1.0.0', bills),
      'node_modules/@acme/bills/roles/Clerk.json': { label: 'My clerk' },
    });
    expect(await checkPackages([folder])).toEqual([
      expect.objectContaining({
        code: 'ALREADY_OWNED',
        file: 'node_modules/@acme/bills/roles/Clerk.json',
        message: 'role:Clerk belongs to @acme/orders; a package adds to others and never changes them.',
      }),
    ]);
    const circle = await write({
      'package.json': { dependencies: { '@acme/bills': '^1.0.0' } },
      'node_modules/@acme/orders/package.json': metadata('@acme/orders', '1.0.0', {
        dependencies: { '@acme/bills': '*' },
      }),
      'node_modules/@acme/bills/package.json': metadata('@acme/bills', '1.0.0', bills),
    });
    expect(await checkPackages([circle])).toEqual([
      expect.objectContaining({
        code: 'CIRCULAR_DEPENDENCY',
        message: 'Packages depend on each other in a circle: @acme/bills → @acme/orders → @acme/bills.',
      }),
    ]);
  });

  it('may be a workspace, which node_modules links to', async () => {
    const folder = await write({
      'orders/package.json': orders('1.0.0'),
      'bills/package.json': metadata('@acme/bills', '1.0.0', { dependencies: { '@acme/orders': '*' } }),
    });
    await mkdir(join(folder, 'node_modules/@acme'), { recursive: true });
    await symlink(join(folder, 'orders'), join(folder, 'node_modules/@acme/orders'));
    const both = { packages: ['@acme/orders 1.0.0', '@acme/bills 1.0.0'], problems: [] };
    expect(await load(folder)).toEqual(both);
    expect(await load(folder, 'bills')).toEqual(both);
    expect(await load(folder, 'bills', 'orders', 'node_modules/@acme/orders')).toEqual(both);
  });

  it('counts peers as dependencies, but for the engine', async () => {
    const folder = await write({
      'bills/package.json': metadata('@acme/bills', '1.0.0', {
        peerDependencies: { '@acme/orders': '^1.0.0', formwork: '>=0.1.0' },
      }),
      'node_modules/@acme/orders/package.json': orders('1.0.0'),
      'node_modules/formwork/package.json': { name: 'formwork', version: '0.1.0' },
    });
    expect(await load(folder, 'bills')).toEqual({
      packages: ['@acme/orders 1.0.0', '@acme/bills 1.0.0'],
      problems: [],
    });
  });
});

describe('a package', () => {
  it('depends on metadata packages alone', async () => {
    const folder = await write({
      'bills/package.json': metadata('@acme/bills', '1.0.0', { dependencies: { formwork: '^0.1.0' } }),
      'node_modules/formwork/package.json': { name: 'formwork', version: '0.1.0' },
    });
    expect((await load(folder, 'bills')).problems).toEqual([
      expect.objectContaining({ code: 'NO_METADATA_PACKAGE', pointer: '/dependencies/formwork', line: 8 }),
    ]);
  });

  it('runs nothing where it is installed', async () => {
    const folder = await write({
      'package.json': metadata('@acme/bills', '1.0.0', { scripts: { test: 'formwork test', postinstall: 'curl x' } }),
    });
    expect((await load(folder)).problems).toEqual([
      expect.objectContaining({ code: 'INSTALL_SCRIPT', pointer: '/scripts/postinstall', line: 9 }),
    ]);
  });

  it('cannot take the name under which the org keeps what its admins add', async () => {
    expect((await load(await write({ 'package.json': metadata('org', '1.0.0') }))).problems).toEqual([
      expect.objectContaining({ code: 'INVALID_MANIFEST', pointer: '/name' }),
    ]);
  });

  it('cannot take the place of the engine’s own', async () => {
    const folder = await write({ 'package.json': metadata('@formwork/system', '9.0.0') });
    const { packages, problems } = await loadPackages([folder]);
    expect(problems).toEqual([expect.objectContaining({ code: 'DUPLICATE_PACKAGE', file: 'package.json' })]);
    expect(packages.map(({ version }) => version)).not.toContain('9.0.0');
  });

  it('holds its files itself: a link that leads out of it is refused', async () => {
    const folder = await write({ 'secret.json': { label: 'Secret' }, 'roles/Boss.json': { label: 'Boss' } });
    const app = await write({ 'package.json': metadata('@acme/bills', '1.0.0'), 'objects/README.json': {} });
    await mkdir(join(app, 'roles'));
    await symlink(join(folder, 'secret.json'), join(app, 'roles/Secret.json'));
    await symlink(join(folder, 'roles'), join(app, 'pages'));
    const { problems } = await load(app);
    expect(problems.filter(({ code }) => code === 'LINKED_FILE')).toEqual([
      expect.objectContaining({ file: 'pages' }),
      expect.objectContaining({ file: 'roles/Secret.json', message: expect.stringContaining('is a link') }),
    ]);
  });
});
