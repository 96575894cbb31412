import semver from 'semver';
import { nearMiss } from '../near-miss.ts';
import type { Problem } from '../problem.ts';

/** What a package's manifest says about itself and about others. */
export interface Dependent {
  readonly name: string;
  readonly version: string;
  /** Name of each package it needs, to the range of versions. */
  readonly ranges: Readonly<Record<string, string>>;
  readonly file: string;
}

/** Packages so that each stands after all it depends on, by name among equals; with what is wrong between them. */
export function orderPackages<P extends Dependent>(packages: readonly P[]): { ordered: P[]; problems: Problem[] } {
  const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  const byName = new Map<string, P>();
  const problems: Problem[] = [];
  for (const each of sorted) {
    const namesake = byName.get(each.name);
    if (namesake === undefined) byName.set(each.name, each);
    else problems.push(duplicatePackage(each, namesake));
  }
  for (const each of byName.values()) problems.push(...checkDependencies(each, byName));
  const { ordered, cycles } = sortByDependency(byName);
  return { ordered, problems: [...problems, ...cycles.map((cycle) => circular(cycle))] };
}

function checkDependencies(dependent: Dependent, byName: ReadonlyMap<string, Dependent>): Problem[] {
  return Object.entries(dependent.ranges).flatMap(([name, range]) => {
    const place = {
      severity: 'error',
      file: dependent.file,
      pointer: `/dependencies/${name.replaceAll('/', '~1')}`,
    } as const;
    const found = byName.get(name);
    if (found === undefined) {
      const suggestion = nearMiss(name, byName.keys());
      const message = `${dependent.name} needs the package ${name}, which is not there.`;
      return {
        ...place,
        code: 'MISSING_PACKAGE',
        message,
        found: name,
        ...(suggestion === undefined ? {} : { suggestion }),
      };
    }
    if (semver.validRange(range) === null) {
      const message = `"${range}" is not a range of versions.`;
      return { ...place, code: 'INVALID_VERSION_RANGE', message, found: range, expected: 'such as ^1.2.0' };
    }
    if (semver.satisfies(found.version, range, { includePrerelease: true })) return [];
    const message = `${dependent.name} needs ${name} ${range}, but version ${found.version} is there.`;
    return { ...place, code: 'WRONG_PACKAGE_VERSION', message, found: found.version, expected: range };
  });
}

function sortByDependency<P extends Dependent>(byName: ReadonlyMap<string, P>): { ordered: P[]; cycles: P[][] } {
  const ordered = new Set<P>();
  const cycles: P[][] = [];
  const visit = (each: P, trail: readonly P[]): void => {
    if (ordered.has(each)) return;
    if (trail.includes(each)) {
      cycles.push(trail.slice(trail.indexOf(each)));
      return;
    }
    for (const name of Object.keys(each.ranges).sort()) {
      const dependency = byName.get(name);
      if (dependency !== undefined) visit(dependency, [...trail, each]);
    }
    ordered.add(each);
  };
  for (const each of byName.values()) visit(each, []);
  return { ordered: [...ordered], cycles };
}

function duplicatePackage(second: Dependent, first: Dependent): Problem {
  return {
    code: 'DUPLICATE_PACKAGE',
    severity: 'error',
    message: `The package ${second.name} is here twice: in ${first.file} and in ${second.file}.`,
    file: second.file,
    pointer: '/name',
    found: second.name,
  };
}

function circular(cycle: readonly Dependent[]): Problem {
  const names = cycle.map(({ name }) => name);
  return {
    code: 'CIRCULAR_DEPENDENCY',
    severity: 'error',
    message: `Packages depend on each other in a circle: ${[...names, names[0]].join(' → ')}.`,
    ...(cycle[0] === undefined ? {} : { file: cycle[0].file }),
    pointer: '/dependencies',
  };
}
