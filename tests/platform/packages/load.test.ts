import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SYSTEM_PACKAGE } from '../../../platform/packages/element.ts';
import { loadPackages } from '../../../platform/packages/load.ts';
import { loadFiles } from '../support/check-files.ts';
import { ORDERS } from '../support/orders.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('loading packages', () => {
  it('puts the system first, then each package after those it depends on', async () => {
    const folder = await write({
      'a/package.json': manifest('@test/a', { '@test/c': '^1.0.0' }),
      'b/package.json': manifest('@test/b'),
      'c/package.json': manifest('@test/c', { '@test/b': '*' }),
    });
    const { packages, problems } = await loadPackages([folder]);
    expect(problems).toEqual([]);
    expect(packages.map(({ name }) => name)).toEqual([SYSTEM_PACKAGE, '@test/b', '@test/c', '@test/a']);
  });

  it('finds dependencies that npm installed', async () => {
    const folder = await write({
      'app/package.json': manifest('@test/app', { '@test/base': '^2.1.0' }),
      'node_modules/@test/base/package.json': manifest('@test/base', {}, '2.3.0'),
      'node_modules/@test/base/roles/Boss.json': { label: 'Boss' },
    });
    const { packages, problems } = await loadPackages([join(folder, 'app')]);
    expect(problems).toEqual([]);
    expect(packages.map(({ name }) => name)).toEqual([SYSTEM_PACKAGE, '@test/base', '@test/app']);
    expect(packages[1]?.elements.has('role:Boss')).toBe(true);
  });

  it('tells of packages that depend on each other in a circle', async () => {
    const folder = await write({
      'a/package.json': manifest('@test/a', { '@test/b': '*' }),
      'b/package.json': manifest('@test/b', { '@test/a': '*' }),
    });
    const { problems } = await loadPackages([folder]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'CIRCULAR_DEPENDENCY',
        file: 'a/package.json',
        pointer: '/dependencies',
        message: 'Packages depend on each other in a circle: @test/a → @test/b → @test/a.',
      }),
    ]);
  });

  it('tells of two packages with one name, and of a folder without any', async () => {
    const folder = await write({ 'a/package.json': manifest('@test/a'), 'b/package.json': manifest('@test/a') });
    expect((await loadPackages([folder])).problems).toEqual([
      expect.objectContaining({ code: 'DUPLICATE_PACKAGE', pointer: '/name' }),
    ]);
    expect((await loadPackages([join(folder, 'nowhere')])).problems).toEqual([
      expect.objectContaining({ code: 'NO_PACKAGE' }),
    ]);
  });

  it('tells of a file that is not UTF-8', async () => {
    const folder = await write({ 'package.json': manifest('@test/a') });
    await mkdir(join(folder, 'roles'));
    await writeFile(join(folder, 'roles/Boss.json'), Buffer.from('{ "label": "Ch\xeff" }', 'latin1'));
    expect((await loadPackages([folder])).problems).toEqual([
      expect.objectContaining({ code: 'INVALID_ENCODING', file: 'roles/Boss.json' }),
    ]);
  });

  it('gives every part of a file an identity that says where it stands', async () => {
    const { app } = await loadFiles(ORDERS);
    expect(app.elements.get('page:Order/sections:main/items:Total__c')).toEqual({
      id: 'page:Order/sections:main/items:Total__c',
      kind: 'page',
      component: 'Order',
      path: ['sections', 'main', 'items', 'Total__c'],
      owner: '@test/app',
      properties: { order: 20 },
      source: { file: 'pages/Order.json', pointer: '/sections/main/items/Total__c' },
    });
    expect(app.elements.get('field:Order__c.Status__c/values:Sent')?.properties).toEqual({ label: 'Sent', order: 20 });
    expect(app.elements.get('field:Order__c.Status__c')?.properties).toEqual({
      label: 'Status',
      type: 'Picklist',
      order: 10,
    });
  });

  it('digests what is said, not how it is laid out', async () => {
    const first = await loadFiles({ 'roles/Boss.json': '{"label":"Boss","description":"x"}' });
    const second = await loadFiles({ 'roles/Boss.json': '{\n  "description": "x",\n  "label": "Boss"\n}' });
    const third = await loadFiles({ 'roles/Boss.json': '{"label":"Boss","description":"y"}' });
    expect(second.app.digest).toBe(first.app.digest);
    expect(third.app.digest).not.toBe(first.app.digest);
  });
});

function manifest(name: string, dependencies: Readonly<Record<string, string>> = {}, version = '1.0.0') {
  return { name, version, dependencies, formwork: { label: name } };
}

async function write(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-load-'));
  folders.push(folder);
  for (const [path, value] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(value));
  }
  return folder;
}
