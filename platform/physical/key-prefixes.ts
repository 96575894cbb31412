const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Id prefixes that clients of Salesforce know by heart. Every other object gets the next free one from `a00` on. */
const KNOWN_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['Account', '001'],
  ['Contact', '003'],
  ['User', '005'],
  ['Case', '500'],
  ['Group', '00G'],
  ['GroupMember', '011'],
  ['Organization', '00D'],
  ['PermissionSet', '0PS'],
  ['PermissionSetAssignment', '0Pa'],
  ['Task', '00T'],
  ['UserRole', '00E'],
]);

/** Prefix of the ids of deploys, which are no records. */
export const DEPLOY_PREFIX = '0Af';
export const ORGANIZATION_PREFIX = '00D';
export const USER_PREFIX = '005';

/** The prefix for a new object: the one it is known by, else the first free one. */
export function choosePrefix(object: string, isTaken: (prefix: string) => boolean): string {
  const known = KNOWN_PREFIXES.get(object);
  if (known && !isTaken(known)) return known;
  for (const prefix of customPrefixes()) if (!isTaken(prefix)) return prefix;
  throw new Error(`All id prefixes of custom objects are in use; ${object} gets none`);
}

function* customPrefixes(): Generator<string> {
  for (const first of 'abcdefghijklmnopqrstuvwxyz')
    for (const second of BASE62) for (const third of BASE62) yield first + second + third;
}
