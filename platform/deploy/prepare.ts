import type { PoolClient } from 'pg';
import { compileModel } from '../layers/compile.ts';
import { findRenames, type RenamePairs } from '../layers/find-renames.ts';
import { type MergedOrg, mergeChanged } from '../layers/merge-changed.ts';
import type { Model } from '../layers/model.ts';
import { ElementMap } from '../packages/element-map.ts';
import { allocate, physicalOf } from '../physical/allocate.ts';
import { describeChange } from '../physical/describe-change.ts';
import type { Live, PlacedColumn, SchemaChange } from '../physical/physical.ts';
import { planSchema } from '../physical/plan-schema.ts';
import { planSteps } from '../physical/plan-steps.ts';
import type { Step, Watch } from '../physical/steps.ts';
import { planWork } from '../physical/work.ts';
import type { Problem } from '../problem.ts';
import type { StoredState } from '../store/load-state.ts';
import { diffMetadata } from '../store/metadata-rows.ts';
import type { LiveMetadata, Store } from '../store/store.ts';
import type { Prepared } from './apply.ts';
import { checkText } from './check-text.ts';
import { planValueChecks } from './check-values.ts';
import { decideOf, mayDecide, settleConflicts } from './conflicts.ts';
import { checksOfCommit, type DataCheck, runDataChecks } from './data-check.ts';
import type { DeployPlan } from './deploy-result.ts';
import { diffElements } from './diff-elements.ts';
import { warnOfPurged } from './dropped.ts';
import { giveBackNames } from './give-back.ts';
import { goAlong } from './go-along.ts';
import { loadLeftColumns } from './history.ts';
import type { Proposal } from './install-packages.ts';
import { keptUntil } from './keep-dropped.ts';
import { findLosses, withLosses } from './losses.ts';
import { findLost } from './lost.ts';
import { planDropped } from './note-dropped.ts';
import { checkInstalledRanges, packageMoves } from './package-moves.ts';
import { recordBatches, warnOfLeftRecords } from './record-batches.ts';
import { type Base, renamedValues, renameLive } from './rename-live.ts';
import { DEPLOY_LIMITS, type DeployHooks, type DeployRequest } from './request.ts';
import { loadSizes, type Sizes } from './sizes.ts';

interface Preparing {
  readonly state: StoredState;
  readonly request: DeployRequest;
  readonly proposal: Proposal;
  readonly hooks: DeployHooks;
  readonly asked?: Asked;
}

/** Of an earlier look at the same deploy: the records have been asked, and are asked again in the commit alone. */
export interface Asked {
  /** By which it was planned what is prepared. */
  readonly sizes?: Sizes;
}

/**
 * Merges, compiles, checks and plans what is proposed. Changes nothing. Without `prepared` it must not be applied, for
 * the errors among the problems.
 */
export async function prepareDeploy(
  store: Store,
  preparing: Preparing,
): Promise<{ plan: DeployPlan; problems: readonly Problem[]; prepared?: Prepared }> {
  const { state, request, hooks, asked } = preparing;
  const current = store.effectiveOf(state);
  const proposed = compileProposal(preparing, current);
  const compiled = { ...proposed, plan: await tellLosses(store, preparing, proposed) };
  const { merged, renamed } = compiled;
  const { model } = compiled.compiled;
  if (!model || compiled.problems.some(isError)) return compiled;
  const base = compiled.base && giveBackNames(compiled.base, model);
  const back = request.kind === 'rollback' ? await loadLeftColumns(store, request.deploy) : [];
  const tables = planTables(store, preparing, { model, merged, base, renamed, back, plan: compiled.plan });
  const checks = planChecks(preparing, tables, { base, renamed });
  const sizes = asked?.sizes ?? (await measure(store, tables.plan.schema, { checks, hooks }));
  const steps = planSteps(tables.plan.schema, { schema: store.schema, isBig: sizes.isBig, watches: watches(checks) });
  const plan: DeployPlan = { ...tables.plan, ...workOf(steps, sizes) };
  const found = asked ? [] : await askRecords(store, checks, request);
  const problems = [...compiled.problems, ...found, ...(await warnOfPurged(store, request, plan))];
  if (problems.some(isError)) return { plan, problems };
  const { next, allocation, batches } = tables;
  const metadata = { ...compiled.metadata, org: merged.org };
  const effective = { merged, compiled: compiled.compiled, live: next };
  const prepared = {
    ...{ request, state, metadata, effective, allocation, batches, plan, steps, sizes, renamed, ...tokenOf(request) },
    dropped: planDropped({ plan, effective, allocation, renamed }),
    changes: diffMetadata(state.metadata, metadata),
    checks: checksOfCommit(checks, sizes.isBig),
  };
  return { plan, problems, prepared };
}

/** What to ask of the records that are there. */
function planChecks(
  { request, hooks }: Preparing,
  { next, plan }: { readonly next: Live; readonly plan: DeployPlan },
  { base, renamed }: { readonly base: Base | undefined; readonly renamed: RenamePairs },
): DataCheck[] {
  const { kind } = request;
  const valueRenames = renamedValues(renamed);
  const values = base ? planValueChecks({ ...base, next, schema: plan.schema, kind, valueRenames }) : [];
  return [...values, ...(hooks.planDataChecks?.(base?.live, next, plan.elements) ?? [])];
}

