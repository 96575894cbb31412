import type { FieldDef, Model } from '../layers/model.ts';
import { renamesOf } from '../layers/rename.ts';
import { elementId } from '../packages/element-id.ts';
import { physicalOf } from '../physical/allocate.ts';
import { byObject, columnOfField, columnsOfFields, NOBODYS, splitField } from '../physical/allocated.ts';
import { keepsColumn } from '../physical/convert.ts';
import type { Allocation, RetiredColumn } from '../physical/physical.ts';
import { renameAllocation } from './rename-allocation.ts';
import type { Base } from './rename-live.ts';

/**
 * What is live, where dropped objects and fields that lost their names to others have them again: a model asks for them,
 * and nothing else has them by now. They come back with their records and values then.
 */
export function giveBackNames(base: Base, model: Pick<Model, 'objects'>): Base {
  const allocation = giveBackColumns(giveBackTables(base.allocation, model), model);
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

/** The last column that lost a name goes back to it, where the field that has it by now can use it. */
function giveBackColumns(allocation: Allocation, { objects }: Pick<Model, 'objects'>): Allocation {
  const back = new Map<RetiredColumn, FieldDef>();
  const given = new Set<FieldDef>();
  for (const column of Object.values(allocation.retired).flat().reverse()) {
    const [object, lost] = splitField(column.field);
    if (!lost.startsWith(NOBODYS)) continue;
    const field = objects.get(object)?.fields.get(lost.slice(NOBODYS.length));
    if (field === undefined || given.has(field) || columnOfField(allocation, object, field.name)) continue;
    if (!keepsColumn(column, field)) continue;
    back.set(column, field);
    given.add(field);
  }
  if (back.size === 0) return allocation;
  const columns = [...back].map(([{ field: _, ...column }, { object, name }]) => [object, name, column] as const);
  return {
    ...allocation,
    fields: byObject([...columnsOfFields(allocation), ...columns]),
    retired: Object.fromEntries(
      Object.entries(allocation.retired).map(([table, left]) => [table, left.filter((each) => !back.has(each))]),
    ),
  };
}

function objectId(component: string): string {
  return elementId({ kind: 'object', component, path: [] });
}
