import type { Json } from '../json.ts';
import { lastName, objectOfPart } from '../kinds/field-name.ts';
import { kinds } from '../kinds/index.ts';
import { namesOf } from '../kinds/names.ts';
import type { Named, Names, ReferenceScope, Target } from '../kinds/reference.ts';
import { kindReferences } from '../kinds/references.ts';
import type { ElementId } from '../packages/element.ts';
import { elementId, parseElementId } from '../packages/element-id.ts';
import { equalJson } from './equal-json.ts';
import type { NamedElement } from './reference-scope.ts';

/** Elements that get another identity: the old one to the new one. What is part of them follows. */
export interface Renames {
  /** The address that an element has from now on. */
  of(target: Target): Target;
  /** The new address of an element that is renamed itself, not with what it is part of. */
  own(target: Target): Target | undefined;
}

/** Renames by identity, all of them at once: two elements may take each other's name. */
export function renamesOf(pairs: ReadonlyMap<ElementId, ElementId>): Renames {
  const made = new Map<ElementId, Target>();
  const own = (target: Target) => {
    const id = pairs.get(elementId(target));
    return id === undefined ? undefined : parseElementId(id);
  };
  const of = (target: Target): Target => {
    const id = elementId(target);
    const renamed = made.get(id) ?? own(target) ?? withParent(target, of);
    made.set(id, renamed);
    return renamed;
  };
  return { of, own };
}

/**
 * An element with the names of what is renamed in place of the old ones: its own identity, the keys that it and what it
 * is an item of have, its properties. Names are resolved in a scope in which nothing is renamed yet. An element that
 * names nothing of it comes back as it is. Its properties may be a part of what the element says.
 */
export function rewriteReferences<T extends NamedElement>(element: T, scope: ReferenceScope, renames: Renames): T {
  const names = namesOf(scope, renames.of);
  const { component, path } = rewriteAddress(element, names, renames);
  const properties = rewriteProperties(element, names);
  const id = elementId({ kind: element.kind, component, path });
  if (id === element.id && equalJson(properties, element.properties)) return element;
  return { ...element, id, component, path, properties };
}

/** The identity that an element has when references are rewritten. */
export function rewriteId(id: ElementId, scope: ReferenceScope, renames: Renames): ElementId {
  const address = parseElementId(id);
  return address === undefined ? id : elementId(rewriteAddress(address, namesOf(scope, renames.of), renames));
}

/** What is part of something that was renamed is called after it: `Account.Code__c`, the value of a field. */
function withParent(target: Target, of: (target: Target) => Target): Target {
  const { kind, component, path } = target;
  if (path.length > 0) {
    const parent = of({ kind, component, path: path.slice(0, -2) });
    return { ...parent, path: [...parent.path, ...path.slice(-2)] };
  }
  if (!kinds[kind].path.includes('{object}')) return target;
  const object = of({ kind: 'object', component: objectOfPart(component), path: [] });
  return { ...target, component: `${object.component}.${lastName(component)}` };
}

/** A key that names something follows it, unless the item is renamed itself. */
function rewriteAddress(target: Target, names: Names, renames: Renames): Target {
  const { kind, component, path } = target;
  if (path.length === 0) return renames.of(target);
  const own = renames.own(target);
  if (own !== undefined) return own;
  const parent = rewriteAddress({ kind, component, path: path.slice(0, -2) }, names, renames);
  const [collection = '', key = ''] = path.slice(-2);
  return {
    ...parent,
    path: [...parent.path, collection, kindReferences[kind].key?.({ component, path }, names) ?? key],
  };
}

function rewriteProperties(element: Named, names: Names): Readonly<Record<string, Json>> {
  const { properties, propertyName } = kindReferences[element.kind];
  const renamed = properties?.(element, names) ?? {};
  return Object.fromEntries(
    Object.entries(element.properties).map(([name, value]) => [
      propertyName?.(element, name, names) ?? name,
      (Object.hasOwn(renamed, name) ? renamed[name] : undefined) ?? value,
    ]),
  );
}
