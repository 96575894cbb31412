import type { Model } from '../layers/model.ts';
import { renamesOf } from '../layers/rename.ts';
import { elementId } from '../packages/element-id.ts';
import { physicalOf } from '../physical/allocate.ts';
import { NOBODYS } from '../physical/allocated.ts';
import type { Allocation } from '../physical/physical.ts';
import { renameAllocation } from './rename-allocation.ts';
import type { Base } from './rename-live.ts';

/**
 * What is live, where a dropped object that lost its name to another one has it again: a model asks for it, and nothing
 * else has it by now. It comes back with its records then.
 */
export function giveBackNames(base: Base, model: Pick<Model, 'objects'>): Base {
  const allocation = giveBackTables(base.allocation, model);
  if (allocation === base.allocation) return base;
  const physical = physicalOf(base.live.physical.schema, allocation);
  return { ...base, allocation, live: Object.freeze({ ...base.live, physical }) };
}

function giveBackTables(allocation: Allocation, { objects }: Pick<Model, 'objects'>): Allocation {
  const pairs = [...objects.keys()].flatMap((name) => {
    const lost = Object.hasOwn(allocation.objects, name) ? undefined : lastLost(name, allocation.objects);
    return lost === undefined ? [] : [[objectId(lost), objectId(name)] as const];
  });
  return pairs.length === 0 ? allocation : renameAllocation(allocation, renamesOf(new Map(pairs)));
}

/** The name under which the last object is kept that lost its own; undefined where none did. */
function lastLost(name: string, objects: Allocation['objects']): string | undefined {
  const lost = `${NOBODYS}${name}`;
  return Object.hasOwn(objects, lost) ? (lastLost(lost, objects) ?? lost) : undefined;
}

function objectId(component: string): string {
  return elementId({ kind: 'object', component, path: [] });
}
