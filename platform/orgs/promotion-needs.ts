import { scopeOf } from '../layers/reference-scope.ts';
import { findUses } from '../layers/uses.ts';
import type { Element, ElementId } from '../packages/element.ts';
import { elementId, parentId, parseElementId } from '../packages/element-id.ts';

/**
 * Some elements with those of the candidates that they cannot do without: what they are part of, what they name, and in
 * turn what these need. Of a component that is needed all parts come along.
 */
export function neededBy(
  ids: readonly ElementId[],
  {
    candidates,
    elements,
  }: { readonly candidates: readonly ElementId[]; readonly elements: ReadonlyMap<ElementId, Element> },
): Set<ElementId> {
  const needed = new Set(ids);
  const open = new Set(candidates);
  const scope = scopeOf(elements);
  const uses = Map.groupBy(
    findUses(new Map([...elements].filter(([id]) => needed.has(id) || open.has(id))), scope),
    ({ from }) => from,
  );
  const queue = [...needed];
  const take = (id: ElementId) => {
    if (!open.has(id) || needed.has(id)) return;
    needed.add(id);
    queue.push(id);
    for (const part of open) if (part.startsWith(`${id}/`)) take(part);
  };
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const named = (uses.get(id) ?? []).flatMap(({ target }) => [target, ...wholesOf(placeOf(target))]);
    for (const each of [...wholesOf(placeOf(id)), ...named]) take(each);
  }
  return needed;
}

/** What an element is part of, the nearest first: the items and component around it, and the object of that. */
export function wholesOf({ id, component }: Pick<Element, 'id' | 'component'>): ElementId[] {
  const wholes: ElementId[] = [];
  for (let whole = parentId(id); whole !== undefined; whole = parentId(whole)) wholes.push(whole);
  const [object, part] = component.split('.');
  if (object && part !== undefined) wholes.push(elementId({ kind: 'object', component: object, path: [] }));
  return wholes;
}

function placeOf(id: ElementId): Pick<Element, 'id' | 'component'> {
  return { id, component: parseElementId(id)?.component ?? '' };
}
