import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../platform/json.ts';
import { checkLock, lockOf, lockText, parseLock } from '../../../platform/packages/lock.ts';
import { loadFiles } from '../support/check-files.ts';

const { packages } = await loadFiles({
  'base/package.json': { name: '@acme/base', version: '1.0.0', formwork: { label: 'Base' } },
  'base/roles/Boss.json': { label: 'Boss' },
  'app/package.json': {
    name: '@acme/app',
    version: '2.1.0',
    dependencies: { '@acme/base': '^1.0.0' },
    formwork: { label: 'App' },
  },
});
const text = lockText(lockOf(packages));

describe('the lock of what an org has', () => {
  it('names each package after those it depends on, with version, digest and ranges', () => {
    expect(JSON.parse(text)).toEqual({
      lockVersion: 1,
      packages: {
        '@acme/base': { version: '1.0.0', digest: expect.stringMatching(/^sha256-.{43}=$/), dependencies: {} },
        '@acme/app': {
          version: '2.1.0',
          digest: expect.stringMatching(/^sha256-.{43}=$/),
          dependencies: { '@acme/base': '^1.0.0' },
        },
      },
      checksum: expect.stringMatching(/^sha256-.{43}=$/),
    });
    expect(text.indexOf('"@acme/base": {')).toBeLessThan(text.indexOf('"@acme/app": {'));
  });

  it('is the same text for the same packages, and is read back', () => {
    const { lock, problems } = parseLock(text, 'formwork.lock.json');
    expect(problems).toEqual([]);
    expect(lock && lockText(lock)).toBe(text);
    expect(lock && checkLock(lock, packages, 'formwork.lock.json')).toEqual([]);
    expect(parseLock(text.replaceAll('\n', '\r\n'), 'f').problems).toEqual([]);
  });

  it('names every difference', () => {
    const { lock } = parseLock(text, 'f');
    const [system, base, app] = packages;
    if (!lock || !system || !base || !app) throw new Error('Not loaded');
    const differences = (given: typeof packages) => checkLock(lock, given, 'f').map(({ message }) => message);
    expect(differences([system, { ...base, version: '1.0.1' }, { ...app, digest: 'ab'.repeat(32) }])).toEqual([
      expect.stringMatching(/^@acme\/app 2\.1\.0 is not what the lock has by this version: its digest is sha256-/),
      'The lock has @acme/base 1.0.0, not 1.0.1.',
    ]);
    expect(differences([system, base])).toEqual([
      'The lock has @acme/app 2.1.0, which is not among the packages to deploy.',
    ]);
    expect(differences([system, base, app, { ...app, name: 'toString' }])).toEqual([
      'toString 2.1.0 is to be deployed, and the lock does not have it.',
    ]);
    expect(checkLock(lock, [system, base], 'f')[0]).toMatchObject({
      code: 'LOCK_DIFFERS',
      severity: 'error',
      file: 'f',
      pointer: '/packages/@acme~1app',
    });
  });
});

describe('a lock that cannot be trusted', () => {
  const edit = (change: (lock: Record<string, Json>) => Json): string =>
    JSON.stringify(change(JSON.parse(text)), null, 2);

  it.each<[string, string, string, number]>([
    ['was changed by hand', text.replace('"2.1.0"', '"2.1.1"'), 'LOCK_EDITED', 17],
    ['lost a package', edit(({ packages: _, ...lock }) => ({ ...lock, packages: {} })), 'LOCK_EDITED', 3],
    [
      'got another order',
      edit((lock) => ({ ...lock, packages: reversed(lock.packages as JsonObject) })),
      'LOCK_EDITED',
      17,
    ],
    ['has another format', edit((lock) => ({ ...lock, lockVersion: 2 })), 'UNKNOWN_LOCK_FORMAT', 1],
    ['is another file', '{ "lockfileVersion": 3 }', 'UNKNOWN_LOCK_FORMAT', 1],
    ['is a list', '[]', 'UNKNOWN_LOCK_FORMAT', 1],
    ['is null', 'null', 'UNKNOWN_LOCK_FORMAT', 1],
    ['is cut off', text.slice(0, 90), 'MALFORMED_JSON', 6],
    ['is empty', '', 'MALFORMED_JSON', 1],
    ['lacks its checksum', edit(({ checksum: _, ...lock }) => lock), 'MISSING_PROPERTY', 1],
    ['has stray words', edit((lock) => ({ ...lock, note: 'mine' })), 'UNKNOWN_PROPERTY', 18],
    ['has a package without a digest', text.replace(/"digest": "sha256-[^"]+"/, '"digest": ""'), 'INVALID_VALUE', 6],
    ['has packages that are none', edit((lock) => ({ ...lock, packages: { a: null } })), 'WRONG_TYPE', 4],
    ['has no packages at all', edit((lock) => ({ ...lock, packages: 1 })), 'WRONG_TYPE', 3],
  ])('is refused where it %s', (_, damaged, code, line) => {
    const { lock, problems } = parseLock(damaged, 'formwork.lock.json');
    expect(lock).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        code,
        severity: 'error',
        file: 'formwork.lock.json',
        line,
        column: expect.any(Number),
      }),
    ]);
  });
});

function reversed(packagesOf: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(packagesOf).reverse());
}
