import type { ElementChange } from '../../platform/deploy/deploy-result.ts';
import type { Condition } from '../../platform/expressions/expression.ts';
import type { Json } from '../../platform/json.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { conditionWords } from '../conditions/wording.ts';
import type { Catalog } from '../draft/catalog.ts';
import { comparisonsOf } from '../draft/conditions.ts';
import { addressOf, componentId, componentOf, objectOf } from '../draft/element-id.ts';
import { type Elements, textOf } from '../draft/elements.ts';
import { propertyLabel, valueText } from '../draft/words.ts';

/** The changes of one component together, in the order in which they are told. */
export interface ComponentChanges {
  readonly component: ElementId;
  readonly changes: readonly ElementChange[];
}

/** Groups changes by component, so that a page with ten moved fields is one entry. */
export function byComponent(changes: readonly ElementChange[]): readonly ComponentChanges[] {
  const groups = Map.groupBy(changes, (change) => componentOf(change.element));
  return [...groups].map(([component, own]) => ({ component, changes: own }));
}

/** A property before or after, in words; conditions as sentences. */
export function propertyText(
  known: { elements: Elements; catalog: Catalog },
  id: ElementId,
  value: Json | undefined,
): string {
  if (!isCondition(value)) return valueText(value);
  const { kind, component } = addressOf(id);
  const object =
    objectOf(kind, component) ?? textOf(known.elements.byId.get(componentId(kind, component)), 'object') ?? '';
  return conditionWords(known.catalog, { object, globals: [] }, value);
}

/** What changed of an element beside its place in a list, which is told as a move. */
export function toldProperties(change: ElementChange): ElementChange['properties'] {
  return change.properties.filter(({ property }) => property !== 'order' || change.properties.length === 1);
}

/** The name of a property in a difference. */
export function changedLabel(property: string): string {
  return property === 'order' ? 'Place' : propertyLabel(property);
}

/** True where an element only moved. */
export function isMove(change: ElementChange): boolean {
  return change.change === 'changed' && change.properties.every(({ property }) => property === 'order');
}

function isCondition(value: Json | undefined): value is Json & Condition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return comparisonsOf(value).length > 0;
}
