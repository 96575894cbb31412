/** Where people sign in to an org; it leads on to `returnTo`, a path of this server, or to where people begin. */
export function signInPath(org: string, returnTo?: string): string {
  return `/auth/login?${new URLSearchParams({ ...(returnTo !== undefined && { returnTo }), org })}`;
}
