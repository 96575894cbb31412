import type { Connection } from '../context.ts';

/** Channel on which a save tells the schema whose people, or what they may do, changed; heard when it is committed. */
export const PRINCIPALS_CHANNEL = 'formwork_principals';

/** Objects whose records say who somebody is and what they may do: what `loadPrincipal` reads. */
const PRINCIPAL_OBJECTS: ReadonlySet<string> = new Set([
  'User',
  'UserRole',
  'PermissionSet',
  'PermissionSetAssignment',
  'Group',
  'GroupMember',
]);

/** Lets every process forget what it knows of its people, if records of such an object were written. */
export async function announcePrincipals(db: Connection, object: string, schema: string): Promise<void> {
  if (!PRINCIPAL_OBJECTS.has(object)) return;
  await db.query({ text: 'select pg_notify($1, $2)', values: [PRINCIPALS_CHANNEL, schema] });
}
