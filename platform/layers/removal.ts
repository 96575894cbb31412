import type { ElementId } from '../packages/element.ts';
import { elementId, parentId } from '../packages/element-id.ts';

/** Whether an element, or one that it is part of, is among those taken out. An object takes its fields and rules along. */
export function isTakenOut(
  element: { readonly id: ElementId; readonly component: string },
  removed: { has(id: ElementId): boolean },
): boolean {
  for (let id: ElementId | undefined = element.id; id !== undefined; id = parentId(id))
    if (removed.has(id)) return true;
  const [object, part] = element.component.split('.');
  return (
    object !== undefined &&
    part !== undefined &&
    removed.has(elementId({ kind: 'object', component: object, path: [] }))
  );
}
