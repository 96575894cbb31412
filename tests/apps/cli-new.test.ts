import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPackages } from '../../platform/deploy/check-packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let desk: string;
beforeAll(async () => {
  desk = await mkdtemp(join(tmpdir(), 'formwork-new-'));
  await mkdir(join(desk, 'metadata'));
});
afterAll(() => rm(desk, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a shell does, from the desk. */
function formwork(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'apps/cli/main.ts'), ...args], {
    cwd: desk,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

const read = (path: string) => readFile(join(desk, path), 'utf8');
async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(desk, path)), { recursive: true });
  await writeFile(join(desk, path), content);
}

/** Every command is a process of its own. */
const LONG = { timeout: 180_000 };

describe('formwork new', LONG, () => {
  it('begins a package, fills it, and says what to do next', async () => {
    const begun = await formwork('new', 'package', '@acme/orders');
    expect(begun).toMatchObject({ code: 0, stderr: '' });
    expect(begun.stdout).toContain('Written: metadata/acme-orders/package.json');
    expect(begun.stdout).toContain('npx formwork new object NAME__c');

    const made = await formwork(
      'new',
      'object',
      'Order__c',
      '--with-page',
      '--with-list-view',
      '--with-permission-set',
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    for (const path of ['objects/Order__c/listViews/All', 'pages/Order_Record', 'permissionSets/Order_Editor'])
      expect(made.stdout).toContain(`Written: metadata/acme-orders/${path}.json`);

    const field = await formwork(
      'new',
      'field',
      'Order__c.Due_Date__c',
      '--type',
      'Date',
      '--set',
      'required=true',
      '--json',
    );
    expect(JSON.parse(field.stdout)).toMatchObject({
      written: ['metadata/acme-orders/objects/Order__c/fields/Due_Date__c.json'],
    });
    const text = await read('metadata/acme-orders/objects/Order__c/fields/Due_Date__c.json');
    expect(text).toBe('{\n  "label": "Due date",\n  "type": "Date",\n  "order": 10,\n  "required": true\n}\n');
    expect(await checkPackages([join(desk, 'metadata')])).toEqual([]);
  });

  it('writes over nothing, and says what is wrong with a name, an object, a kind or a property', async () => {
    const before = await read('metadata/acme-orders/objects/Order__c/object.json');
    const again = await formwork('new', 'object', 'order__c');
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toContain('The object Order__c is there already, in @acme/orders.');
    const wrong = await Promise.all([
      formwork('new', 'feild', 'Order__c.A__c'),
      formwork('new', 'field', 'Ordre__c.A__c'),
      formwork('new', 'field', 'Order__c.A__c', '--set', 'lenght=3'),
      formwork('new', 'role', 'Boss', '--with-page'),
    ]);
    expect(wrong.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(wrong.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('Did you mean field?'),
      expect.stringContaining('Did you mean Order__c?'),
      expect.stringContaining('Did you mean "length"?'),
      expect.stringContaining('stands alone'),
    ]);
    expect(await read('metadata/acme-orders/objects/Order__c/object.json')).toBe(before);
    await expect(stat(join(desk, 'metadata/acme-orders/roles'))).rejects.toThrow();
  });

  it('asks which package is meant, where there are several', async () => {
    await formwork('new', 'package', '@acme/billing');
    const open = await formwork('new', 'role', 'Boss');
    expect(open.code).toBe(2);
    expect(open.stderr).toContain('--package');
    const said = await formwork('new', 'role', 'Boss', '--package', 'metadata/acme-billing');
    expect(said.code).toBe(0);
    // What is not its own package's, it adds to only where it depends on that.
    const added = await formwork('new', 'field', 'Order__c.Bill__c', '--package', 'metadata/acme-billing');
    expect(added.code).toBe(2);
    expect(added.stderr).toContain('"dependencies"');
  });
});

describe('formwork schema', LONG, () => {
  it('writes schemas, a catalogue, and the settings of an editor beside what they hold', async () => {
    const others = { 'editor.tabSize': 2, 'json.schemas': [{ fileMatch: ['/x.json'], url: './x.schema.json' }] };
    await write('.vscode/settings.json', JSON.stringify(others));
    const written = await formwork('schema', 'metadata', '--out', '.formwork-schemas', '--vscode', '--json');
    expect(written.code).toBe(0);
    const settings = JSON.parse(await read('.vscode/settings.json'));
    expect(settings['editor.tabSize']).toBe(2);
    expect(settings['json.schemas'][0]).toEqual(others['json.schemas'][0]);
    expect(settings['json.schemas']).toContainEqual({
      fileMatch: ['/metadata/*/objects/*/fields/*.json'],
      url: './.formwork-schemas/field.schema.json',
    });
    const catalog = JSON.parse(await read('.formwork-schemas/catalog.json'));
    for (const { url } of catalog.schemas) await stat(join(desk, '.formwork-schemas', url));
    // A second run changes nothing.
    const before = await read('.vscode/settings.json');
    await formwork('schema', '--out', '.formwork-schemas', '--vscode');
    expect(await read('.vscode/settings.json')).toBe(before);
  });

  it('leaves settings with comments as they are, and says what to add', async () => {
    const text = '{ // mine\n  "editor.tabSize": 2\n}\n';
    await write('.vscode/settings.json', text);
    const written = await formwork('schema', '--out', 'schemas', '--vscode');
    expect(written.code).toBe(1);
    expect(written.stdout).toContain('"json.schemas"');
    expect(await read('.vscode/settings.json')).toBe(text);
  });
});

describe('formwork docs', LONG, () => {
  it('writes pages for browsers, and the same as Markdown', async () => {
    const [html, markdown] = await Promise.all([
      formwork('docs', '--out', 'docs'),
      formwork('docs', '--out', 'docs-md', '--format', 'md', '--json'),
    ]);
    expect(html.stdout).toContain('begin with docs/index.html');
    expect(await read('docs/kinds/list-view.html')).toContain('<h1>List view</h1>');
    expect(JSON.parse(markdown.stdout).files).toContain('kinds/list-view.md');
    expect(await read('docs-md/cli.md')).toContain('`--with-page`');
  });
});
