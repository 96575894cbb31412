import { equalJson } from '../layers/equal-json.ts';
import type { Problem } from '../problem.ts';
import {
  applyChanges,
  type MetadataRow,
  type MetadataRowChange,
  readRow,
  type StoredMetadata,
} from '../store/metadata-rows.ts';
import type { StoredDeploy } from './history.ts';
import type { Proposal } from './install-packages.ts';

/**
 * The metadata as it was before a deploy, with everything that later deploys did elsewhere. Where a later one changed
 * the same rows, that one has to be rolled back first, and the problem says so.
 */
export function undoDeploy(current: StoredMetadata, since: readonly StoredDeploy[]): Proposal {
  const [deploy, ...later] = since;
  const problems = deploy ? checkUndo(deploy, later, current) : [];
  const metadata = applyChanges(
    current,
    (deploy?.changes ?? []).map((change) => takenBack(change, current)),
  );
  return { metadata: { ...metadata, withdrawn: withdraw(metadata.withdrawn, deploy?.changes ?? []) }, problems };
}

/** From what a row is now to what it was before the change. */
function takenBack({ part, key, before }: MetadataRowChange, current: StoredMetadata): MetadataRowChange {
  const now = readRow(current, { part, key });
  return {
    part,
    key,
    ...(now === undefined ? {} : { before: now }),
    ...(before === undefined ? {} : { after: before }),
  };
}

function checkUndo(deploy: StoredDeploy, later: readonly StoredDeploy[], current: StoredMetadata): Problem[] {
  if (deploy.fromVersion === 0)
    return [refusal(`Deploy ${deploy.id} was the org's first: there is nothing before it to go back to.`)];
  const undone = later.find(({ rollbackOf }) => rollbackOf === deploy.id);
  const changed = deploy.changes.filter((change) => !equalJson(readRow(current, change), change.after));
  if (changed.length === 0) return [];
  if (undone) return [refusal(`Deploy ${deploy.id} was rolled back already, by ${undone.id} of ${undone.at}.`)];
  const names = new Set(changed.map(rowName));
  const overlapping = later.filter(({ changes }) => changes.some((change) => names.has(rowName(change))));
  const which = overlapping.map(({ id, at, by }) => `${id} (${by}, ${at})`).join(', ');
  const what = changed
    .slice(0, 5)
    .map(({ key }) => key)
    .join(', ');
  const more = changed.length > 5 ? ` and ${changed.length - 5} more` : '';
  return [
    refusal(
      `Deploy ${deploy.id} cannot be rolled back on its own: ${what}${more} changed again in ${which}. Roll that back first.`,
    ),
  ];
}

/** Remembers the package versions that go, so that the next start does not bring them in again. */
function withdraw(
  withdrawn: ReadonlyMap<string, string>,
  changes: readonly MetadataRowChange[],
): ReadonlyMap<string, string> {
  const next = new Map(withdrawn);
  for (const { part, key, after } of changes) {
    if (part !== 'package' || after === undefined) continue;
    const { digest } = after as unknown as { readonly digest: string }; // every stored package has one
    next.set(key, digest);
  }
  return next;
}

function refusal(message: string): Problem {
  return { code: 'CANNOT_ROLL_BACK', severity: 'error', message };
}

function rowName({ part, key }: Pick<MetadataRow, 'part' | 'key'>): string {
  return `${part} ${key}`;
}
