import { namesOf } from '../kinds/names.ts';
import type { ReferenceScope } from '../kinds/reference.ts';
import { kindReferences } from '../kinds/references.ts';
import type { ElementId } from '../packages/element.ts';
import { elementId, isWithin } from '../packages/element-id.ts';
import { type NamedElement, scopeOf } from './reference-scope.ts';

/** One place that names an element. */
export interface Use {
  /** The element that names it. */
  readonly from: ElementId;
  readonly target: ElementId;
  /** What the target is there, e.g. "in the condition". */
  readonly how: string;
  /** True where the place is there for the target alone, such as a column: it can go together with it. */
  readonly isItem: boolean;
}

/**
 * Every place of some elements that names an element, whether that is there or not. A scope of others as well finds what
 * the names mean that lead out of these.
 */
export function findUses(
  elements: ReadonlyMap<ElementId, NamedElement>,
  scope: ReferenceScope = scopeOf(elements),
): readonly Use[] {
  const uses: Use[] = [];
  let [from, isItem]: [ElementId, boolean] = ['', false];
  const names = namesOf(scope, (target, how) => {
    uses.push({ from, target: elementId(target), how, isItem });
    return target;
  });
  for (const element of elements.values()) {
    const { key, properties, propertyName } = kindReferences[element.kind];
    from = element.id;
    properties?.(element, names);
    if (propertyName) for (const name of Object.keys(element.properties)) propertyName(element, name, names);
    isItem = true;
    if (element.path.length > 0) key?.(element, names);
    isItem = false;
  }
  return uses;
}

/** Every place that names the element or something below it, apart from its own component's parts. */
export function whereUsed(uses: readonly Use[], target: ElementId): readonly Use[] {
  const seen = new Set<string>();
  return uses.filter((use) => {
    if (!isWithin(use.target, target) || isWithin(use.from, target)) return false;
    const key = `${use.from} ${use.how}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
