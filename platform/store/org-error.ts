/** Something asked of an org by name that cannot be done; the message says what to do instead. */
export class OrgError extends Error {}
