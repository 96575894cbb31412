import { applyEdits } from '../layers/edits.ts';
import type { Problem } from '../problem.ts';
import type { Store, StoredState } from '../store/store.ts';
import { applyDeploy } from './apply.ts';
import type { DeployPlan, DeployResult } from './deploy-result.ts';
import { loadDeploysSince } from './history.ts';
import { changedPackages, installPackages, type Proposal } from './install-packages.ts';
import { refuseUnconfirmed } from './losses.ts';
import { prepareDeploy } from './prepare.ts';
import type { DeployHooks, DeployRequest, PublishRequest, RollbackRequest } from './request.ts';
import { undoDeploy } from './undo.ts';

/**
 * Checks, plans and applies a change of an org's metadata: packages, an admin's edits, or the way back. All of it
 * becomes live in one transaction, or nothing does, and then the problems say why.
 */
export async function deploy(store: Store, request: DeployRequest, hooks: DeployHooks = {}): Promise<DeployResult> {
  const state = await store.loadState();
  const moved = request.kind === 'publish' && request.expectedVersion !== state.version;
  if (moved) return failed(state.version, [publishedMeanwhile(state.version, request.expectedVersion)]);
  const proposal = await propose(store, state, request);
  if (!proposal) return { status: 'unchanged', version: state.version, plan: emptyPlan(state.version), problems: [] };
  const { plan, problems, prepared } = await prepareDeploy(store, { state, request, proposal, hooks });
  if (!prepared) return { status: 'failed', plan, problems };
  if (prepared.changes.length === 0) return { status: 'unchanged', version: state.version, plan, problems };
  if (request.checkOnly) return { status: 'checked', version: state.version, plan, problems };
  const unconfirmed = refuseUnconfirmed(plan, request.confirm);
  if (unconfirmed.length > 0) return { status: 'failed', plan, problems: [...problems, ...unconfirmed] };
  const applied = await applyDeploy(store, prepared, hooks);
  if (applied.outcome === 'refused') return { status: 'failed', plan, problems: [...problems, ...applied.problems] };
  if (applied.outcome === 'purged') return deploy(store, request, hooks);
  if (applied.outcome === 'overtaken') return afterOvertaking(store, request, { plan, hooks });
  return {
    status: 'succeeded',
    deploy: applied.deploy,
    version: prepared.next.version,
    plan,
    problems: [...problems, ...applied.problems],
  };
}

/** Takes back what one deploy did, as a deploy of its own. */
export function rollback(
  store: Store,
  deployId: string,
  options: Omit<RollbackRequest, 'kind' | 'deploy'> & { readonly hooks?: DeployHooks },
): Promise<DeployResult> {
  const { hooks, ...who } = options;
  return deploy(store, { ...who, kind: 'rollback', deploy: deployId }, hooks);
}

/** The metadata that a request asks for; undefined where it asks for nothing new. */
async function propose(store: Store, state: StoredState, request: DeployRequest): Promise<Proposal | undefined> {
  switch (request.kind) {
    case 'packages': {
      const at = new Date().toISOString();
      if (request.destructive?.length) return installPackages(state.metadata, request, at);
      const packages = changedPackages(state.metadata, request);
      if (packages.length === 0 && !request.uninstall?.length) return undefined;
      return installPackages(state.metadata, { ...request, packages }, at);
    }
    case 'publish':
      return proposeEdits(state, request);
    case 'rollback': {
      const since = await loadDeploysSince(store, request.deploy);
      if (since.length > 0) return undoDeploy(state.rows, since);
      return { metadata: state.metadata, problems: [unknownDeploy(request.deploy)] };
    }
  }
}

function proposeEdits(state: StoredState, { edits, by }: PublishRequest): Proposal {
  const { packages, org } = state.metadata;
  const edited = applyEdits({ packages, org, edits, by, at: new Date().toISOString() });
  return { metadata: { ...state.metadata, org: edited.org }, problems: edited.problems };
}

/**
 * Another deploy went live first. If it brought just this, all is well (several processes start at once); otherwise a
 * person looks again, since what was checked is not what would be applied.
 */
async function afterOvertaking(
  store: Store,
  request: DeployRequest,
  { plan, hooks }: { readonly plan: DeployPlan; readonly hooks: DeployHooks },
): Promise<DeployResult> {
  const again = await deploy(store, { ...request, checkOnly: true }, hooks);
  if (again.status === 'unchanged') return again;
  const version = again.plan.fromVersion;
  return { status: 'failed', version, plan, problems: [publishedMeanwhile(version, plan.fromVersion)] };
}

function failed(version: number, problems: readonly Problem[]): DeployResult {
  return { status: 'failed', version, plan: emptyPlan(version), problems };
}

function emptyPlan(fromVersion: number): DeployPlan {
  return { fromVersion, elements: [], schema: [], steps: [], records: [], conflicts: [] };
}

function publishedMeanwhile(live: number, expected: number): Problem {
  return {
    code: 'PUBLISHED_MEANWHILE',
    severity: 'error',
    message: `Somebody published meanwhile: version ${live} is live, and this change was made on version ${expected}. Nothing was changed. Look at what is live now and try again.`,
    found: live,
    expected: String(expected),
  };
}

function unknownDeploy(id: string): Problem {
  return { code: 'UNKNOWN_DEPLOY', severity: 'error', message: `There is no deploy ${id} in this org.`, found: id };
}
