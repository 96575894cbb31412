import semver from 'semver';
import { deploy } from '../deploy/deploy.ts';
import type { DeployResult } from '../deploy/deploy-result.ts';
import { loadHistory } from '../deploy/history.ts';
import { installPackages } from '../deploy/install-packages.ts';
import type { DeployHooks, PackagesRequest, PublishRequest } from '../deploy/request.ts';
import { decideBy } from '../layers/decide.ts';
import { mergeLayers } from '../layers/merge.ts';
import type { Decision, Side } from '../layers/org-layer.ts';
import type { ElementId, Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import type { StoredMetadata } from '../store/metadata-rows.ts';
import type { Store } from '../store/store.ts';
import { planPromotion } from './plan-promotion.ts';
import { type Loaded, loadCommonBase } from './promotion-base.ts';

export interface PromoteRequest {
  /** Username, for the history. */
  readonly by: string;
  readonly note?: string;
  readonly checkOnly?: boolean;
  /** `confirmation` of the plan whose losses a person accepts. */
  readonly confirm?: string;
  /** Elements to bring along, each with its parts and what it needs; absent: all that was changed. */
  readonly only?: readonly ElementId[];
  /** Brings newer versions of packages along, too. */
  readonly withPackages?: boolean;
  /** Ours is what the org has that is promoted to, theirs what comes. */
  readonly prefer?: Side;
  readonly decisions?: readonly Decision[];
}

/**
 * Brings what the admins of one org changed to another, as one publish there, which can be rolled back. What the other
 * org changed itself meanwhile stays; where both changed the same, somebody decides, or nothing is applied.
 */
export async function promote(
  { from, to }: { readonly from: Store; readonly to: Store },
  request: PromoteRequest,
  hooks: DeployHooks = {},
): Promise<DeployResult> {
  const [source, target] = await Promise.all([load(from), load(to)]);
  const base = await loadCommonBase(source, target);
  const moves = packageMoves(source, target);
  const packages = request.withPackages ? moves.newer : [];
  const met = withPackages(target.state.metadata, packages, request);
  const plan = planPromotion({
    from: { org: from.org, packages: source.state.metadata.packages, merged: mergeLayers(source.state.metadata) },
    to: { org: to.org, packages: met.packages, merged: mergeLayers(met) },
    base,
    ...(request.only && { only: request.only }),
    decide: decideBy(request),
    stamp: await latestStamp(to),
  });
  const { checkOnly, confirm, prefer, decisions } = request;
  const publish: PublishRequest = {
    ...{ kind: 'publish', by: request.by, note: noteOf(source, request), edits: plan.edits },
    expectedVersion: target.state.version,
    ...(checkOnly && { checkOnly }),
    ...(confirm !== undefined && { confirm }),
    promotion: {
      source: { org: from.org, orgId: source.state.orgId, version: source.state.version, elements: plan.elements },
      packages,
      conflicts: plan.conflicts,
      problems: [...plan.problems, ...(request.withPackages ? moves.problems : moves.left)],
      ...(prefer && { prefer }),
      ...(decisions && { decisions }),
    },
  };
  return deploy(to, publish, hooks);
}

async function load(store: Store): Promise<Loaded> {
  return { store, state: await store.loadState() };
}

/** What the other org's metadata is once the packages are in. */
function withPackages(metadata: StoredMetadata, packages: readonly Package[], request: PromoteRequest): StoredMetadata {
  if (packages.length === 0) return metadata;
  const { by, prefer, decisions } = request;
  const install: PackagesRequest = {
    ...{ kind: 'packages', packages, by, note: '' },
    ...(prefer && { prefer }),
    ...(decisions && { decisions }),
  };
  const { metadata: installed } = installPackages(metadata, install, new Date().toISOString());
  return { ...installed, org: mergeLayers({ ...installed, decide: decideBy(request) }).org };
}

/** Packages by how the versions of the two orgs differ. */
function packageMoves(source: Loaded, target: Loaded) {
  const there = new Map(target.state.metadata.packages.map((each) => [each.name, each]));
  const { kept } = source.state.metadata;
  const differ = source.state.metadata.packages.filter(({ name, digest }) => there.get(name)?.digest !== digest);
  const isOlder = ({ name, version }: Package) => {
    const other = there.get(name);
    return other !== undefined && semver.compare(version, other.version) < 0;
  };
  const shipped = (item: Package): Package => ({
    ...item,
    elements: new Map([...item.elements].filter(([id]) => !kept.has(id))),
  });
  const tell = (item: Package, todo: string): Problem => ({
    ...{ code: 'PACKAGES_DIFFER', severity: 'warning', found: item.version },
    message: `Org ${source.store.org} has ${item.name} ${item.version}, org ${target.store.org} has ${there.get(item.name)?.version ?? 'none'}. ${todo}`,
  });
  return {
    newer: differ.filter((item) => !isOlder(item)).map(shipped),
    problems: differ.filter(isOlder).map((item) => tell(item, 'A promotion brings no older version; it stays.')),
    left: differ.map((item) => tell(item, 'It stays, unless the packages are promoted as well.')),
  };
}

/** When the other org last changed at all: no later did what nobody is named for. */
async function latestStamp(store: Store): Promise<{ readonly by: string; readonly at: string }> {
  const [latest] = await loadHistory(store, 1);
  return { by: latest?.by ?? 'unknown', at: latest?.at ?? new Date(0).toISOString() };
}

function noteOf({ store, state }: Loaded, { note }: PromoteRequest): string {
  const origin = `Promoted from ${store.org}, version ${state.version}`;
  return note ? `${origin}: ${note}` : origin;
}
