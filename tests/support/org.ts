import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { deploy } from '../../platform/deploy/deploy.ts';
import type { DeployResult } from '../../platform/deploy/deploy-result.ts';
import type { DeployHooks, PackagesRequest } from '../../platform/deploy/request.ts';
import type { Json } from '../../platform/json.ts';
import { createOrg, deleteOrg } from '../../platform/orgs/orgs.ts';
import type { Package } from '../../platform/packages/element.ts';
import { loadPackages } from '../../platform/packages/load.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Problem } from '../../platform/problem.ts';
import type { Store } from '../../platform/store/store.ts';
import { planDataChecks } from '../../runtime/records/check-data.ts';
import { saveRecords } from '../../runtime/records/save-data.ts';
import { openTestPool, uniqueSchema } from './database.ts';

/** What the engine passes to every deploy. */
export const ENGINE_HOOKS: DeployHooks = { planDataChecks, saveRecords };

/** Files of inline packages: path to JSON. Without a package.json of their own they are the package `@test/app`. */
export type Files = Readonly<Record<string, Json>>;

/** An org of its own for one test file. */
export interface TestOrg {
  readonly name: string;
  readonly pool: pg.Pool;
  readonly store: Store;
  /** What the first deploy made live. */
  readonly live: Live;
  /** Deploys inline packages; the answer may be a refusal. What is destructive is looked at and confirmed. */
  deployFiles(
    files: Files,
    options?: Partial<PackagesRequest> & { readonly hooks?: DeployHooks },
  ): Promise<DeployResult>;
  /** The version that is live now. */
  loadLive(): Promise<Live>;
  close(): Promise<void>;
}

/** An org in its own schema with the system package and the given packages deployed; throws when they have errors. */
export async function testOrg(
  options: {
    readonly packages?: readonly string[];
    readonly files?: Files;
    readonly hooks?: DeployHooks;
    readonly pool?: pg.PoolConfig;
  } = {},
): Promise<TestOrg> {
  const pool = openTestPool(options.pool);
  const store = await createOrg(pool, uniqueSchema('test'));
  const close = async () => {
    await deleteOrg(pool, store.org);
    await pool.end();
  };
  const loadLive = async () => {
    const live = await store.loadLive();
    if (!live) throw new Error('Nothing is deployed');
    return live;
  };
  try {
    const packages = await loadTestPackages(options.packages ?? [], options.files);
    throwErrors((await deploy(store, { ...REQUEST, packages }, { ...ENGINE_HOOKS, ...options.hooks })).problems);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: store.org,
    pool,
    store,
    live: await loadLive(),
    loadLive,
    close,
    async deployFiles(files, { hooks, ...request } = {}) {
      const packages = await loadTestPackages(options.packages ?? [], files);
      const deploying = (confirmed: Confirmed) =>
        deploy(
          store,
          { ...REQUEST, ...request, ...confirmed, packages },
          { ...ENGINE_HOOKS, ...options.hooks, ...hooks },
        );
      const isUnseen = request.destructive && !request.checkOnly && request.confirm === undefined;
      return isUnseen ? confirming(deploying) : deploying({});
    },
  };
}

type Confirmed = Pick<PackagesRequest, 'checkOnly' | 'confirm'>;

/** Deploys as one who looks first at what would be lost, and confirms that. */
export async function confirming(deploying: (how: Confirmed) => Promise<DeployResult>): Promise<DeployResult> {
  const { plan } = await deploying({ checkOnly: true });
  return deploying(plan.confirmation === undefined ? {} : { confirm: plan.confirmation });
}

/** Packages from folders and inline files, with the system package; throws when any has errors. */
export async function loadTestPackages(dirs: readonly string[], files?: Files): Promise<Package[]> {
  const folder = files && (await writePackages(files));
  const loaded = await loadPackages(folder ? [...dirs, folder] : [...dirs]);
  if (folder) await rm(folder, { recursive: true });
  throwErrors(loaded.problems);
  return loaded.packages;
}

const REQUEST = { kind: 'packages', by: 'test', note: 'Set up for a test' } as const;

/** Writes inline packages to a folder of their own, as authors keep them; who asked removes it. */
export async function writePackages(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwork-packages-'));
  const hasManifest = Object.keys(files).some((path) => /(^|\/)package\.json$/.test(path));
  const manifest = { name: '@test/app', version: '1.0.0', formwork: { label: 'Test' } };
  for (const [path, value] of Object.entries(hasManifest ? files : { 'package.json': manifest, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), JSON.stringify(value));
  }
  return folder;
}

function throwErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const lines = errors.map(({ message, file, pointer, element }) => `${message} (${file ?? element}${pointer ?? ''})`);
  if (lines.length > 0) throw new Error(`The packages have errors:\n${lines.join('\n')}`);
}
