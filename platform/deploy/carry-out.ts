import type { StoredState } from '../store/load-state.ts';
import type { Store } from '../store/store.ts';
import { type Applied, applyDeploy, type Prepared } from './apply.ts';
import type { DeployResult } from './deploy-result.ts';
import { finishSteps } from './finish.ts';
import { differingElements, explainOvertaking } from './overtaken.ts';
import {
  beginPreparation,
  digestOf,
  dropPreparations,
  enterPreparation,
  type Preparation,
  type PreparingSession,
  runningDeploy,
} from './preparation.ts';
import type { Asked } from './prepare.ts';
import { prepareTables } from './prepare-tables.ts';
import { Refusal } from './refusal.ts';
import type { DeployHooks, DeployRequest } from './request.ts';
import { isSamePlan } from './token.ts';

/** How a deploy goes on, once it is planned. */
interface CarryingOut {
  readonly hooks: DeployHooks;
  /** Warnings of the check. */
  readonly problems: DeployResult['problems'];
  /** Plans the same request on what is live by then. */
  planDeploy(
    store: Store,
    planning: {
      readonly state: StoredState;
      readonly request: DeployRequest;
      readonly hooks: DeployHooks;
      readonly asked?: Asked;
    },
  ): Promise<{ readonly result: DeployResult; readonly prepared?: Prepared }>;
}

/** A deploy that came to its end, as it was planned last. */
interface Ended {
  readonly applied: Applied;
  readonly prepared: Prepared;
}

/** Prepares what takes long, commits, and says how it ended. */
export async function carryOut(store: Store, planned: Prepared, carrying: CarryingOut): Promise<DeployResult> {
  const { hooks } = carrying;
  await hooks.onStep?.('begun');
  const isLong = planned.steps.some(({ phase }) => phase === 'prepare');
  const { applied, prepared } = isLong
    ? await carryOutBeside(store, planned, carrying)
    : { applied: await applyDeploy(store, { prepared: planned, preparation: undefined, hooks }), prepared: planned };
  if (!isLong && applied.outcome === 'applied') await hooks.onStep?.('committed');
  const { plan, effective } = prepared;
  const { problems } = carrying;
  if (applied.outcome === 'overtaken') return afterOvertaking(store, prepared, carrying);
  if (applied.outcome === 'purged') return afterPurge(store, prepared, carrying);
  if (applied.outcome !== 'applied') return { status: 'failed', plan, problems: [...problems, ...applied.problems] };
  rememberDeployed(store, prepared);
  const { deploy, problems: found } = applied;
  return { status: 'succeeded', deploy, version: effective.live.version, plan, problems: [...problems, ...found] };
}

/**
 * What is live now is what was prepared, so that nobody has to load it again. Packages are read back: as files they say
 * where each element stands, which nobody asks of what is live.
 */
function rememberDeployed(store: Store, { request, state, metadata, effective, allocation }: Prepared): void {
  if (request.kind === 'packages') return;
  const next = { ...state, version: effective.live.version, metadata, allocation };
  store.remember({ state: next, live: effective });
}

/** With the lock of those who change large tables. */
async function carryOutBeside(store: Store, prepared: Prepared, carrying: CarryingOut): Promise<Ended> {
  const session = await enterPreparation(store);
  if (!session) return { applied: { outcome: 'refused', problems: [await runningDeploy(store)] }, prepared };
  try {
    // What an earlier deploy left to do may have the names that this one needs.
    await finishSteps(store, session.client, {});
    const ended = await carryOutIn(session, store, { prepared, carrying });
    // What stayed in use is tried again with what is made already.
    if (ended.applied.outcome !== 'applied' && ended.applied.outcome !== 'busy')
      await dropPreparations(store, session.client);
    return ended;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await dropPreparations(store, session.client);
    return { applied: { outcome: 'refused', problems: error.problems }, prepared };
  } finally {
    await session.release();
  }
}

async function carryOutIn(
  session: PreparingSession,
  store: Store,
  { prepared, carrying }: { readonly prepared: Prepared; readonly carrying: CarryingOut },
): Promise<Ended> {
  const preparation = await prepareBeside(session, store, { prepared, carrying });
  const applied = await applyDeploy(store, { prepared, preparation, hooks: carrying.hooks });
  if (applied.outcome === 'applied') await carrying.hooks.onStep?.('committed');
  if (applied.outcome !== 'overtaken') return { applied, prepared };
  const again = await planOnNewVersion(store, prepared, carrying);
  return 'applied' in again ? again : carryOutIn(session, store, { prepared: again, carrying });
}

async function prepareBeside(
  session: PreparingSession,
  store: Store,
  { prepared, carrying }: { readonly prepared: Prepared; readonly carrying: CarryingOut },
): Promise<Preparation> {
  const { allocation, request, plan } = prepared;
  const steps = prepared.steps.filter((step) => step.phase === 'prepare');
  const preparation = { digest: digestOf(steps), steps, allocation, sees: request.sees };
  const { by, note } = request;
  await beginPreparation(store, session, { digest: preparation.digest, by, note, fromVersion: plan.fromVersion });
  await prepareTables(store, session, { ...preparation, hooks: carrying.hooks });
  return preparation;
}

/**
 * A deploy that took long was overtaken by a quicker one. Where that did nothing to what this one changes, it is planned
 * on the new version and goes on; otherwise what was checked is not what would be applied, and a person looks again.
 */
async function planOnNewVersion(
  store: Store,
  prepared: Prepared,
  { hooks, planDeploy }: CarryingOut,
): Promise<Prepared | Ended> {
  const { request, plan, sizes } = prepared;
  const planning = { state: await store.loadState(), request, hooks, asked: { sizes } };
  const again = await planDeploy(store, planning);
  if (again.prepared && isSamePlan(plan, again.result.plan)) return again.prepared;
  if (again.result.status === 'unchanged') return { applied: { outcome: 'overtaken' }, prepared };
  const differing = differingElements(plan, again.result.plan);
  const problem = await explainOvertaking(store, { fromVersion: plan.fromVersion, differing });
  return { applied: { outcome: 'refused', problems: [problem] }, prepared };
}

/**
 * Another deploy went live first. If it brought just this, all is well (several processes start at once); otherwise a
 * person looks again.
 */
async function afterOvertaking(store: Store, prepared: Prepared, carrying: CarryingOut): Promise<DeployResult> {
  const { request, plan } = prepared;
  const { planDeploy, hooks } = carrying;
  const { result } = await planDeploy(store, { state: await store.loadState(), request, hooks, asked: {} });
  if (result.status === 'unchanged') return result;
  const differing = differingElements(plan, result.plan);
  const problem = await explainOvertaking(store, { fromVersion: plan.fromVersion, differing });
  return { status: 'failed', version: result.plan.fromVersion, plan, problems: [problem] };
}

/**
 * What was checked holds, and only names of tables and columns may have become free; unless another deploy went live as
 * well since the commit looked.
 */
async function afterPurge(store: Store, planned: Prepared, carrying: CarryingOut): Promise<DeployResult> {
  const { planDeploy, hooks } = carrying;
  const { request, plan } = planned;
  const state = await store.loadState();
  if (state.version !== plan.fromVersion) return afterOvertaking(store, planned, carrying);
  const { result, prepared } = await planDeploy(store, { state, request, hooks, asked: {} });
  return prepared ? carryOut(store, prepared, carrying) : result;
}
