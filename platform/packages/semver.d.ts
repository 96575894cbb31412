/** The part of npm's semver that packages need; the library carries no types. */
declare module 'semver' {
  interface Options {
    readonly includePrerelease?: boolean;
  }
  interface Version {
    readonly major: number;
    readonly minor: number;
    readonly prerelease: readonly (string | number)[];
  }
  interface Semver {
    valid(version: string): string | null;
    parse(version: string): Version | null;
    compare(one: string, other: string): -1 | 0 | 1;
    inc(version: string, step: 'major' | 'minor' | 'patch'): string | null;
    validRange(range: string): string | null;
    satisfies(version: string, range: string, options?: Options): boolean;
    intersects(range: string, other: string, options?: Options): boolean;
  }
  const semver: Semver;
  export default semver;
}
