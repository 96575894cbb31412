import type { Element, ElementId } from '../packages/element.ts';
import { elementId, parentId } from '../packages/element-id.ts';

type Placed = Pick<Element, 'id' | 'component'>;

/** An element and all that it is part of, from the inside out. An object has its fields, rules and views as parts. */
export function containersOf({ id, component }: Placed): ElementId[] {
  const containers: ElementId[] = [];
  for (let at: ElementId | undefined = id; at !== undefined; at = parentId(at)) containers.push(at);
  const [object, part] = component.split('.');
  if (object !== undefined && part !== undefined)
    containers.push(elementId({ kind: 'object', component: object, path: [] }));
  return containers;
}

/** Whether an element, or one that it is part of, is among those taken out. An object takes its fields and rules along. */
export function isTakenOut(element: Placed, removed: { has(id: ElementId): boolean }): boolean {
  return containersOf(element).some((id) => removed.has(id));
}
