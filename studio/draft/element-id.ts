import type { KindName } from '../../platform/kinds/kind.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { type ElementAddress, elementId, parentId, parseElementId } from '../../platform/packages/element-id.ts';

/** Identity of a component: `field:Account.Code__c`. */
export function componentId(kind: KindName, component: string): ElementId {
  return elementId({ kind, component, path: [] });
}

/** Identity of an item of a collection of an element: `page:Request/sections:need`. */
export function itemId(parent: ElementId, collection: string, item: string): ElementId {
  const address = addressOf(parent);
  return elementId({ ...address, path: [...address.path, collection, item] });
}

/** What an identity says. The server's and our own are always well formed. */
export function addressOf(id: ElementId): ElementAddress {
  const address = parseElementId(id);
  if (!address) throw new Error(`"${id}" is not the identity of an element.`);
  return address;
}

/** The component that an element belongs to. */
export function componentOf(id: ElementId): ElementId {
  const parent = parentId(id);
  return parent === undefined ? id : componentOf(parent);
}

/** The object that a component is a part of, where its name says so: `Account` of `Account.Code__c`. */
export function objectOf(kind: KindName, component: string): string | undefined {
  if (kind === 'object') return component;
  const dot = component.indexOf('.');
  return dot === -1 ? undefined : component.slice(0, dot);
}

/** The last part of a component's name: `Code__c` of `Account.Code__c`. */
export function nameOf(component: string): string {
  return component.slice(component.indexOf('.') + 1);
}
