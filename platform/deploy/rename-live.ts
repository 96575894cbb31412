import { compileModel } from '../layers/compile.ts';
import type { RenamePairs } from '../layers/find-renames.ts';
import { scopeOf } from '../layers/reference-scope.ts';
import { renamesOf, rewriteReferences } from '../layers/rename.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { parseElementId } from '../packages/element-id.ts';
import { physicalOf } from '../physical/allocate.ts';
import type { Allocation, Live } from '../physical/physical.ts';
import type { ValueRename } from '../physical/rename-values.ts';
import type { Problem } from '../problem.ts';
import { renameAllocation } from './rename-allocation.ts';

/** What is live, as a deploy compares with it. */
export interface Base {
  readonly live: Live;
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly allocation: Allocation;
}

/** What is live under names that it cannot have, and why not. */
export interface Misnamed {
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly problems: readonly Problem[];
}

/**
 * What is live, under the names that things have from now on: the same tables, columns and values. A deploy that renames
 * then sees nothing taken away and nothing added.
 */
export function renameLive(base: Base, pairs: RenamePairs, packages: readonly Package[]): Base | Misnamed {
  if (pairs.size === 0) return base;
  const scope = scopeOf(base.elements);
  const renames = renamesOf(pairs);
  const elements = new Map(
    base.elements.values().map((element) => {
      const renamed = rewriteReferences(element, scope, renames);
      return [renamed.id, renamed];
    }),
  );
  const { model, problems } = compileModel({ packages: packages.map(nameOf), elements, origins: new Map() });
  if (!model) return { elements, problems };
  const allocation = renameAllocation(base.allocation, renames);
  const physical = physicalOf(base.live.physical.schema, allocation);
  return { live: Object.freeze({ ...base.live, model, physical }), elements, allocation };
}

/** Who owns what was checked when it was deployed. */
function nameOf({ name, version, label }: Package): Pick<Package, 'name' | 'version' | 'label'> {
  return { name, version, label };
}

/** The records whose picklist values are called otherwise from now on. */
export function renamedValues(pairs: RenamePairs): ValueRename[] {
  return [...pairs].flatMap(([was, is]) => {
    const [before, after] = [parseElementId(was), parseElementId(is)];
    if (before?.kind !== 'field' || before.path[0] !== 'values') return [];
    return [{ field: after?.component ?? '', from: before.path[1] ?? '', to: after?.path[1] ?? '' }];
  });
}
