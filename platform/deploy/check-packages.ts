import { compileModel } from '../layers/compile.ts';
import { mergeChanged } from '../layers/merge-changed.ts';
import { EMPTY_ORG_LAYER } from '../layers/org-layer.ts';
import { isScenarioElement } from '../layers/scenarios.ts';
import { type LoadedPackages, loadPackages } from '../packages/load.ts';
import type { Problem } from '../problem.ts';

/** Every problem of the packages that some paths lead to, each with its file, line and column. Needs no database. */
export async function checkPackages(paths: readonly string[]): Promise<Problem[]> {
  return checkLoaded(await loadPackages(paths));
}

/** The same of packages that are read already. */
export function checkLoaded({ packages, problems, locate }: LoadedPackages): Problem[] {
  const { elements, origins } = mergeChanged({ packages, org: EMPTY_ORG_LAYER });
  const compiled = compileModel({ packages, elements, origins });
  return [...problems, ...compiled.problems.map(locate).map(withoutMercy)];
}

/** In an org a scenario that no longer fits is a warning; to its author it is a fault. */
function withoutMercy(problem: Problem): Problem {
  return isScenarioElement(problem.element ?? '') ? { ...problem, severity: 'error' } : problem;
}
