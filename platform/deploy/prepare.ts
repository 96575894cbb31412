import type { PoolClient } from 'pg';
import { compileModel } from '../layers/compile.ts';
import { decideBy, undecided } from '../layers/decide.ts';
import { findRenames, type RenamePairs } from '../layers/find-renames.ts';
import { type Merged, mergeLayers } from '../layers/merge.ts';
import type { Model } from '../layers/model.ts';
import { allocate, physicalOf } from '../physical/allocate.ts';
import { describeChange } from '../physical/describe-change.ts';
import type { Live } from '../physical/physical.ts';
import { planSchema } from '../physical/plan-schema.ts';
import { planValueRenames } from '../physical/rename-values.ts';
import type { Problem } from '../problem.ts';
import { diffRows, toRows } from '../store/metadata-rows.ts';
import { compileLive, type Store, type StoredState } from '../store/store.ts';
import type { Prepared } from './apply.ts';
import { checkText } from './check-text.ts';
import { checkValues } from './check-values.ts';
import { settleConflicts } from './conflicts.ts';
import type { DeployPlan } from './deploy-result.ts';
import { diffElements } from './diff-elements.ts';
import { warnOfPurged } from './dropped.ts';
import { goAlong } from './go-along.ts';
import type { Proposal } from './install-packages.ts';
import { keptUntil } from './keep-dropped.ts';
import { findLosses, withLosses } from './losses.ts';
import { findLost } from './lost.ts';
import { checkInstalledRanges, packageMoves } from './package-moves.ts';
import { recordBatches, warnOfLeftRecords } from './record-batches.ts';
import { type Base, renamedValues, renameLive } from './rename-live.ts';
import type { DeployHooks, DeployRequest } from './request.ts';

interface Preparing {
  readonly state: StoredState;
  readonly request: DeployRequest;
  readonly proposal: Proposal;
  readonly hooks: DeployHooks;
}

/**
 * Merges, compiles, checks and plans what is proposed. Changes nothing. Without `prepared` it must not be applied, for
 * the errors among the problems.
 */
export async function prepareDeploy(
  store: Store,
  preparing: Preparing,
): Promise<{ plan: DeployPlan; problems: readonly Problem[]; prepared?: Prepared }> {
  const { state, request, hooks } = preparing;
  const current = compileLive(store, state);
  const proposed = compileProposal(preparing, current && { ...current, allocation: state.allocation });
  const compiled = { ...proposed, plan: await tellLosses(store, preparing, proposed) };
  const { model, merged, base, renamed } = compiled;
  if (!model || compiled.problems.some(isError)) return compiled;
  const made = { model, merged, base, renamed, plan: compiled.plan };
  const { plan, next, allocation, batches } = planTables(store, state, made);
  const checkRecords = async (client: PoolClient): Promise<readonly Problem[]> => [
    ...(base ? await checkValues(client, { live: base.live, allocation: base.allocation, next }) : []),
    ...((await hooks.checkData?.(client, base?.live, next, plan.elements)) ?? []),
  ];
  const found = await store.transaction((client) => withoutHurry(client, checkRecords));
  const problems = [...compiled.problems, ...found, ...(await warnOfPurged(store, request, plan))];
  if (problems.some(isError)) return { plan, problems };
  const changes = diffRows(state.rows, toRows({ ...compiled.metadata, org: merged.org }));
  const { purges } = state;
  const prepared = { request, next, allocation, changes, batches, plan, purges, renamed, checkRecords };
  return { plan, problems, prepared };
}

/** The effective metadata of a proposal, how it differs from what is live, and all that is wrong with it in itself. */
function compileProposal({ state, request, proposal }: Preparing, current: Base | undefined) {
  const decide = request.kind === 'packages' ? decideBy(request) : undecided;
  const first = mergeLayers({ ...proposal.metadata, decide });
  const renamed = findRenames(current?.elements ?? new Map(), first.elements);
  const base = current && renameLive(current, renamed, state.metadata.packages);
  const lost = findLost(base?.elements ?? new Map(), first.elements);
  const { metadata, gone } = goAlong(proposal.metadata, lost);
  const merged = gone.length === 0 ? first : mergeLayers({ ...metadata, decide });
  const { packages } = metadata;
  const { model, problems: findings } = compileModel({ packages, ...merged });
  const elements = diffElements(base?.elements ?? new Map(), merged.elements, renamed);
  const all = [...(proposal.conflicts ?? []), ...merged.conflicts];
  const { open, decided, problems: undecidable } = settleConflicts(all, request);
  const problems: readonly Problem[] = [
    ...proposal.problems.filter(({ code, element = '' }) => code !== 'ELEMENT_KEPT' || metadata.kept.has(element)),
    ...(request.kind === 'packages' ? checkInstalledRanges(packages) : []),
    ...checkText(merged.elements),
    ...findings,
    ...undecidable,
    ...warnOfLeftRecords(elements),
  ];
  const moves = packageMoves(state.metadata.packages, packages);
  const plan: DeployPlan = {
    ...{ fromVersion: state.version, elements, schema: [], steps: [], records: [] },
    ...(moves.length > 0 ? { packages: moves } : {}),
    conflicts: open,
    ...(decided.length > 0 ? { decisions: decided } : {}),
  };
  return { merged, model, base, renamed, plan, problems, metadata, lost, gone };
}

/** The plan with what removals take away, whether it can be applied or not: it says what stands in the way, too. */
async function tellLosses(
  store: Store,
  { hooks }: Preparing,
  { plan, base, lost, gone }: ReturnType<typeof compileProposal>,
): Promise<DeployPlan> {
  if (base === undefined || lost.elements.size === 0) return plan;
  const until = keptUntil(hooks).toISOString();
  const find = (client: PoolClient) => findLosses(client, { lost, alongUses: gone, live: base.live, until });
  return withLosses(plan, await store.transaction((client) => withoutHurry(client, find)));
}

/** The version that is to follow, with what becomes of tables and shipped records. */
function planTables(
  store: Store,
  state: StoredState,
  made: {
    readonly model: Model;
    readonly merged: Merged;
    readonly base: Base | undefined;
    readonly renamed: RenamePairs;
    readonly plan: DeployPlan;
  },
) {
  const { model, merged, base, renamed } = made;
  const { version, orgId, systemUserId } = state;
  const allocation = allocate(model, base?.allocation ?? state.allocation);
  const physical = physicalOf(store.schema, allocation);
  const next: Live = Object.freeze({ org: store.org, orgId, systemUserId, version: version + 1, model, physical });
  const live = base && { model: base.live.model, allocation: base.allocation };
  const schema = [...planValueRenames(renamedValues(renamed), allocation), ...planSchema(live, { model, allocation })];
  const batches = recordBatches(model, made.plan.elements, merged.elements);
  const records = batches.map(({ object, records: all }) => ({ object, count: all.length }));
  const plan: DeployPlan = { ...made.plan, schema, steps: schema.map(describeChange), records };
  return { plan, next, allocation, batches };
}

/** A look through all records of a large table may take longer than a request may. */
async function withoutHurry<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  await client.query('set local statement_timeout = 0');
  return work(client);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
