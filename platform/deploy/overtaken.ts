import type { Json } from '../json.ts';
import { equalJson } from '../layers/equal-json.ts';
import { qualified } from '../physical/identifier.ts';
import type { Problem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { DeployPlan, ElementChange } from './deploy-result.ts';

/** A deploy that went live after the version that another one was planned on. */
interface Overtaking {
  readonly id: string;
  readonly version: number;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  readonly elements: readonly ElementChange[];
}

/** Says who deployed what meanwhile, so that what was planned on an older version is not what would be applied. */
export async function explainOvertaking(
  store: Store,
  { fromVersion, differing = [] }: { readonly fromVersion: number; readonly differing?: readonly string[] },
): Promise<Problem> {
  const since = await loadOvertaking(store, fromVersion);
  const relevant = since.filter(({ elements }) => elements.some(({ element }) => differing.includes(element)));
  const told = (relevant.length > 0 ? relevant : since).slice(-3).map((deploy) => describe(deploy, differing));
  const live = since.at(-1)?.version ?? fromVersion;
  return {
    code: 'PUBLISHED_MEANWHILE',
    severity: 'error',
    message: `Version ${live} is live, and this change was made on version ${fromVersion}: ${told.join('; ') || 'it was changed meanwhile'}. Nothing was changed; look at what is live now and try again.`,
    found: live,
    expected: String(fromVersion),
  };
}

/** The elements that two plans treat otherwise. */
export function differingElements(one: DeployPlan, other: DeployPlan): string[] {
  const changes = (plan: DeployPlan) =>
    new Map(plan.elements.map((change) => [change.element, JSON.parse(JSON.stringify(change)) as Json])); // plain data
  const [left, right] = [changes(one), changes(other)];
  const conflicts = (plan: DeployPlan) => plan.conflicts.map(({ element }) => element);
  const ids = new Set([...left.keys(), ...right.keys(), ...conflicts(one), ...conflicts(other)]);
  return [...ids].filter((id) => !equalJson(left.get(id), right.get(id)) || left.get(id) === undefined);
}

async function loadOvertaking(store: Store, fromVersion: number): Promise<Overtaking[]> {
  const { rows } = await store.pool.query<Omit<Overtaking, 'version' | 'at'> & { version: string; at: Date }>(
    `select id, version, deployed_by as by, deployed_at as at, note, plan -> 'elements' as elements
     from ${qualified(store.schema, 'fw_deploy')} where version > $1 order by version`,
    [fromVersion],
  );
  return rows.map((row) => ({ ...row, version: Number(row.version), at: row.at.toISOString() }));
}

const SHOWN = 3;

function describe({ id, by, at, note, elements }: Overtaking, differing: readonly string[]): string {
  const relevant = elements.filter(({ element }) => differing.includes(element));
  const labels = (relevant.length > 0 ? relevant : elements).map(({ label }) => label);
  const more = labels.length > SHOWN ? ` and ${labels.length - SHOWN} more` : '';
  const what = labels.length > 0 ? ` changed ${labels.slice(0, SHOWN).join(', ')}${more}` : ' went live';
  return `deploy ${id}${note ? ` "${note}"` : ''} of ${by} at ${at}${what}`;
}
