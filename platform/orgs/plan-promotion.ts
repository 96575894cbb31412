import { type Json, present } from '../json.ts';
import { type Decide, type MetConflict, met } from '../layers/decide.ts';
import { equalJson } from '../layers/equal-json.ts';
import type { Merged } from '../layers/merge.ts';
import type { Conflict, Edit, OrgLayer } from '../layers/org-layer.ts';
import { standsElsewhere } from '../layers/place.ts';
import { isTakenOut } from '../layers/removal.ts';
import { nearMiss } from '../near-miss.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import { neededBy, wholesOf } from './promotion-needs.ts';

/** One org as a promotion looks at it. */
export interface Promotable {
  readonly org: string;
  readonly packages: readonly Package[];
  readonly merged: Pick<Merged, 'elements' | 'origins' | 'org'>;
}

export interface PromotionRequest {
  readonly from: Promotable;
  readonly to: Promotable;
  /** What both last had in common, and what was customised in it. */
  readonly base: { readonly elements: ReadonlyMap<ElementId, Element>; readonly touched: ReadonlySet<ElementId> };
  /** Elements to bring along, each with its parts and with what it needs; absent: all. */
  readonly only?: readonly ElementId[];
  readonly decide: Decide;
  /** Who changed the other org, where it does not say itself. */
  readonly stamp: { readonly by: string; readonly at: string };
}

export interface PromotionPlan {
  readonly edits: readonly Edit[];
  readonly conflicts: readonly MetConflict[];
  /** Every element that was weighed. */
  readonly elements: readonly ElementId[];
  readonly problems: readonly Problem[];
}

/**
 * Brings what one org's admins changed to another org, three ways: the base is what both had in common. What the other
 * org has not touched since follows; where it has, differently, it is a conflict that `decide` may decide, and an open
 * one is left as it is. Packages are not part of it: of their elements only what admins made of them.
 */
export function planPromotion(request: PromotionRequest): PromotionPlan {
  const { from, base, only } = request;
  const touched = [...new Set([...touchedBy(from.merged.org), ...base.touched])].sort(shortFirst);
  const wanted = only === undefined ? new Set(touched) : selectOnly(touched, only, request);
  const planning = new Planning(request);
  for (const id of touched) if (wanted.has(id)) planning.weigh(id);
  return {
    edits: [...planning.removals, ...planning.edits],
    conflicts: planning.conflicts,
    elements: touched.filter((id) => wanted.has(id)),
    problems: [...planning.problems, ...checkOnly(only ?? [], touched)],
  };
}

/** Elements that an org's layer says something about. */
export function touchedBy({ added, changed, removed }: OrgLayer): Set<ElementId> {
  return new Set([...added.keys(), ...changed.keys(), ...removed.keys()]);
}

class Planning {
  readonly edits: Edit[] = [];
  readonly removals: Edit[] = [];
  readonly conflicts: MetConflict[] = [];
  readonly problems: Problem[] = [];
  readonly #request: PromotionRequest;
  readonly #packaged: ReadonlyMap<ElementId, Element>;
  readonly #restored = new Set<ElementId>();
  /** What both orgs have no more where it was, and what the other has somewhere else alone: the ends of its moves. */
  readonly #left: readonly Element[];
  readonly #arrived: readonly Element[];

  constructor(request: PromotionRequest) {
    this.#request = request;
    const { from, to, base } = request;
    this.#packaged = new Map(to.packages.flatMap(({ elements }) => [...elements]));
    const [here, there] = [from.merged.elements, to.merged.elements];
    this.#left = [...base.elements.values()].filter(({ id }) => !here.has(id) && !there.has(id));
    this.#arrived = [...there.values()].filter(({ id }) => !here.has(id) && !base.elements.has(id));
  }

