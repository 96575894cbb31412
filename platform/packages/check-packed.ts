import type { Problem } from '../problem.ts';
import type { Package } from './element.ts';

/** A package as it was checked, what npm packed of it, and the paths in the tarball. */
export interface PackedPackage {
  readonly checked: Package;
  readonly packed: Package | undefined;
  /** What problems call its manifest: `package.json`, or with the folder before it. */
  readonly manifest: string;
  readonly paths: readonly string[];
}

/** What an author's folder says and the tarball does not: files that "files" or .npmignore leave out. */
export function checkPacked({ checked, packed, manifest, paths }: PackedPackage): Problem[] {
  if (checked.digest === packed?.digest) return [];
  const folder = manifest.slice(0, -'package.json'.length);
  const there = new Set(paths.map((path) => folder + path));
  const sources = [...checked.elements.values()].flatMap(({ source }) => source?.file ?? []);
  const lost = [...new Set(sources)].filter((file) => !there.has(file)).sort();
  // Where nothing is missing and the two differ all the same, a script of the package changed what npm packed.
  return (lost.length > 0 ? lost : [manifest]).map((file) => ({
    code: 'NOT_PACKED',
    severity: 'error',
    message: `npm would leave ${file} out of the tarball, or change it: see "files" and "scripts" in package.json, and .npmignore.`,
    file: manifest,
    pointer: '/files',
    found: file,
  }));
}
