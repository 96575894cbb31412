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

type Property = ElementChange['properties'][number];

/** A change as it is told: a part that left one list and came into another has moved. */
export interface ToldChange {
  readonly element: ElementId;
  readonly what: ElementChange['change'];
  /** Where it was, when it moved between lists, or what it was called. */
  readonly from?: ElementId;
  readonly label: string;
  readonly properties: readonly Property[];
}

/** The changes of one component together, in the order in which they are told. */
export interface ComponentChanges {
  readonly component: ElementId;
  readonly changes: readonly ToldChange[];
}

/** Groups changes by component, so that a page with ten moved fields is one entry. */
export function byComponent(changes: readonly ElementChange[]): readonly ComponentChanges[] {
  const groups = Map.groupBy(changes, (change) => componentOf(change.element));
  return [...groups].map(([component, own]) => ({ component, changes: toldChanges(own) }));
}

function toldChanges(changes: readonly ElementChange[]): readonly ToldChange[] {
  return changes.map((change) => {
    const { element, label, from } = change;
    const properties = toldProperties(change);
    const isReordered = change.change === 'changed' && properties.length === 0;
    return {
      element,
      what: isReordered ? 'moved' : change.change,
      label,
      properties: change.change === 'removed' || change.change === 'moved' ? [] : properties,
      ...(from !== undefined && { from }),
    };
  });
}

/** Its place in a list is told as a move; a label that is its key says nothing more. */
function toldProperties({ element, change, properties }: ElementChange): readonly Property[] {
  const key = addressOf(element).path.at(-1);
  return properties.filter(({ property, after }) => {
    if (property === 'order') return false;
    return !(change === 'added' && property === 'label' && after === key);
  });
}

/** Rights of a row of a permission set in words: "gives read, edit"; undefined for anything else. */
export function rightsWords({ element, what, properties }: ToldChange): string | undefined {
  const { kind, path } = addressOf(element);
  const isRow = kind === 'permissionSet' && path.length > 0;
  if (!isRow || what === 'removed' || properties.length === 0) return undefined;
  const names = (wanted: boolean) =>
    properties
      .filter(({ after }) => (after === true) === wanted)
      .map(({ property }) => valueWords(property))
      .join(', ');
  const [given, taken] = [names(true), names(false)];
  return [given && `gives ${given}`, taken && what !== 'added' && `takes ${taken}`].filter(Boolean).join('; ');
}

const valueWords = (right: string) => propertyLabel(right).toLowerCase();

/** A property before or after, in words; conditions as sentences. */
export function propertyText(
  known: { readonly elements: Elements; readonly catalog: Catalog },
  id: ElementId,
  value: Json | undefined,
): string {
  if (!isCondition(value)) return valueText(value);
  const { kind, component } = addressOf(id);
  const owner = known.elements.byId.get(componentId(kind, component));
  const object = objectOf(kind, component) ?? textOf(owner, 'object') ?? '';
  return conditionWords(known.catalog, { object, globals: [] }, value);
}

function isCondition(value: Json | undefined): value is Json & Condition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return comparisonsOf(value).length > 0;
}
