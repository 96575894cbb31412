import type { Json } from '../../platform/json.ts';
import type { Origin } from '../../platform/layers/model.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import { isTakenOut } from '../../platform/layers/removal.ts';
import { type ElementId, ORG } from '../../platform/packages/element.ts';
import { isWithin } from '../../platform/packages/element-id.ts';
import { newElement, type StudioElement } from './elements.ts';

type ElementMap = ReadonlyMap<ElementId, StudioElement>;

/** Who is drafting, for the origin of what they change. */
export interface Author {
  readonly by: string;
  readonly at: string;
}

/** The effective elements as they would be with the edits; edits of elements that are not there change nothing. */
export function applyDraft(live: ElementMap, edits: readonly Edit[], author: Author): ElementMap {
  const elements = new Map(live);
  for (const edit of edits) applyEdit(elements, live, edit, author);
  return elements;
}

function applyEdit(elements: Map<ElementId, StudioElement>, live: ElementMap, edit: Edit, author: Author): void {
  switch (edit.op) {
    case 'set':
      putBack(elements, live, edit.element);
      setProperties(elements, edit, author);
      break;
    case 'unset':
      unsetProperty(elements, edit, author);
      break;
    case 'remove':
      remove(elements, edit.element);
      break;
    case 'reset':
      reset(elements, live, edit);
      break;
  }
}

/** An object takes its fields and rules along. */
function remove(elements: Map<ElementId, StudioElement>, id: ElementId): void {
  const removed = { has: (each: ElementId) => each === id };
  for (const element of [...elements.values()]) if (isTakenOut(element, removed)) elements.delete(element.id);
}

/** What a package says is never gone: setting an element that was taken out brings it and its items back. */
function putBack(elements: Map<ElementId, StudioElement>, live: ElementMap, id: ElementId): void {
  if (elements.has(id) || (live.get(id)?.owner ?? ORG) === ORG) return;
  for (const element of live.values()) {
    if (element.owner === ORG || !isWithin(element.id, id) || elements.has(element.id)) continue;
    elements.set(element.id, Object.keys(element.origins).reduce(resetProperty, element));
  }
}

function setProperties(
  elements: Map<ElementId, StudioElement>,
  edit: Extract<Edit, { op: 'set' }>,
  author: Author,
): void {
  const element = elements.get(edit.element) ?? newElement(edit.element, {});
  const origins = Object.keys(edit.properties).map((name) => [name, orgOrigin(element, name, author)]);
  elements.set(edit.element, {
    ...element,
    properties: { ...element.properties, ...edit.properties },
    origins: { ...element.origins, ...Object.fromEntries(origins) },
  });
}

function unsetProperty(
  elements: Map<ElementId, StudioElement>,
  edit: Extract<Edit, { op: 'unset' }>,
  author: Author,
): void {
  const element = elements.get(edit.element);
  if (!element) return;
  const origins = { ...element.origins, [edit.property]: orgOrigin(element, edit.property, author) };
  elements.set(edit.element, { ...element, properties: without(element.properties, edit.property), origins });
}

/** Back to what the package says; what only the org says stays until it is removed. */
function reset(elements: Map<ElementId, StudioElement>, live: ElementMap, edit: Extract<Edit, { op: 'reset' }>): void {
  putBack(elements, live, edit.element);
  const element = elements.get(edit.element);
  if (!element || element.owner === ORG) return;
  const names = edit.property === undefined ? Object.keys(element.origins) : [edit.property];
  elements.set(edit.element, names.reduce(resetProperty, element));
}

function resetProperty(element: StudioElement, name: string): StudioElement {
  const origin = element.origins[name];
  if (origin?.layer !== 'org') return element;
  const isPackages = origin.packageValue !== undefined;
  return {
    ...element,
    properties: isPackages
      ? { ...element.properties, [name]: origin.packageValue as Json } // Just checked.
      : without(element.properties, name),
    origins: isPackages
      ? { ...element.origins, [name]: { layer: 'package', package: origin.package ?? element.owner } }
      : without(element.origins, name),
  };
}

/** What the package says stays known beneath what the admin says. */
function orgOrigin(element: StudioElement, name: string, author: Author): Origin {
  const org = { layer: 'org', by: author.by, at: author.at } as const;
  const before = element.origins[name];
  if (before?.layer === 'org') {
    const { package: from, packageValue } = before;
    return {
      ...org,
      ...(from !== undefined && { package: from }),
      ...(packageValue !== undefined && { packageValue }),
    };
  }
  if (element.owner === ORG) return org;
  const value = element.properties[name];
  return { ...org, package: element.owner, ...(value !== undefined && { packageValue: value }) };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...rest } = record;
  return rest;
}
