import type { PoolClient } from 'pg';
import { parseElementId } from '../packages/element-id.ts';
import { type Unmapped, unmappedOf } from '../physical/unmapped.ts';
import { saveDropped } from '../store/dropped-rows.ts';
import type { Store } from '../store/store.ts';
import type { Prepared } from './apply.ts';
import { keptUntil } from './keep-dropped.ts';
import type { DeployHooks } from './request.ts';

/**
 * What no field or object shows once a deploy is live; undefined where it is what it was, as with most deploys, so that
 * these need not look at every column of the org.
 */
export function planDropped(
  planned: Pick<Prepared, 'plan' | 'effective' | 'allocation' | 'renamed'>,
): readonly Unmapped[] | undefined {
  const { plan, effective, allocation, renamed } = planned;
  const isColumn = plan.schema.some(({ change }) => change === 'mapColumn' || change === 'unmapColumn');
  const created = new Set(plan.schema.flatMap((each) => (each.change === 'createTable' ? each.object : [])));
  const isTable = plan.elements.some(({ element, change }) => {
    const address = parseElementId(element);
    if (address?.kind !== 'object' || address.path.length > 0) return false;
    return change === 'removed' || (change === 'added' && !created.has(address.component));
  });
  return isColumn || isTable || renamed.size > 0 ? unmappedOf(effective.live.model, allocation) : undefined;
}

/** What the new version shows no more is kept for a time, from now on; what it shows again is not dropped any more. */
export async function noteDropped(
  client: PoolClient,
  store: Store,
  noting: { readonly prepared: Prepared; readonly deploy: string; readonly hooks: DeployHooks },
): Promise<void> {
  const { prepared, deploy, hooks } = noting;
  if (prepared.dropped === undefined) return;
  const at = hooks.now?.() ?? new Date();
  const stamp = { by: prepared.request.by, deploy, at, until: keptUntil(at, hooks) };
  await saveDropped(client, store.schema, prepared.dropped, stamp);
}
