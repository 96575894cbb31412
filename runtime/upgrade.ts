import type { DeployResult } from '../platform/deploy/deploy-result.ts';
import { changedPackages } from '../platform/deploy/install-packages.ts';
import { type PackageMove, packageMoves } from '../platform/deploy/package-moves.ts';
import type { DeployRequest, PackagesRequest } from '../platform/deploy/request.ts';
import { packagesDigest } from '../platform/deploy/token.ts';
import type { Package } from '../platform/packages/element.ts';
import type { Problem } from '../platform/problem.ts';
import type { Store } from '../platform/store/store.ts';
import { loadWaiting, saveWaiting, type WaitingPackages } from '../platform/store/waiting.ts';

/** Runs a deploy of the org. */
type Deploy = (request: DeployRequest) => Promise<DeployResult>;

/** New versions of packages that wait, with what they would do as things are now. */
export interface WaitingUpgrade extends WaitingPackages {
  /** Of what they say: whoever brings them in repeats it, so that nothing comes in that nobody looked at. */
  readonly digest: string;
  readonly result: DeployResult;
}

/** What a person says to a waiting upgrade. */
export type UpgradeCall = Pick<PackagesRequest, 'by' | 'note' | 'decisions' | 'confirm' | 'checkOnly'> &
  Required<Pick<PackagesRequest, 'sees'>> & {
    /** Of the upgrade that the person looked at. */
    readonly digest: string;
  };

/** What waits, looked at anew by somebody; undefined when nothing does, or when it was brought in meanwhile. */
export async function lookAtUpgrade(
  store: Store,
  deploy: Deploy,
  { sees }: Required<Pick<PackagesRequest, 'sees'>>,
): Promise<WaitingUpgrade | undefined> {
  const waiting = await loadUpgrade(store);
  if (waiting === undefined) return undefined;
  const { packages, by, note } = waiting;
  const result = await deploy({ kind: 'packages', packages, by, note, sees, checkOnly: true });
  return result.status === 'unchanged' ? undefined : { ...waiting, result };
}

/** Brings in what waits, as its conflicts are decided; undefined when nothing waits. */
export async function applyUpgrade(
  store: Store,
  deploy: Deploy,
  { digest, ...call }: UpgradeCall,
): Promise<DeployResult | undefined> {
  const waiting = await loadUpgrade(store);
  if (waiting === undefined) return undefined;
  if (waiting.digest === digest) return deploy({ kind: 'packages', packages: waiting.packages, ...call });
  const now = await lookAtUpgrade(store, deploy, call);
  return now && { ...now.result, status: 'failed', problems: [replaced(now)] };
}

function replaced({ by, at }: WaitingPackages): Problem {
  const message = `${by} brought other versions at ${at}, which wait now. Nothing was changed; look at them and decide anew where they differ.`;
  return { code: 'UPGRADE_REPLACED', severity: 'error', message };
}

/** What waits, without what the org is past by now; undefined when nothing is left of it. */
async function loadUpgrade(store: Store): Promise<Omit<WaitingUpgrade, 'result'> | undefined> {
  const waiting = await loadWaiting(store);
  const packages = offered(await store.loadPackages(), waiting?.packages ?? []);
  return waiting && packages.length > 0 ? { ...waiting, packages, digest: packagesDigest(packages) } : undefined;
}

/** Lets packages wait that only conflicts keep from being brought in: an admin decides these in the studio. */
export async function letWait(store: Store, request: PackagesRequest, result: DeployResult): Promise<void> {
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  const isOpen = errors.length > 0 && errors.every(({ code }) => code === 'CONFLICT');
  if (request.checkOnly || !isOpen || request.packages.length === 0) return;
  const { by, note } = request;
  const { metadata } = await store.loadState();
  const packages = offered(metadata.packages, changedPackages(metadata, request));
  if (packages.length > 0) await saveWaiting(store, { packages, by, note });
}

/** Of packages, those that are new to the org. A downgrade is decided where it is deployed: somebody means it there. */
function offered(installed: readonly Package[], packages: readonly Package[]): Package[] {
  const moves = packageMoves(installed, packages).filter(({ move }) => OFFERED.has(move));
  const names = new Set(moves.map((move) => move.package));
  return packages.filter(({ name }) => names.has(name));
}

const OFFERED: ReadonlySet<PackageMove['move']> = new Set(['install', 'upgrade', 'revise']);
