import { compileModel } from '../layers/compile.ts';
import type { Merged } from '../layers/merge.ts';
import { type Element, type ElementId, ORG, type Package } from '../packages/element.ts';
import { elementId, parentId } from '../packages/element-id.ts';
import type { Problem } from '../problem.ts';

/** An element that admins added, with all that they added to it: it goes to one package, whole. */
export interface Addition {
  readonly root: Element;
  readonly elements: readonly Element[];
}

/** What a search for homes goes by. */
export interface Neighbourhood {
  /** All packages, in dependency order. */
  readonly packages: readonly Package[];
  readonly merged: Pick<Merged, 'elements' | 'origins'>;
  /** The packages whose files are here. */
  readonly open: ReadonlySet<string>;
  /** The package that a person named. */
  readonly target?: string;
}

/** Package of each addition; those of which a person has to say it; those that no package here may have. */
export interface Homes {
  readonly homes: ReadonlyMap<Addition, string>;
  readonly ambiguous: readonly Addition[];
  readonly homeless: readonly Addition[];
}

/** What admins added, each with what hangs on it. */
export function groupAdditions(added: Iterable<Element>): Addition[] {
  const all = new Map([...added].map((element) => [element.id, element]));
  const rootOf = (element: Element): Element => {
    const above = all.get(hangsOn(element) ?? '');
    return above === undefined ? element : rootOf(above);
  };
  return [...Map.groupBy(all.values(), rootOf)].map(([root, elements]) => ({ root, elements }));
}

/** What an element is part of: an item of what holds it, a field or rule of its object. */
export function hangsOn({ id, component, path }: Element): ElementId | undefined {
  if (path.length > 0) return parentId(id);
  const [object = '', part] = component.split('.');
  return part === undefined ? undefined : elementId({ kind: 'object', component: object, path: [] });
}

/**
 * Each addition goes to the package of what it is part of, or to the first above that one which knows all that it names:
 * the right to a field goes to the field's package, though the permission set is another's.
 */
export function findHomes(additions: readonly Addition[], neighbourhood: Neighbourhood): Homes {
  const candidates = new Map(additions.map((each) => [each, candidatesOf(each, neighbourhood)]));
  const homes = new Map<Addition, string>();
  const undecided = new Set<Addition>();
  for (const [addition, { names, needsChoice }] of candidates) {
    if (needsChoice || names[0] === undefined) continue;
    // Where nobody knows all that it names, it stays with what it is part of.
    homes.set(addition, names[0]);
    if (names.length > 1) undecided.add(addition);
  }
  const { packages, target = '' } = neighbourhood;
  for (const name of [target, ...packages.map((each) => each.name)]) {
    const placed = [...homes].filter(([each]) => !undecided.has(each));
    const asking = [...undecided].filter((each) => candidates.get(each)?.names.includes(name));
    for (const each of understood(name, { asking, placed, neighbourhood })) {
      homes.set(each, name);
      undecided.delete(each);
    }
  }
  return {
    homes,
    ambiguous: additions.filter((each) => candidates.get(each)?.needsChoice),
    homeless: additions.filter((each) => candidates.get(each)?.names.length === 0),
  };
}

/** What is wrong with a package where there is nothing but what it depends on, and would not be with all others. */
export function checkAlone(
  name: string,
  { packages, merged }: Pick<Neighbourhood, 'packages' | 'merged'>,
  additions: Iterable<readonly [Addition, string]>,
): readonly Problem[] {
  const known = closureOf(name, packages);
  if (packages.every((each) => known.has(each.name))) return [];
  const own = [...merged.elements.values()].filter(({ owner }) => known.has(owner));
  const added = [...additions].flatMap(([{ elements }, home]) => (known.has(home) ? elements : []));
  const elements = new Map([...own, ...added].map((element) => [element.id, element]));
  // Who may add to what is settled: only what they say is asked.
  const claimants = packages.flatMap((each) =>
    known.has(each.name) ? [{ name: each.name, version: each.version, label: each.label }] : [],
  );
  return compileModel({ packages: claimants, elements, origins: merged.origins }).problems;
}

interface Candidates {
  /** The one that a person named first, then in dependency order. */
  readonly names: readonly string[];
  readonly needsChoice: boolean;
}

function candidatesOf({ root }: Addition, { packages, merged, open, target }: Neighbourhood): Candidates {
  const owner = merged.elements.get(hangsOn(root) ?? '')?.owner ?? ORG;
  const able = packages
    .map(({ name }) => name)
    .filter((name) => open.has(name) && (owner === ORG || closureOf(name, packages).has(owner)));
  const named = able.filter((name) => name === target);
  if (owner === ORG)
    return named.length > 0 ? { names: named, needsChoice: false } : { names: able, needsChoice: able.length > 1 };
  // What is added to a package that is not here stays with the org, unless somebody says who takes it.
  return { names: [...new Set([...named, ...(able.includes(owner) ? able : [])])], needsChoice: false };
}

/** Of what asks for a home, what a package takes: all whose every name is known to it. */
function understood(
  name: string,
  search: {
    readonly asking: readonly Addition[];
    readonly placed: readonly (readonly [Addition, string])[];
    readonly neighbourhood: Neighbourhood;
  },
): readonly Addition[] {
  let taken = search.asking;
  while (taken.length > 0) {
    const problems = checkAlone(name, search.neighbourhood, [
      ...search.placed,
      ...taken.map((each) => [each, name] as const),
    ]);
    const strange = new Set(problems.flatMap(({ severity, element }) => (severity === 'error' ? [element] : [])));
    const rest = taken.filter(({ elements }) => !elements.some(({ id }) => strange.has(id)));
    // What went may have been what others named.
    if (rest.length === taken.length) break;
    taken = rest;
  }
  return taken;
}

function closureOf(name: string, packages: readonly Package[]): ReadonlySet<string> {
  const closure = new Set([name]);
  const byName = new Map(packages.map((each) => [each.name, each]));
  // What is added meanwhile is visited, too.
  for (const each of closure) for (const dependency of byName.get(each)?.dependencies ?? []) closure.add(dependency);
  return closure;
}
