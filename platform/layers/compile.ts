import { elementAt } from '../packages/component.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import { ElementMap } from '../packages/element-map.ts';
import type { Problem } from '../problem.ts';
import { assembleGroup, isOrphan } from './assemble.ts';
import { buildModel, buildParts } from './build-model.ts';
import { type AssembledGroup, checkGroups, type Made } from './check-groups.ts';
import { type Claimant, createOwnerCheck, type OwnerCheck } from './check-owners.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Model, Origins } from './model.ts';
import { placeInElement } from './place-problem.ts';

/** Effective elements with the packages that they come from. */
export interface Effective {
  readonly packages: readonly (Claimant & Pick<Package, 'version' | 'label'>)[];
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly origins: Origins;
}

export interface Compiled {
  /** Undefined as long as there is an error. */
  readonly model: Model | undefined;
  readonly problems: readonly Problem[];
  /** What was made on the way, for the next compile. */
  readonly made: Made;
}

/**
 * Makes the model of effective elements, with all that is wrong with them: shapes, names, references, conditions. Given
 * what was compiled before, only what differs is made and checked anew, with whatever looked at it; the result is the
 * same as without, and shares with the one before all that stays. Pure: it runs in the browser, too.
 */
export function compileModel(effective: Effective, before?: Compiled): Compiled {
  const { packages, elements, origins } = effective;
  const { groups } = ElementMap.of(elements);
  const assembled = assembleAll(groups, { ownerCheck: createOwnerCheck(packages), origins, before: before?.made });
  const parts = [...assembled.values()].map((each) => each.parts);
  const model = deepFreeze(buildModel(parts, { packages, origins }, before?.made.model));
  const made = checkGroups({ groups: assembled, model, origins }, before?.made);
  const problems = problemsOf(made);
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return { model: hasErrors ? undefined : model, problems, made };
}

function assembleAll(
  groups: ElementMap['groups'],
  { ownerCheck, origins, before }: { ownerCheck: OwnerCheck; origins: Origins; before: Made | undefined },
): Map<string, AssembledGroup> {
  let names: string[] | undefined;
  const objectNames = () => {
    names ??= namesOfObjects(groups);
    return names;
  };
  return new Map(
    [...groups].map(([key, group]): [string, AssembledGroup] => {
      const old = before?.groups.get(key);
      const claims = ownerCheck.claimsOn(key);
      if (old?.group === group && isSameList(old.claims, claims) && !old.isOrphaned) return [key, old];
      const assembled = assembleGroup(group, { objectNames, before: old?.assembled });
      const findings = [...assembled.findings, ...ownerCheck.check(key, group)];
      const parts = buildParts(assembled, old && { components: old.assembled.components, parts: old.parts });
      const problems = findings.map(({ at, ...finding }) => placeInElement(finding, at, origins));
      const isOrphaned = [...group.values()].some((component) => isOrphan(component, group));
      return [key, { group, claims, assembled, parts, problems, isOrphaned }];
    }),
  );
}

/** All objects, also those that are broken: who names one of these has nothing to correct. */
function namesOfObjects(groups: ElementMap['groups']): string[] {
  const components = [...groups.values()].flatMap((group) => [...group.values()]);
  return components
    .filter((each) => each.kind === 'object' && elementAt(each, []) !== undefined)
    .map(({ name }) => name)
    .sort();
}

function problemsOf({ groups }: Made): Problem[] {
  const all = [...groups.values()];
  const broken = new Set(all.flatMap(({ assembled }) => assembled.broken));
  const found = all.flatMap(({ problems }) => problems);
  const checked = all.flatMap(({ checks }) => [...checks.values()].flatMap(({ problems }) => problems));
  return inReadingOrder([...found, ...checked.filter((problem) => !isFollowUp(problem, broken))]);
}

/** A name that leads nowhere only because what it names is broken; that is told where it is. */
function isFollowUp({ code, found }: Problem, broken: ReadonlySet<string>): boolean {
  if (code !== 'DANGLING_REFERENCE' && code !== 'UNKNOWN_FACT') return false;
  return (
    typeof found === 'string' &&
    found.split('.').some((step) => broken.has(step) || broken.has(step.replace(/__r$/, '__c')))
  );
}

function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const keyed = problems.map((problem) => {
    const { file = '', element = '', pointer = '', code, message } = problem;
    return { problem, key: [file, element, pointer, code, message].join('\n') };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ problem }) => problem);
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
