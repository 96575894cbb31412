import type { Json } from '../../platform/json.ts';
import { kinds } from '../../platform/kinds/index.ts';
import type { Collection, KindName } from '../../platform/kinds/kind.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { addressOf, nameOf, objectOf } from './element-id.ts';
import { type StudioElement, textOf } from './elements.ts';

type ElementMap = ReadonlyMap<ElementId, StudioElement>;

/** An element as people call it: "Status", "field Title on section Need". Falls back to the API name. */
export function labelOf(id: ElementId, elements: ElementMap): string {
  const { kind, component, path } = addressOf(id);
  const key = path.at(-1);
  const own = textOf(elements.get(id), 'label');
  if (own !== undefined) return own;
  if (key === undefined) return nameOf(component);
  return keyLabel(kind, component, path, elements) ?? key;
}

/** Those of some elements that share their label with another of them. */
export function namesakesOf(own: readonly StudioElement[], elements: ElementMap): ReadonlySet<ElementId> {
  const groups = Map.groupBy(own, ({ id }) => labelOf(id, elements));
  return new Set(
    [...groups.values()].filter((group) => group.length > 1).flatMap((group) => group.map(({ id }) => id)),
  );
}

/** An element with its kind and where it is: "Field Status of Request". */
export function describeElement(id: ElementId, elements: ElementMap): string {
  const { kind, component, path } = addressOf(id);
  const whole = describeComponent(kind, component, elements);
  if (path.length === 0) return whole;
  return `${capital(itemLabelOf(kind, path))} ${labelOf(id, elements)} of ${lower(whole)}`;
}

/** The same inside a sentence: "field Status of Request". */
export function mentionElement(id: ElementId, elements: ElementMap): string {
  return lower(describeElement(id, elements));
}

/** What one item at this collection path is called: "picklist value". */
export function itemLabelOf(kind: KindName, path: readonly string[]): string {
  let collections: Readonly<Record<string, Collection>> | undefined = kinds[kind].collections;
  let label = kinds[kind].label;
  for (let at = 0; at < path.length; at += 2) {
    const collection: Collection | undefined = collections?.[path[at] ?? ''];
    label = collection?.itemLabel ?? label;
    collections = collection?.collections;
  }
  return label;
}

/** The name of a property as a label: `errorDisplayField` is "Error display field". */
export function propertyLabel(property: string): string {
  const words = property
    .replace(/__[cr]$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
  return capital(words.toLowerCase());
}

/** A value as a person reads it in a difference. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return `“${value}”`;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(valueText).join(', ') || 'nothing';
  const parts = Object.entries(value).map(([name, part]) => `${propertyLabel(name).toLowerCase()} ${valueText(part)}`);
  return parts.join(', ') || 'nothing';
}

/** "1 change", "2 changes". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function describeComponent(kind: KindName, component: string, elements: ElementMap): string {
  const label = labelOf(`${kind}:${component}`, elements);
  const object = kind === 'object' ? undefined : objectOf(kind, component);
  const whole = `${kinds[kind].label} ${label}`;
  return object === undefined ? whole : `${whole} of ${labelOf(`object:${object}`, elements)}`;
}

/** Items that are keyed by a field, an object or an action are called by its label. */
function keyLabel(
  kind: KindName,
  component: string,
  path: readonly string[],
  elements: ElementMap,
): string | undefined {
  const key = path.at(-1) ?? '';
  const collection = path.at(-2);
  if (kind === 'permissionSet') {
    const target = ({ objects: 'object', fields: 'field', actions: 'action', apps: 'app' } as const)[collection ?? ''];
    return target && describeNamed(`${target}:${key}`, elements);
  }
  if (kind === 'app') return textOf(elements.get(`object:${key}`), 'pluralLabel');
  const object = kind === 'page' ? textOf(elements.get(`page:${component}`), 'object') : objectOf(kind, component);
  return textOf(elements.get(`field:${object}.${key}`), 'label');
}

function describeNamed(id: ElementId, elements: ElementMap): string | undefined {
  const label = textOf(elements.get(id), 'label');
  const { kind, component } = addressOf(id);
  const object = kind === 'object' ? undefined : objectOf(kind, component);
  if (label === undefined || object === undefined) return label;
  return `${labelOf(`object:${object}`, elements)}: ${label}`;
}

/** With a capital first letter. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
