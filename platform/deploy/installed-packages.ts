import type { Package } from '../packages/element.ts';
import { qualified } from '../physical/identifier.ts';
import type { Store } from '../store/store.ts';
import type { PackageMove } from './package-moves.ts';

/** A package that an org has installed. */
export interface InstalledPackage extends Pick<Package, 'name' | 'version' | 'label' | 'digest' | 'dependencies'> {
  /** Who brought this version and when; absent where the history does not tell. */
  readonly by?: string;
  readonly at?: string;
}

/** What an org has installed, in dependency order, with the deploy that brought each. */
export async function loadInstalled(store: Store): Promise<InstalledPackage[]> {
  const [packages, deploys] = [await store.loadPackages(), await loadMoves(store)];
  return packages.map(({ name, version, label, digest, dependencies }) => {
    const latest = deploys.find(({ moves }) => moves.some((move) => move.package === name && move.to === version));
    return { name, version, label, digest, dependencies, ...(latest ? { by: latest.by, at: latest.at } : {}) };
  });
}

/** The packages as they were deployed: what an org keeps of their older versions is not theirs any more. */
export async function loadReleased(store: Store): Promise<Package[]> {
  const { packages, kept } = (await store.loadState()).metadata;
  return packages.map((item) => ({
    ...item,
    elements: new Map([...item.elements].filter(([id]) => !kept.has(id))),
  }));
}

interface DeployedMoves {
  readonly by: string;
  readonly at: string;
  readonly moves: readonly PackageMove[];
}

/** The latest first. Deploys of earlier versions of the engine did not record which packages they moved. */
async function loadMoves(store: Store): Promise<DeployedMoves[]> {
  const { rows } = await store.pool.query<{ by: string; at: Date; moves: readonly PackageMove[] }>(
    `select deployed_by as by, deployed_at as at, plan -> 'packages' as moves
     from ${qualified(store.schema, 'fw_deploy')} where plan -> 'packages' is not null order by version desc`,
  );
  return rows.map(({ by, at, moves }) => ({ by, at: at.toISOString(), moves }));
}
