import type { Json } from '../json.ts';
import { kinds } from '../kinds/index.ts';
import type { Collection } from '../kinds/kind.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { Element, ElementId } from '../packages/element.ts';

import type { ElementChange } from './deploy-result.ts';

/** How the effective elements of two versions differ, sorted by identity. */
export function diffElements(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): ElementChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  return ids.flatMap((id) => diffElement(before.get(id), after.get(id)) ?? []);
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
  const [old, fresh] = [before?.properties ?? {}, after?.properties ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  const properties = names
    .filter((name) => !equalJson(own(old, name), own(fresh, name)))
    .map((property) => ({
      property,
      ...present('before', own(old, property)),
      ...present('after', own(fresh, property)),
    }));
  if (before && after && properties.length === 0) return undefined;
  const change = !before ? 'added' : !after ? 'removed' : 'changed';
  return { element: element.id, change, label: elementLabel(element), properties };
}

function own(properties: Readonly<Record<string, Json>>, name: string): Json | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function present<K extends string>(key: K, value: Json | undefined): { readonly [P in K]?: Json } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: Json }); // a computed key loses its name
}
