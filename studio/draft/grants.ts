import type { Edit } from '../../platform/layers/org-layer.ts';
import { type ElementId, ORG } from '../../platform/packages/element.ts';
import { isSet, type StudioElement } from './elements.ts';

/** Rights that another right needs: whoever edits also reads. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  read: [],
  create: ['read'],
  edit: ['read'],
  delete: ['read', 'edit'],
  viewAll: ['read'],
  modifyAll: ['read', 'edit', 'delete', 'viewAll'],
};

/** The edits that give or take a right of a row of a permission set, with the rights that hang on it. */
export function grantEdits(
  row: ElementId,
  element: StudioElement | undefined,
  right: string,
  wanted: 'give' | 'take',
): Edit[] {
  const changed = wanted === 'give' ? [right, ...(NEEDS[right] ?? [])] : [right, ...dependents(right)];
  const next = wanted === 'give';
  const rights = changed.filter((name) => isSet(element, name) !== next);
  if (rights.length === 0) return [];
  const left = Object.entries(element?.properties ?? {}).filter(
    ([name, value]) => value === true && !rights.includes(name),
  );
  const isEmptied = !next && left.length === 0;
  // A row that the org added is there for its rights alone; a package's row stays, so that it can be reset.
  if (isEmptied && element?.owner === ORG) return [{ op: 'remove', element: row }];
  return [{ op: 'set', element: row, properties: Object.fromEntries(rights.map((name) => [name, next])) }];
}

function dependents(right: string): readonly string[] {
  return Object.keys(NEEDS).filter((name) => NEEDS[name]?.includes(right));
}
