import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackages } from '../../../platform/deploy/check-packages.ts';
import type { Json } from '../../../platform/json.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { type LoadedPackages, loadPackages } from '../../../platform/packages/load.ts';
import type { Problem } from '../../../platform/problem.ts';

/** Files by path; a text is written as it is, anything else as JSON. */
export type TestFiles = Readonly<Record<string, Json>>;

export const MANIFEST = { name: '@test/app', version: '1.0.0', formwork: { label: 'Test' } };

/** All problems of a package of these files; a manifest is added where there is none. */
export async function checkFiles(files: TestFiles): Promise<Problem[]> {
  return withFolder(files, (folder) => checkPackages([folder]));
}

/** The package of these files, with the system package before it. */
export async function loadFiles(files: TestFiles): Promise<LoadedPackages & { readonly app: Package }> {
  const loaded = await withFolder(files, (folder) => loadPackages([folder]));
  const app = loaded.packages.at(-1);
  if (app === undefined) throw new Error('Nothing was loaded');
  return { ...loaded, app };
}

async function withFolder<T>(files: TestFiles, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-check-'));
  try {
    const hasManifest = Object.keys(files).some((path) => path.endsWith('package.json'));
    for (const [path, value] of Object.entries(hasManifest ? files : { 'package.json': MANIFEST, ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value, null, 2));
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
