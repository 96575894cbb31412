import type { Element, ElementId } from '../packages/element.ts';
import { type ElementAddress, elementId, parseElementId } from '../packages/element-id.ts';
import { identityOf } from '../packages/first-names.ts';

/** What is called otherwise from now on: the identity that each had before, to its new last name. */
export type Renames = ReadonlyMap<ElementId, string>;

export const NO_RENAMES: Renames = new Map();

/**
 * What was renamed between two versions of some elements: what is the same still by the name that it had first. What only
 * lies within something renamed is not listed; `readdress` finds it.
 */
export function findRenames(
  before: ReadonlyMap<ElementId, Element>,
  after: ReadonlyMap<ElementId, Element>,
): Renames {
  const wasRenamed = ({ firstName }: Element) => firstName !== undefined;
  if (!before.values().some(wasRenamed) && !after.values().some(wasRenamed)) return NO_RENAMES;
  const former = new Map(before.values().map((element) => [identityOf(element, before), element]));
  const renames = new Map<ElementId, string>();
  for (const element of after.values()) {
    if (before.has(element.id) && element.firstName === undefined) continue;
    const was = former.get(identityOf(element, after));
    if (was !== undefined && lastName(was) !== lastName(element)) renames.set(was.id, lastName(element));
  }
  return renames;
}

/** Where an element stands once what it is part of, or it itself, is renamed. */
export function readdress(address: ElementAddress, renames: Renames): ElementAddress {
  const { kind, component, path } = address;
  const [object = '', ...rest] = component.split('.');
  const own = renames.get(elementId({ kind, component, path: [] }));
  const names =
    rest.length === 0
      ? [own ?? object]
      : [renames.get(elementId({ kind: 'object', component: object, path: [] })) ?? object, own ?? rest.join('.')];
  const steps = path.map((step, index) =>
    index % 2 === 0 ? step : (renames.get(elementId({ kind, component, path: path.slice(0, index + 1) })) ?? step),
  );
  return { kind, component: names.join('.'), path: steps };
}

/** The identity of an element once things are renamed. */
export function readdressId(id: ElementId, renames: Renames): ElementId {
  const address = renames.size === 0 ? undefined : parseElementId(id);
  return address === undefined ? id : elementId(readdress(address, renames));
}

function lastName({ component, path }: Element): string {
  return path.at(-1) ?? component.split('.').at(-1) ?? component;
}
