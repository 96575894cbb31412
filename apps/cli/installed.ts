import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadInstalled, loadReleased } from '../../platform/deploy/installed-packages.ts';
import { lockOf, lockText } from '../../platform/packages/lock.ts';
import type { PackageOptions } from './commands/package.ts';
import { plural, print } from './print.ts';
import { withEngine } from './with-engine.ts';

/** Lists what an org has installed. */
export async function listInstalled(options: PackageOptions): Promise<void> {
  const packages = await withEngine(options, ({ store }) => loadInstalled(store));
  const lines = packages.map(({ name, version, digest, by, at }) =>
    [name, version, digest.slice(0, 12), ...(by === undefined ? [] : [at, by])].join('  '),
  );
  print(packages, lines.join('\n') || 'Nothing was deployed yet.', options);
}

/** Writes the lock of what an org has installed. */
export async function lockInstalled({ out = 'formwork.lock.json', ...options }: PackageOptions): Promise<void> {
  const lock = lockOf(await withEngine(options, ({ store }) => loadReleased(store)));
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, lockText(lock));
  print({ file: out, ...lock }, `Locked ${plural(Object.keys(lock.packages).length, 'package')} in ${out}.`, options);
}
