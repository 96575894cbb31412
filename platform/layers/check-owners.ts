import { finding } from '../kinds/findings.ts';
import { type Element, type ElementId, ORG, type Package, SYSTEM_PACKAGE } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';
import type { ElementFinding } from './assemble.ts';

/** A package as far as its claims are checked; in the browser only its name is known. */
export type Claimant = Pick<Package, 'name'> & Partial<Pick<Package, 'elements' | 'dependencies'>>;

/** Every element has one owner, and a package adds only to components of packages that it depends on. */
export function checkOwners(
  packages: readonly Claimant[],
  effective: ReadonlyMap<ElementId, Element>,
): ElementFinding[] {
  const owners = new Map<ElementId, string>();
  const closures = dependencyClosures(packages);
  return packages.flatMap(({ name, elements }) =>
    [...(elements?.values() ?? [])].flatMap((element) => {
      const owner = owners.get(element.id);
      if (owner === undefined) owners.set(element.id, name);
      else return [claimed(element, owner)];
      const added = addedTo(element, effective);
      const isOpen =
        added === undefined || added.owner === name || added.owner === ORG || closures.get(name)?.has(added.owner);
      return isOpen ? [] : [undeclared(element, added, name)];
    }),
  );
}

/** The component that an element is added to: of an item its own component, of a part of an object the object. */
function addedTo({ kind, component, path }: Element, effective: ReadonlyMap<ElementId, Element>): Element | undefined {
  if (path.length > 0) return effective.get(elementId({ kind, component, path: [] }));
  const [object = '', part] = component.split('.');
  return part === undefined ? undefined : effective.get(elementId({ kind: 'object', component: object, path: [] }));
}

function dependencyClosures(packages: readonly Claimant[]): Map<string, ReadonlySet<string>> {
  const closures = new Map<string, ReadonlySet<string>>();
  for (const { name, dependencies = [] } of packages) {
    const inherited = dependencies.flatMap((each) => [...(closures.get(each) ?? [])]);
    closures.set(name, new Set([SYSTEM_PACKAGE, ...dependencies, ...inherited]));
  }
  return closures;
}

function claimed(element: Element, owner: string): ElementFinding {
  const message = `${element.id} belongs to ${owner}; a package adds to others and never changes them.`;
  return { ...finding('ALREADY_OWNED', '', message, element.id), at: element };
}

function undeclared(element: Element, added: Element, name: string): ElementFinding {
  const message = `${element.id} adds to ${added.component} of ${added.owner}, on which ${name} does not depend; add it to "dependencies".`;
  return { ...finding('UNDECLARED_DEPENDENCY', '', message, added.owner), at: element };
}
