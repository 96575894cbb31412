import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Package, SYSTEM_PACKAGE } from '../../platform/packages/element.ts';
import { loadPackages } from '../../platform/packages/load.ts';
import { UsageError } from './exit.ts';
import { isNpmSpec, npmPack } from './npm.ts';

/** What packages are compared with: folders, tarballs, versions in a registry, and what an org has installed. */
export interface Against {
  readonly against: readonly string[];
  readonly againstOrg?: boolean;
  readonly org?: string;
}

/** The packages to compare with; of one that is there twice, the first counts. */
export async function loadAgainst(options: Against): Promise<Package[]> {
  const given = await Promise.all(options.against.map(loadOne));
  const installed = options.againstOrg ? await loadInstalled(options) : [];
  return [...given.flat(), ...installed].filter(({ name }) => name !== SYSTEM_PACKAGE);
}

async function loadOne(what: string): Promise<Package[]> {
  if (existsSync(what)) return loadFrom(what, resolve(what));
  if (!isNpmSpec(what)) {
    throw new UsageError(`There is no folder or tarball ${what}, and it names no version as @acme/orders@1.2.0 does.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'formwork-against-'));
  try {
    const { filename } = await npmPack(what, folder);
    return await loadFrom(what, join(folder, filename));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a released package depends on need not be at hand to see what changed in it. */
const BESIDE_THE_POINT = new Set(['MISSING_PACKAGE', 'WRONG_PACKAGE_VERSION', 'TWO_VERSIONS']);

async function loadFrom(what: string, path: string): Promise<Package[]> {
  const { packages, problems } = await loadPackages([path]);
  const error = problems.find(({ severity, code }) => severity === 'error' && !BESIDE_THE_POINT.has(code));
  if (error) throw new UsageError(`${what} cannot be compared with: ${error.message}`);
  return packages;
}

/** What the packages of an org said when they were deployed, without what was kept of older versions. */
async function loadInstalled(options: Against): Promise<Package[]> {
  const { withEngine } = await import('./with-engine.ts');
  const { loadReleased } = await import('../../platform/deploy/installed-packages.ts');
  return withEngine(options, ({ store }) => loadReleased(store));
}
