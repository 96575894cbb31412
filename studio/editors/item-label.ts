import type { ElementId } from '../../platform/packages/element.ts';
import { pathLabel } from '../conditions/facts.ts';
import { addressOf, componentId, objectOf } from '../draft/element-id.ts';
import { textOf } from '../draft/elements.ts';
import { labelOf } from '../draft/words.ts';
import type { StudioState } from '../state/studio-context.ts';

type Known = Pick<StudioState, 'catalog' | 'elements'>;

/** Collections whose items are keyed by a field or a path to one. */
const PATHS: ReadonlySet<string> = new Set(['columns', 'highlights', 'items', 'inputs', 'sets']);

/** An item as people call it: fields by their labels, related lists by theirs, the rest by its own. */
export function itemLabel({ catalog, elements }: Known, id: ElementId): string {
  const { kind, component, path } = addressOf(id);
  const [key = '', collection = ''] = [path.at(-1), path.at(-2)];
  const object = objectOf(kind, component) ?? textOf(elements.byId.get(componentId(kind, component)), 'object') ?? '';
  if (PATHS.has(collection)) return pathLabel(catalog, objectOfPath(catalog, object, path), key);
  if (collection === 'pathSteps') {
    const field = catalog.step(object, textOf(elements.byId.get(componentId(kind, component)), 'pathField') ?? '');
    return field?.values.find((one) => one.value === key)?.label ?? key;
  }
  if (collection !== 'relatedLists') return labelOf(id, elements.byId);
  return textOf(elements.byId.get(id), 'label') ?? catalog.child(object, key)?.label ?? key;
}

/** Columns of a related list are fields of its records. */
function objectOfPath(catalog: Known['catalog'], object: string, path: readonly string[]): string {
  if (path[0] !== 'relatedLists') return object;
  return catalog.child(object, path[1] ?? '')?.object ?? object;
}