function measure(
  store: Store,
  schema: readonly SchemaChange[],
  { checks, hooks }: { readonly checks: readonly DataCheck[]; readonly hooks: DeployHooks },
): Promise<Sizes> {
  const changed = schema.flatMap((change) => ('table' in change ? [change.table] : []));
  const tables = [...changed, ...checks.map(({ table }) => table)];
  const { bigTable } = { ...DEPLOY_LIMITS, ...hooks.limits };
  return loadSizes(store.pool, store.schema, { tables, bigTable });
}

/** Records that can still stop the commit are kept in view, so that it need not look at all. */
function watches(checks: readonly DataCheck[]): Watch[] {
  return checks.flatMap((check) => {
    if (check.check !== 'records' || check.severity !== 'error') return [];
    return [
      { table: check.table, where: `not "is_deleted" and (${check.whereInCommit ?? check.where})`, what: check.what },
    ];
  });
}

/** A plan of which nothing is to be felt need not be told in phases. */
function workOf(steps: readonly Step[], sizes: Sizes): Pick<DeployPlan, 'work'> {
  return steps.length === 0 ? {} : { work: planWork(steps, sizes.rows) };
}

function askRecords(store: Store, checks: readonly DataCheck[], { sees }: DeployRequest): Promise<Problem[]> {
  const ask = (client: PoolClient) => runDataChecks(client, store.schema, { checks, sees });
  return store.transaction((client) => withoutHurry(client, ask));
}

/** The effective metadata of a proposal, how it differs from what is live, and all that is wrong with it in itself. */
function compileProposal({ state, request, proposal }: Preparing, current: LiveMetadata | undefined) {
  // What was merged before was merged undecided.
  const decide = decideOf(request);
  const before = mayDecide(request) ? undefined : current?.merged;
  const first = mergeChanged({ ...proposal.metadata, decide }, before);
  const live = current && { live: current.live, elements: current.merged.elements, allocation: state.allocation };
  const renamed = findRenames(live?.elements ?? NO_ELEMENTS, first.elements);
  const renamedLive = live && renameLive(live, renamed, state.metadata.packages);
  const base = renamedLive && 'live' in renamedLive ? renamedLive : undefined;
  const elementsBefore = renamedLive?.elements ?? NO_ELEMENTS;
  const lost = findLost(elementsBefore, first.elements);
  const { metadata, gone } = goAlong(proposal.metadata, lost);
  const merged = gone.length === 0 ? first : mergeChanged({ ...metadata, decide }, before);
  const compiled = compileModel({ packages: metadata.packages, ...merged }, current?.compiled);
  const elements = diffElements(elementsBefore, merged.elements, renamed);
  const all = [...(proposal.conflicts ?? []), ...merged.conflicts];
  const { open, decided, problems: undecidable } = settleConflicts(all, request);
  const problems: readonly Problem[] = [
    ...proposal.problems.filter(({ code, element = '' }) => code !== 'ELEMENT_KEPT' || metadata.kept.has(element)),
    ...(request.kind === 'packages' ? checkInstalledRanges(metadata.packages) : []),
    ...checkText(live?.elements ?? NO_ELEMENTS, merged.elements),
    ...compiled.problems,
    // Mostly what the proposal is told anyway; not where the name is free in it and was not before.
    ...(renamedLive && 'problems' in renamedLive && !compiled.problems.some(isError) ? renamedLive.problems : []),
    ...undecidable,
    ...warnOfLeftRecords(elements),
  ];
  const moves = packageMoves(state.metadata.packages, metadata.packages);
  const plan: DeployPlan = {
    ...{ fromVersion: state.version, elements, schema: [], steps: [], records: [] },
    ...(moves.length > 0 ? { packages: moves } : {}),
    conflicts: open,
    ...(decided.length > 0 ? { decisions: decided } : {}),
    ...(request.kind === 'publish' && request.promotion ? { promotion: request.promotion.source } : {}),
  };
  return { merged, compiled, base, renamed, plan, problems, metadata, lost, gone };
}

const NO_ELEMENTS = new ElementMap(new Map());

/** The plan with what removals take away, whether it can be applied or not: it says what stands in the way, too. */
async function tellLosses(
  store: Store,
  { hooks }: Preparing,
  { plan, base, lost, gone }: ReturnType<typeof compileProposal>,
): Promise<DeployPlan> {
  if (base === undefined || lost.elements.size === 0) return plan;
  const until = keptUntil(hooks.now?.() ?? new Date(), hooks).toISOString();
  const find = (client: PoolClient) => findLosses(client, { lost, alongUses: gone, live: base.live, until });
  return withLosses(plan, await store.transaction((client) => withoutHurry(client, find)));
}

/** The version that is to follow, with what becomes of tables and shipped records. */
function planTables(
  store: Store,
  { state }: Preparing,
  made: {
    readonly model: Model;
    readonly merged: MergedOrg;
    readonly base: Base | undefined;
    readonly renamed: RenamePairs;
    /** Columns that a rollback finds again. */
    readonly back: readonly PlacedColumn[];
    readonly plan: DeployPlan;
  },
) {
  const { model, merged, base, renamed, back } = made;
  const { version, orgId, systemUserId } = state;
  const allocation = allocate(model, base?.allocation ?? state.allocation, { back, live: base?.live.model });
  const physical = physicalOf(store.schema, allocation);
  const next: Live = Object.freeze({ org: store.org, orgId, systemUserId, version: version + 1, model, physical });
  const live = base && { model: base.live.model, allocation: base.allocation };
  const schema = planSchema(live, { model, allocation, valueRenames: renamedValues(renamed) });
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

function tokenOf(request: DeployRequest): { token?: string } {
  return request.kind === 'packages' && request.token !== undefined ? { token: request.token } : {};
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