  weigh(id: ElementId): void {
    const { from, to, base } = this.#request;
    const [was, is, there] = [base.elements.get(id), from.merged.elements.get(id), to.merged.elements.get(id)];
    if (is === undefined) {
      if (was && there) this.#remove(was, there);
      return;
    }
    if (was !== undefined && sameProperties(was, is)) return;
    if (there === undefined) this.#add(is, was);
    else if (was === undefined) this.#join(is, there);
    else for (const property of namesOf(was, is)) this.#weighProperty(property, { was, is, there });
  }

  #weighProperty(property: string, { was, is, there }: Record<'was' | 'is' | 'there', Element>): void {
    const [base, theirs, ours] = [own(was, property), own(is, property), own(there, property)];
    if (equalJson(base, theirs) || equalJson(theirs, ours)) return;
    const conflict = {
      ...{ element: is.id, property },
      ...present('base', base),
      ...present('theirs', theirs),
      ...present('ours', ours),
      ...this.#stampOf(is.id, property),
    };
    if (!equalJson(base, ours) && !this.#takes(conflict)) return;
    this.edits.push(
      theirs === undefined
        ? { op: 'unset', element: is.id, property }
        : { op: 'set', element: is.id, properties: { [property]: theirs } },
    );
  }

  /** What the other org has not: new here, or taken out or moved elsewhere there. */
  #add(is: Element, was: Element | undefined): void {
    if (is.owner !== ORG && !this.#packaged.has(is.id)) {
      this.problems.push(needsPackage(is, this.#request));
      return;
    }
    const gone = this.#takenOut(is);
    const before = was ?? standsElsewhere(is, this.#left);
    const placed = before && standsElsewhere(is, this.#arrived);
    const conflict = {
      element: is.id,
      ...(before && { base: before.properties }),
      ...{ theirs: is.properties, ...(gone && this.#removerOf(gone)) },
      ...(placed && { ours: placed.properties, ...this.#stampOf(placed.id) }),
    };
    const isDisputed = gone !== undefined || placed !== undefined;
    if (isDisputed && !this.#takes({ ...this.#request.stamp, ...conflict })) return;
    if (placed) this.removals.push({ op: 'remove', element: placed.id });
    for (const id of [...wholesOf(is).reverse(), is.id]) this.#restore(id);
  }

  /** What the other org took out of what both had: the element, or what it is part of. */
  #takenOut(is: Element): ElementId | undefined {
    const { to, base } = this.#request;
    return [is.id, ...wholesOf(is)].find((id) => base.elements.has(id) && !to.merged.elements.has(id));
  }

  #removerOf(id: ElementId): { readonly by: string; readonly at: string } | undefined {
    const removal = this.#request.to.merged.org.removed.get(id);
    return removal && { by: removal.by, at: removal.at };
  }

  #restore(id: ElementId): void {
    const { from, to } = this.#request;
    const element = from.merged.elements.get(id);
    if (element === undefined || to.merged.elements.has(id) || this.#restored.has(id)) return;
    this.#restored.add(id);
    this.#take(element, this.#packaged.get(id));
  }

  /** Gives an element just the properties that it has here, whatever it has there. */
  #take(is: Element, there: Element | undefined): void {
    this.edits.push({ op: 'set', element: is.id, properties: is.properties });
    for (const property of there === undefined ? [] : namesOf(there))
      if (own(is, property) === undefined) this.edits.push({ op: 'unset', element: is.id, property });
  }

  /** Both made it, each in its way: one of them has it whole. */
  #join(is: Element, there: Element): void {
    if (sameProperties(is, there)) return;
    const conflict = { element: is.id, theirs: is.properties, ours: there.properties, ...this.#stampOf(is.id) };
    if (this.#takes(conflict)) this.#take(is, there);
  }

  /** With an element goes what is part of it: that must not have been touched either. */
  #remove(was: Element, there: Element): void {
    const { from, to, base } = this.#request;
    const isCovered = isTakenOut(was, {
      has: (id) => id !== was.id && base.elements.has(id) && !from.merged.elements.has(id),
    });
    const isPackages = was.owner !== ORG && !isTakenOut(was, from.merged.org.removed);
    if (isCovered || isPackages) return;
    const isPart = (element: Element) => isTakenOut(element, { has: (id) => id === was.id });
    const touched = [...to.merged.elements.values()].find((each) => isPart(each) && !isUntouched(each, base.elements));
    const conflict = {
      ...{ element: was.id, base: was.properties, ours: there.properties },
      ...(touched ? this.#stampOf(touched.id) : this.#request.stamp),
    };
    if (touched !== undefined && !this.#takes(conflict)) return;
    this.removals.push({ op: 'remove', element: was.id });
  }

  /** Whether the value that is brought along holds. */
  #takes(conflict: Conflict): boolean {
    const choose = this.#request.decide(conflict);
    this.conflicts.push(met(conflict, choose));
    return choose === 'theirs';
  }

  /** Who made the other org's value what it is. */
  #stampOf(id: ElementId, property?: string): { readonly by: string; readonly at: string } {
    const { to, stamp } = this.#request;
    const origins = Object.entries(to.merged.origins.get(id) ?? {});
    const said = origins.filter(([name]) => property === undefined || name === property).map(([, origin]) => origin);
    const admin = said.find((origin) => origin.layer === 'org');
    if (admin?.layer === 'org') return { by: admin.by, at: admin.at };
    const [origin] = said;
    return origin?.package === undefined ? stamp : { by: origin.package, at: stamp.at };
  }
}

/** The elements named and their parts, with what these need of what else is new. */
function selectOnly(
  touched: readonly ElementId[],
  only: readonly ElementId[],
  { from, to, base }: PromotionRequest,
): Set<ElementId> {
  const named = new Set(only);
  const elementOf = (id: ElementId) => from.merged.elements.get(id) ?? base.elements.get(id);
  const isNamed = (id: ElementId) => {
    const element = elementOf(id);
    return element !== undefined && isTakenOut(element, named);
  };
  const isNew = (id: ElementId) => from.merged.elements.has(id) && !to.merged.elements.has(id);
  return neededBy(touched.filter(isNamed), { candidates: touched.filter(isNew), elements: from.merged.elements });
}

function checkOnly(only: readonly ElementId[], touched: readonly ElementId[]): Problem[] {
  const isPart = (id: ElementId, whole: ElementId) => {
    const component = id.slice(id.indexOf(':') + 1).split('/')[0] ?? '';
    return isTakenOut({ id, component }, { has: (each) => each === whole });
  };
  return only
    .filter((whole) => !touched.some((id) => isPart(id, whole)))
    .map((element): Problem => {
      const suggestion = nearMiss(element, touched);
      const message = `Nothing was changed about ${element}; there is nothing of it to promote.`;
      const problem: Problem = { code: 'NOTHING_TO_PROMOTE', severity: 'error', message, element };
      return suggestion === undefined ? problem : { ...problem, suggestion };
    });
}

function needsPackage({ id, owner }: Element, { to }: PromotionRequest): Problem {
  const message = `${id} belongs to ${owner}, and the version of that in org ${to.org} does not have it. Promote the packages as well.`;
  return { code: 'NEEDS_PACKAGE', severity: 'error', message, element: id, found: owner };
}

function isUntouched(element: Element, base: ReadonlyMap<ElementId, Element>): boolean {
  const was = base.get(element.id);
  return was !== undefined && sameProperties(was, element);
}

function sameProperties(one: Element, other: Element): boolean {
  return equalJson(one.properties, other.properties);
}

function namesOf(...elements: readonly Element[]): string[] {
  return [...new Set(elements.flatMap(({ properties }) => Object.keys(properties)))].sort();
}

function own({ properties }: Element, name: string): Json | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** What is part of something comes after it. */
function shortFirst(one: ElementId, other: ElementId): number {
  const depth = (id: ElementId) => id.split('/').length + (id.split('/')[0]?.split('.').length ?? 0);
  return depth(one) - depth(other) || (one < other ? -1 : 1);
}
