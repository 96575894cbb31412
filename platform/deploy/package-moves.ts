import semver from 'semver';
import type { Package } from '../packages/element.ts';
import type { Problem } from '../problem.ts';

/** How a deploy moves one package. */
export interface PackageMove {
  readonly package: string;
  /** `revise`: what it says changed, while its version did not. */
  readonly move: 'install' | 'upgrade' | 'downgrade' | 'revise' | 'remove';
  readonly from?: string;
  readonly to?: string;
}

/** The packages that differ between what is installed and what would be, in the order of the latter. */
export function packageMoves(installed: readonly Package[], next: readonly Package[]): PackageMove[] {
  const before = new Map(installed.map((item) => [item.name, item]));
  const after = new Set(next.map(({ name }) => name));
  return [
    ...next.flatMap((item) => moveOf(before.get(item.name), item) ?? []),
    ...installed
      .filter(({ name }) => !after.has(name))
      .map(({ name, version }) => ({ package: name, move: 'remove', from: version }) as const),
  ];
}

/** "downgrade of @acme/orders 1.2.0 → 1.1.0". */
export function moveInWords({ package: name, move, from, to }: PackageMove): string {
  if (move === 'revise') return `change of ${name} ${to}, whose version stays`;
  return `${move} of ${name} ${[from, to].filter(Boolean).join(' → ')}`;
}

/** Who sees a version takes it for what it was: a package that says something else needs another one. */
export function warnOfRevised(moves: readonly PackageMove[]): Problem[] {
  return moves
    .filter(({ move }) => move === 'revise')
    .map(({ package: name, to = '' }) => ({
      code: 'VERSION_UNCHANGED',
      severity: 'warning',
      message: `${name} ${to} is installed already and says something else: raise the version in its package.json. formwork check --against-org tells how far.`,
      found: to,
    }));
}

/** What the packages that would be installed need of each other, by version: those of the deploy and those that stay. */
export function checkInstalledRanges(packages: readonly Package[]): Problem[] {
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  return packages.flatMap(({ name, version, ranges = {} }) =>
    Object.entries(ranges).flatMap(([needed, range]): Problem[] => {
      const there = versions.get(needed);
      if (there === undefined || semver.satisfies(there, range, { includePrerelease: true })) return [];
      return [
        {
          code: 'WRONG_PACKAGE_VERSION',
          severity: 'error',
          message: `${name} ${version} needs ${needed} ${range}, and the org would have ${there}. Deploy a version of ${name} that goes with it, too.`,
          found: there,
          expected: range,
        },
      ];
    }),
  );
}

function moveOf(installed: Package | undefined, next: Package): PackageMove | undefined {
  const { name, version, digest } = next;
  if (installed === undefined) return { package: name, move: 'install', to: version };
  if (installed.digest === digest) return undefined;
  const order = semver.compare(version, installed.version);
  const move = order > 0 ? 'upgrade' : order < 0 ? 'downgrade' : 'revise';
  return { package: name, move, from: installed.version, to: version };
}
