import { kindChecks } from '../kinds/check.ts';
import { KIND_NAMES } from '../kinds/kind.ts';
import type { Element, ElementId, Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import { assemble, type Components } from './assemble.ts';
import { buildModel } from './build-model.ts';
import { type Claimant, checkOwners } from './check-owners.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Model } from './model.ts';
import { type Origins, placeInComponent, placeInElement } from './place-problem.ts';

/**
 * Makes the model of effective elements, with all that is wrong with them: shapes, names, references, conditions. There
 * is no model as long as there is an error. Pure: it runs in the browser, too.
 */
export function compileModel(effective: {
  readonly packages: readonly (Claimant & Pick<Package, 'version' | 'label'>)[];
  readonly elements: ReadonlyMap<ElementId, Element>;
  readonly origins: Origins;
}): { readonly model: Model | undefined; readonly problems: Problem[] } {
  const { packages, elements, origins } = effective;
  const { components, findings, broken } = assemble(elements);
  const model = buildModel(components, packages, origins);
  const owners = checkOwners(packages, elements);
  const problems = [
    ...[...findings, ...owners].map(({ at, ...finding }) => placeInElement(finding, at, origins)),
    ...checkComponents(components, model, origins).filter((problem) => !isFollowUp(problem, broken)),
  ];
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return { model: hasErrors ? undefined : deepFreeze(model), problems: inReadingOrder(problems) };
}

function checkComponents(components: Components, model: Model, origins: Origins): Problem[] {
  return KIND_NAMES.flatMap((kind) =>
    [...components[kind].values()].flatMap((component) =>
      kindChecks[kind](component, model, (other) => [...components[other].values()]).flatMap(
        (finding) => placeInComponent(finding, component, origins) ?? [],
      ),
    ),
  );
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
  const keyOf = ({ file, element, pointer }: Problem): string => `${file ?? ''}\n${element ?? ''}\n${pointer ?? ''}`;
  return [...problems].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
