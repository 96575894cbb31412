import semver from 'semver';
import type { Package } from '../packages/element.ts';
import type { LoadedPackages } from '../packages/load.ts';
import type { Problem } from '../problem.ts';
import { type ChangeReason, type SemverChange, semverChange } from './semver-change.ts';

/** How packages changed since other versions of them, and where the version in package.json does not say so. */
export function checkVersions(
  { packages, manifests, locate }: LoadedPackages,
  others: readonly Package[],
): { readonly changes: readonly SemverChange[]; readonly problems: readonly Problem[] } {
  const before = new Map(others.map((item) => [item.name, item]));
  const changes = packages.flatMap((item) => {
    const other = before.get(item.name);
    // A version that is none is told as a problem of its manifest.
    const isComparable = [item, other].every((each) => each !== undefined && semver.valid(each.version) !== null);
    return other === undefined || !isComparable ? [] : [semverChange(other, item)];
  });
  const problems = changes
    .filter(({ isEnough }) => !isEnough)
    .map((change) => locate(versionTooLow(change, manifests.get(change.package))));
  return { changes, problems };
}

const TOLD = 3;

function versionTooLow({ package: name, before, after, needs, reasons, level }: SemverChange, file?: string): Problem {
  const asked = reasons.filter((reason) => reason.level === level);
  const more = asked.length > TOLD ? [`${asked.length - TOLD} more`] : [];
  const why = [...asked.slice(0, TOLD).map(inWords), ...more].join('; ');
  return {
    code: 'VERSION_TOO_LOW',
    severity: 'error',
    message: `${name} ${after} changed since ${before} so that it needs ${needs} or higher, a ${level} version: ${why}.`,
    ...(file === undefined ? {} : { file, pointer: '/version' }),
    found: after,
    expected: `${needs} or higher`,
  };
}

function inWords({ label, message }: ChangeReason): string {
  return `${label} ${message}`;
}
