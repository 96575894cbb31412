import type { DeployResult } from '../platform/deploy/deploy-result.ts';
import { changedPackages } from '../platform/deploy/install-packages.ts';
import type { DeployRequest, PackagesRequest } from '../platform/deploy/request.ts';
import type { Store } from '../platform/store/store.ts';
import { clearWaiting, loadWaiting, saveWaiting, type WaitingPackages } from '../platform/store/waiting.ts';

/** Runs a deploy of the org. */
type Deploy = (request: DeployRequest) => Promise<DeployResult>;

/** New versions of packages that wait, with what they would do as things are now. */
export interface WaitingUpgrade extends WaitingPackages {
  readonly result: DeployResult;
}

/** What a person says to a waiting upgrade. */
export type UpgradeCall = Pick<PackagesRequest, 'by' | 'note' | 'decisions' | 'confirm' | 'checkOnly' | 'sees'>;

/** What waits, looked at anew by somebody; undefined when nothing does, or when it was brought in meanwhile. */
export async function lookAtUpgrade(
  store: Store,
  deploy: Deploy,
  { sees }: Required<Pick<PackagesRequest, 'sees'>>,
): Promise<WaitingUpgrade | undefined> {
  const waiting = await loadWaiting(store);
  if (waiting === undefined) return undefined;
  const { packages, by, note } = waiting;
  const result = await deploy({ kind: 'packages', packages, by, note, sees, checkOnly: true });
  if (result.status !== 'unchanged') return { ...waiting, result };
  await clearWaiting(store);
  return undefined;
}

/** Brings in what waits, as its conflicts are decided; undefined when nothing waits. */
export async function applyUpgrade(store: Store, deploy: Deploy, call: UpgradeCall): Promise<DeployResult | undefined> {
  const waiting = await loadWaiting(store);
  if (waiting === undefined) return undefined;
  const result = await deploy({ kind: 'packages', packages: waiting.packages, ...call });
  if (result.status === 'succeeded') await clearWaiting(store);
  return result;
}

/** Lets packages wait that only conflicts keep from being brought in: an admin decides these in the studio. */
export async function letWait(store: Store, request: PackagesRequest, result: DeployResult): Promise<void> {
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  const isOpen = errors.length > 0 && errors.every(({ code }) => code === 'CONFLICT');
  if (request.checkOnly || !isOpen || request.packages.length === 0) return;
  const { by, note } = request;
  const packages = changedPackages((await store.loadState()).metadata, request);
  await saveWaiting(store, { packages, by, note });
}
