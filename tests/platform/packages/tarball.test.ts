import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { HeaderData } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPackages } from '../../../platform/deploy/check-packages.ts';
import { SYSTEM_PACKAGE } from '../../../platform/packages/element.ts';
import { loadPackages } from '../../../platform/packages/load.ts';
import { openTarball, TARBALL_LIMITS } from '../../../platform/packages/tarball.ts';
import { type Entry, rawTarball, tarball } from '../../support/tarball.ts';

const MANIFEST = JSON.stringify({ name: '@acme/orders', version: '1.2.0', formwork: { label: 'Orders' } });
const ORDERS: readonly Entry[] = [
  ['package/package.json', MANIFEST],
  ['package/roles/Boss.json', '{\n  "label": "Boss"\n}'],
  ['package/README.md', '# Orders'],
  ['package/imports/people.json', '{}'],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwork-tarball-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(bytes: Uint8Array, name = 'acme-orders-1.2.0.tgz'): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

describe('a tarball', () => {
  it('is loaded as the folder it was packed from', async () => {
    const { packages, problems } = await loadPackages([await write(tarball(ORDERS))]);
    expect(problems).toEqual([]);
    expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
      expect.stringContaining(SYSTEM_PACKAGE),
      '@acme/orders 1.2.0',
    ]);
    expect([...(packages[1]?.elements.keys() ?? [])]).toEqual(['role:Boss']);
  });

  it('has the problems of its files told by place, beside those of another tarball', async () => {
    const broken = await write(tarball([...ORDERS, ['package/roles/Clerk.json', '{\n  "lable": "Clerk"\n}']]));
    const other = await write(
      tarball([['package/package.json', MANIFEST.replace('orders', 'bills').replace('"1.2.0"', '"one"')]]),
      'b.tgz',
    );
    expect(await checkPackages([broken, other])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'UNKNOWN_PROPERTY',
          file: 'acme-orders-1.2.0.tgz!/roles/Clerk.json',
          line: 2,
          column: 3,
          suggestion: 'label',
        }),
        expect.objectContaining({ code: 'INVALID_MANIFEST', file: 'b.tgz!/package.json', pointer: '/version' }),
      ]),
    );
  });

  it('is told from one of the same name in another folder', async () => {
    const named = (name: string) => tarball([['package/package.json', `{ "name": "${name}" }`]]);
    await Promise.all(['one', 'two'].map((each) => mkdir(join(folder, each))));
    const [one, two] = [await write(named('one'), 'one/a.tgz'), await write(named('two'), 'two/a.tgz')];
    const files = (await loadPackages([one, two])).problems.map(({ file }) => file);
    expect([...new Set(files)]).toEqual(['one/a.tgz!/package.json', 'two/a.tgz!/package.json']);
  });

  it('finds what it depends on beside it, or where npm installed it', async () => {
    const dependent = JSON.stringify({
      name: '@acme/bills',
      version: '1.0.0',
      dependencies: { '@acme/orders': '^1.0.0' },
      formwork: { label: 'Bills' },
    });
    const bills = await write(tarball([['package/package.json', dependent]]), 'bills.tgz');
    expect((await loadPackages([bills])).problems).toEqual([
      expect.objectContaining({ code: 'MISSING_PACKAGE', file: 'bills.tgz!/package.json', line: 1 }),
    ]);
    const both = await loadPackages([bills, await write(tarball(ORDERS))]);
    expect(both.problems).toEqual([]);
    expect(both.packages.map(({ name }) => name).slice(1)).toEqual(['@acme/orders', '@acme/bills']);
  });
});

