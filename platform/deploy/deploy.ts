import { applyEdits } from '../layers/edits.ts';
import type { Problem } from '../problem.ts';
import type { StoredState } from '../store/load-state.ts';
import type { Store } from '../store/store.ts';
import type { Prepared } from './apply.ts';
import { carryOut } from './carry-out.ts';
import type { DeployPlan, DeployResult } from './deploy-result.ts';
import { settle } from './finish.ts';
import { loadDeploysSince } from './history.ts';
import { changedPackages, installPackages, type Proposal } from './install-packages.ts';
import { refuseUnconfirmed } from './losses.ts';
import { differingElements, explainOvertaking } from './overtaken.ts';
import { type Asked, prepareDeploy } from './prepare.ts';
import type { DeployHooks, DeployRequest, PackagesRequest, PublishRequest, RollbackRequest } from './request.ts';
import { isSamePlan, loadValidated, storeValidated } from './token.ts';
import { undoDeploy } from './undo.ts';

/**
 * Checks, plans and applies a change of an org's metadata: packages, an admin's edits, or the way back. All of it
 * becomes live in one transaction, or nothing does, and then the problems say why. What takes long on large tables is
 * prepared before and finished after, beside the people who work.
 */
export async function deploy(store: Store, request: DeployRequest, hooks: DeployHooks = {}): Promise<DeployResult> {
  const isByToken = request.kind === 'packages' && request.token !== undefined;
  const result = await (isByToken ? deployValidated(store, request, hooks) : deployNew(store, request, hooks));
  if (request.checkOnly || isBusy(result)) return result;
  return { ...result, problems: [...result.problems, ...(await settle(store, hooks))] };
}

/** What such a deploy has prepared is kept for another try; its tables are not free for what follows commits either. */
function isBusy({ problems }: DeployResult): boolean {
  return problems.some(({ code }) => code === 'ORG_BUSY');
}

async function deployNew(store: Store, request: DeployRequest, hooks: DeployHooks): Promise<DeployResult> {
  const state = await store.loadState();
  if (request.kind === 'publish' && request.expectedVersion !== state.version)
    return failed(state.version, [await explainOvertaking(store, { fromVersion: request.expectedVersion })]);
  const { result, prepared } = await planDeploy(store, { state, request, hooks });
  if (!prepared) return result;
  if (!request.checkOnly) return carryOutConfirmed(store, { prepared, result, request, hooks });
  if (request.kind !== 'packages' || !request.forLater) return result;
  return { ...result, token: await storeValidated(store, request, result.plan) };
}

/** Applies what was checked before where it would still do the same. Its records are asked in the commit alone. */
async function deployValidated(store: Store, request: PackagesRequest, hooks: DeployHooks): Promise<DeployResult> {
  const state = await store.loadState();
  const validated = await loadValidated(store, request);
  if ('code' in validated) return failed(state.version, [validated]);
  const { result, prepared } = await planDeploy(store, { state, request: validated.request, hooks, asked: {} });
  if (result.status === 'unchanged') return result;
  if (!isSamePlan(validated.plan, result.plan)) {
    const differing = differingElements(validated.plan, result.plan);
    const problem = await explainOvertaking(store, { fromVersion: validated.fromVersion, differing });
    return { ...result, status: 'failed', problems: [{ ...problem, code: 'TOKEN_OUTDATED' }] };
  }
  if (!prepared || request.checkOnly) return result;
  return carryOutConfirmed(store, { prepared, result, request: validated.request, hooks });
}

/** Carries out what is planned, unless it takes something away that nobody has confirmed. */
function carryOutConfirmed(
  store: Store,
  planned: {
    readonly prepared: Prepared;
    readonly result: DeployResult;
    readonly request: DeployRequest;
    readonly hooks: DeployHooks;
  },
): DeployResult | Promise<DeployResult> {
  const { prepared, result, request, hooks } = planned;
  const { plan, problems } = result;
  const unconfirmed = refuseUnconfirmed(plan, request.confirm);
  if (unconfirmed.length > 0) return { status: 'failed', plan, problems: [...problems, ...unconfirmed] };
  return carryOut(store, prepared, { hooks, problems, planDeploy });
}

/** What a request would do to an org as it is: the result of a check, and what carries it out where it may be. */
async function planDeploy(
  store: Store,
  planning: {
    readonly state: StoredState;
    readonly request: DeployRequest;
    readonly hooks: DeployHooks;
    readonly asked?: Asked;
  },
): Promise<{ readonly result: DeployResult; readonly prepared?: Prepared }> {
  const { state, request } = planning;
  const { version } = state;
  const proposal = await propose(store, state, request);
  if (!proposal) return { result: { status: 'unchanged', version, plan: emptyPlan(version), problems: [] } };
  const { plan, problems, prepared } = await prepareDeploy(store, { ...planning, proposal });
  if (!prepared) return { result: { status: 'failed', plan, problems } };
  if (prepared.changes.length === 0) return { result: { status: 'unchanged', version, plan, problems } };
  return { result: { status: 'checked', version, plan, problems }, prepared };
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
      if (since.length > 0) return undoDeploy(state.metadata, since);
      return { metadata: state.metadata, problems: [unknownDeploy(request.deploy)] };
    }
  }
}

/** An admin's edits; where they were made in another org, on top of the packages that come along. */
function proposeEdits({ metadata }: StoredState, request: PublishRequest): Proposal {
  const { edits, by, promotion } = request;
  const at = new Date().toISOString();
  const installed: Proposal = promotion?.packages.length
    ? installPackages(metadata, { ...request, ...promotion, kind: 'packages' }, at)
    : { metadata, problems: [] };
  const { packages, org } = installed.metadata;
  const edited = applyEdits({ packages, org, edits, by, at });
  return {
    metadata: { ...installed.metadata, org: edited.org },
    problems: [...installed.problems, ...(promotion?.problems ?? []), ...edited.problems],
    conflicts: [...(installed.conflicts ?? []), ...(promotion?.conflicts ?? [])],
  };
}

function failed(version: number, problems: readonly Problem[]): DeployResult {
  return { status: 'failed', version, plan: emptyPlan(version), problems };
}

function emptyPlan(fromVersion: number): DeployPlan {
  return { fromVersion, elements: [], schema: [], steps: [], records: [], conflicts: [] };
}

function unknownDeploy(id: string): Problem {
  return { code: 'UNKNOWN_DEPLOY', severity: 'error', message: `There is no deploy ${id} in this org.`, found: id };
}
