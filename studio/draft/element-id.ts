import type { KindName } from '../../platform/kinds/kind.ts';
import type { ElementId } from '../../platform/packages/element.ts';

/** Identity of a component: `field:Account.CCN__c`. */
export function componentId(kind: KindName, component: string): ElementId {
  return `${kind}:${component}`;
}

/** Identity of an item of a collection of an element: `page:Request/sections:need`. */
export function itemId(parent: ElementId, collection: string, item: string): ElementId {
  return `${parent}/${collection}:${escapeKey(item)}`;
}

/** What an identity says: the kind, the component, and the steps below it, collection and item in turn. */
export function parseElementId(id: ElementId): { kind: KindName; component: string; path: readonly string[] } {
  const [head = '', ...steps] = id.split('/');
  const colon = head.indexOf(':');
  const path = steps.flatMap((step) => {
    const at = step.indexOf(':');
    return [step.slice(0, at), unescapeKey(step.slice(at + 1))];
  });
  // Identities come from the server or from the functions above, so the kind is one of ours.
  return { kind: head.slice(0, colon) as KindName, component: head.slice(colon + 1), path };
}

/** The component that an element belongs to. */
export function componentOf(id: ElementId): ElementId {
  const slash = id.indexOf('/');
  return slash === -1 ? id : id.slice(0, slash);
}

/** The element one step up; undefined for a component. */
export function parentOf(id: ElementId): ElementId | undefined {
  const slash = id.lastIndexOf('/');
  return slash === -1 ? undefined : id.slice(0, slash);
}

/** The key of an item in its collection; the component's name for a component. */
export function keyOf(id: ElementId): string {
  const { component, path } = parseElementId(id);
  return path.at(-1) ?? component;
}

/** True for the element itself and for everything below it. */
export function isWithin(id: ElementId, ancestor: ElementId): boolean {
  return id === ancestor || id.startsWith(`${ancestor}/`);
}

/** The object that a component is a part of, where its name says so: `Account` of `Account.CCN__c`. */
export function objectOf(kind: KindName, component: string): string | undefined {
  if (kind === 'object') return component;
  if (kind === 'field' || kind === 'validationRule' || kind === 'action' || kind === 'listView')
    return component.slice(0, component.indexOf('.'));
  return undefined;
}

/** The last part of a component's name: `CCN__c` of `Account.CCN__c`. */
export function nameOf(component: string): string {
  return component.slice(component.indexOf('.') + 1);
}

const escapeKey = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapeKey = (text: string) => text.replaceAll('~1', '/').replaceAll('~0', '~');