describe('a tarball that is none', () => {
  const whole = tarball(ORDERS);
  const raw = rawTarball(ORDERS);
  const entry = (path: string, header: HeaderData = {}, content = '{}'): Buffer =>
    tarball([...ORDERS, [path, content, header]]);

  it.each([
    ['is cut off', whole.subarray(0, whole.length - 40), 'it is truncated'],
    ['is cut off within its archive', gzipSync(raw.subarray(0, 700)), 'it is truncated'],
    ['is empty', Buffer.alloc(0), 'it is truncated'],
    ['is not packed', raw, 'it is not packed with gzip'],
    ['is a text', Buffer.from('<html>404 Not Found</html>'), 'it is not packed with gzip'],
    ['is a packed text', gzipSync('Not Found'.repeat(100)), 'cannot be used'],
    ['is packed twice', gzipSync(whole), 'it is packed twice'],
    ['is packed twice, its first byte by itself', firstByteApart(whole), 'it is packed twice'],
    ['is packed with another program as well', gzipSync(zstdCompressSync(raw)), 'Unrecognized archive format'],
    ['has no manifest', tarball(ORDERS.slice(1)), 'it has no package.json'],
    ['climbs out', entry('package/../../evil.json'), 'the path "package/../../evil.json" in it leads out'],
    ['names the root', entry('/etc/evil.json'), 'the path "/etc/evil.json" in it leads out'],
    ['climbs out as Windows does', entry('package/..\\..\\evil.json'), 'leads out of the package'],
    ['names a drive', entry('C:/evil.json'), 'leads out of the package'],
    ['holds a link', entry('package/roles/L.json', { type: 'SymbolicLink', linkpath: '/etc/passwd' }), 'SymbolicLink'],
    ['holds a hard link', entry('package/L.json', { type: 'Link', linkpath: 'package/package.json' }), 'but a Link'],
    ['holds a device', entry('package/null', { type: 'CharacterDevice' }, ''), 'but a CharacterDevice'],
    ['holds a pipe', entry('package/pipe', { type: 'FIFO' }, ''), 'but a FIFO'],
    ['holds a file twice', entry('package/roles/Boss.json'), '"roles/Boss.json" is in it twice'],
  ])('says so where it %s, and loads nothing of it', async (_, bytes, message) => {
    const { packages, problems } = await loadPackages([await write(bytes)]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'INVALID_TARBALL',
        severity: 'error',
        file: 'acme-orders-1.2.0.tgz',
        message: expect.stringContaining(message),
      }),
    ]);
    expect(problems[0]?.message).toMatch(/^The tarball acme-orders-1\.2\.0\.tgz cannot be used: /);
    expect(packages.map(({ name }) => name)).toEqual([SYSTEM_PACKAGE]);
  });

  it.each([
    ['packed', { packed: 100 }, 'at most 0 MB are read'],
    ['unpacked', { unpacked: 2000 }, 'it unpacks to more than'],
    ['file', { file: 20 }, '"package/package.json" in it has'],
    ['files', { files: 3 }, 'it holds more than 3 files'],
  ])('is not read beyond its limit of %s', async (_, limit, message) => {
    const { source, problems } = await openTarball(await write(whole), 'a.tgz', { ...TARBALL_LIMITS, ...limit });
    expect(source).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({ code: 'INVALID_TARBALL', message: expect.stringContaining(message) }),
    ]);
  });

  it('stops unpacking where a small file becomes a large one', async () => {
    const bomb = tarball([...ORDERS, ['package/zeros.bin', '\0'.repeat(15 * 2 ** 20)]]);
    expect(bomb.length).toBeLessThan(2 ** 16);
    const { problems } = await openTarball(await write(bomb), 'a.tgz', { ...TARBALL_LIMITS, unpacked: 2 ** 20 });
    expect(problems[0]?.message).toContain('it unpacks to more than 1 MB');
  });
});

/** Packed so that the first byte comes out of one chunk of the file, and the others out of the next. */
function firstByteApart(bytes: Uint8Array): Buffer {
  const first = deflateRawSync(bytes.subarray(0, 1), { finishFlush: constants.Z_SYNC_FLUSH });
  const nothing = Buffer.from([0, 0, 0, 0xff, 0xff]);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes));
  end.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([
    gzipSync('').subarray(0, 10),
    first,
    ...Array<Buffer>(20_000).fill(nothing),
    deflateRawSync(bytes.subarray(1)),
    end,
  ]);
}
