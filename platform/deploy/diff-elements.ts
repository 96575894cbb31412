import { type Json, present } from '../json.ts';
import { kinds } from '../kinds/index.ts';
import type { Collection } from '../kinds/kind.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { RenamePairs } from '../layers/find-renames.ts';
import { placeless } from '../layers/place.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { elementsThatDiffer } from '../packages/element-map.ts';
import type { ElementChange } from './deploy-result.ts';

/**
 * How the effective elements of two versions differ, sorted by identity. `live` is told under the names of `next`;
 * what was renamed on the way is a change of its own, and what left one list of its component for another has moved.
 */
export function diffElements(
  live: ReadonlyMap<ElementId, Element>,
  next: ReadonlyMap<ElementId, Element>,
  renamed: RenamePairs,
): ElementChange[] {
  const { before, after } = elementsThatDiffer(live, next);
  const moves = findMoves(before, after);
  const origins = new Map([...moves, ...[...renamed].map(([was, is]) => [is, was] as const)]);
  const left = new Set(moves.values());
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => !left.has(id)).sort();
  return ids.flatMap((id) => {
    const from = origins.get(id);
    const old = before.get(moves.get(id) ?? id);
    if (from === undefined) return diffElement(old, after.get(id)) ?? [];
    const element = after.get(id);
    const change = moves.has(id) ? 'moved' : 'renamed';
    return element === undefined ? [] : [{ ...changeOf(element, change, propertiesThatDiffer(old, element)), from }];
  });
}

/** New elements to where each was before: the same item, in another item of its component. */
function findMoves(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): Map<ElementId, ElementId> {
  const gone = new Map(
    [...before.values()].flatMap((each) => (after.has(each.id) ? [] : [[placeless(each), each.id] as const])),
  );
  gone.delete(undefined);
  if (gone.size === 0) return new Map();
  return new Map(
    [...after.values()].flatMap((each) => {
      const from = before.has(each.id) ? undefined : gone.get(placeless(each));
      return from === undefined ? [] : [[each.id, from] as const];
    }),
  );
}

/** What a person calls an element: `Field Account.Phone`, `Field Account.Type: picklist value "Customer"`. */
export function elementLabel({ kind, component, path }: Pick<Element, 'kind' | 'component' | 'path'>): string {
  let label = `${kinds[kind].label} ${component}`;
  let collections: Readonly<Record<string, Collection>> = kinds[kind].collections;
  for (let index = 0; index < path.length; index += 2) {
    const [name = '', item = ''] = path.slice(index, index + 2);
    const collection = collections[name];
    label += `${index === 0 ? ':' : ','} ${collection?.itemLabel ?? name} "${item}"`;
    collections = collection?.collections ?? {};
  }
  return label;
}

function diffElement(before: Element | undefined, after: Element | undefined): ElementChange | undefined {
  const element = after ?? before;
  if (!element) return undefined;
  const properties = propertiesThatDiffer(before, after);
  if (before && after && properties.length === 0) return undefined;
  return changeOf(element, !before ? 'added' : !after ? 'removed' : 'changed', properties);
}

function changeOf(
  element: Element,
  change: ElementChange['change'],
  properties: ElementChange['properties'],
): ElementChange {
  return { element: element.id, change, label: elementLabel(element), properties };
}

function propertiesThatDiffer(before: Element | undefined, after: Element | undefined): ElementChange['properties'] {
  const [old, fresh] = [before?.properties ?? {}, after?.properties ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return names
    .filter((name) => !equalJson(own(old, name), own(fresh, name)))
    .map((property) => ({
      property,
      ...present('before', own(old, property)),
      ...present('after', own(fresh, property)),
    }));
}

function own(properties: Readonly<Record<string, Json>>, name: string): Json | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
