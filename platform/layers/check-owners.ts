import { finding } from '../kinds/findings.ts';
import { type Component, elementAt, elementsOf } from '../packages/component.ts';
import { type Element, type ElementId, ORG, type Package, SYSTEM_PACKAGE } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';
import { ElementMap, type Group } from '../packages/element-map.ts';
import type { ElementFinding } from './assemble.ts';

/** A package as far as its claims are checked; in the browser only its name is known. */
export type Claimant = Pick<Package, 'name'> & Partial<Pick<Package, 'elements' | 'dependencies'>>;

/** Looks at what packages claim, group by group. */
export interface OwnerCheck {
  /** All that the findings on a group depend on besides the effective group: what packages have of it, and the packages. */
  claimsOn(key: string): readonly unknown[];
  check(key: string, effective: Group): readonly ElementFinding[];
}

/** Every element has one owner, and a package adds only to components of packages that it depends on. */
export function createOwnerCheck(packages: readonly Claimant[]): OwnerCheck {
  const closures = dependencyClosures(packages);
  const claimants = packages.flatMap(({ name, elements }) =>
    elements === undefined ? [] : [{ name, groups: ElementMap.of(elements).groups }],
  );
  const said = JSON.stringify(packages.map(({ name, dependencies = [] }) => [name, dependencies]));
  return {
    claimsOn: (key) => [said, ...claimants.map(({ groups }) => groups.get(key))],
    check(key, effective) {
      const claims = claimants.flatMap(({ name, groups }) =>
        [...(groups.get(key)?.values() ?? [])].map((component) => ({ name, component })),
      );
      return claims.flatMap((claim, index) => {
        const earlier = claims.slice(0, index).filter(({ component }) => component.id === claim.component.id);
        const closure = closures.get(claim.name);
        return checkClaim(claim, { earlier, effective, mayAddTo: (owner) => closure?.has(owner) === true });
      });
    },
  };
}

/** What one package has of one component. */
interface Claim {
  readonly name: string;
  readonly component: Component;
}

interface Surroundings {
  /** Claims of packages before on the same component. */
  readonly earlier: readonly Claim[];
  readonly effective: Group;
  /** Whether the package depends on another. */
  mayAddTo(owner: string): boolean;
}

function checkClaim({ name, component }: Claim, { earlier, effective, mayAddTo }: Surroundings): ElementFinding[] {
  const { id, object } = component;
  const whole = rootOf(effective, id);
  const above =
    object === '' ? undefined : rootOf(effective, elementId({ kind: 'object', component: object, path: [] }));
  const isOpen = (to: Element | undefined) => !to || to.owner === name || to.owner === ORG || mayAddTo(to.owner);
  if (earlier.length === 0 && isOpen(whole) && isOpen(above)) return [];
  return [...elementsOf(component)].flatMap((element) => {
    const first = earlier.find((claim) => elementAt(claim.component, element.path) !== undefined);
    if (first !== undefined) return [claimed(element, first.name)];
    // An item adds to its component, a part of an object to the object.
    const added = element.path.length > 0 ? whole : above;
    return added === undefined || isOpen(added) ? [] : [undeclared(element, added, name)];
  });
}

function rootOf(group: Group, id: ElementId): Element | undefined {
  const component = group.get(id);
  return component && elementAt(component, []);
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
