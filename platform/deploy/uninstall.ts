import { nearMiss } from '../near-miss.ts';
import { type Package, SYSTEM_PACKAGE } from '../packages/element.ts';
import type { Problem } from '../problem.ts';
import type { PackagesRequest } from './request.ts';

/** What is wrong with a wish to take packages out: what is not there, what others need, what comes in at once. */
export function checkUninstalled(
  installed: readonly Package[],
  { uninstall = [], packages }: Pick<PackagesRequest, 'uninstall' | 'packages'>,
): Problem[] {
  const names = installed.map(({ name }) => name);
  return uninstall.flatMap((name): Problem[] => {
    if (packages.some((each) => each.name === name))
      return [problem('CONTRADICTION', name, `${name} cannot be installed and uninstalled by one deploy.`)];
    if (name === SYSTEM_PACKAGE)
      return [problem('PACKAGE_NEEDED', name, `${name} is the engine's own; it cannot be uninstalled.`)];
    if (!names.includes(name)) return [unknown(name, names)];
    const dependents = installed.filter((each) => each.dependencies.includes(name) && !uninstall.includes(each.name));
    if (dependents.length === 0) return [];
    const list = dependents.map((each) => each.name).join(', ');
    return [problem('PACKAGE_NEEDED', name, `${name} is needed by ${list}; uninstall these as well, or keep it.`)];
  });
}

function unknown(name: string, installed: readonly string[]): Problem {
  const suggestion = nearMiss(name, installed);
  const found = problem('UNKNOWN_PACKAGE', name, `No package ${name} is installed; there are ${installed.join(', ')}.`);
  return suggestion === undefined ? found : { ...found, suggestion };
}

function problem(code: string, found: string, message: string): Problem {
  return { code, severity: 'error', message, found };
}
