/** The part of npm's semver that packages need; the library carries no types. */
declare module 'semver' {
  interface Semver {
    valid(version: string): string | null;
    validRange(range: string): string | null;
    satisfies(version: string, range: string, options?: { readonly includePrerelease?: boolean }): boolean;
  }
  const semver: Semver;
  export default semver;
}
