import type { Live } from '../../platform/physical/physical.ts';
import type { Connection, Context } from '../context.ts';
import type { Row } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';
import { allPermissions, compilePermissions } from './permissions.ts';
import type { Principal } from './principal.ts';
import { subordinateRoles } from './sharing.ts';

/**
 * Who a user is and what the user may do, from the records of now: three queries. Undefined for somebody who does not
 * exist or is not active.
 */
export async function loadPrincipal(db: Connection, live: Live, userId: string): Promise<Principal | undefined> {
  const context: Context = { live, db, principal: systemPrincipal(live), now: new Date() };
  const find = (object: string, field: string, select: readonly (readonly string[])[]) =>
    runQuery(context, {
      object,
      select,
      where: { kind: 'compare', path: [field], operator: 'equal', operand: { kind: 'literal', value: userId } },
    });
  const { rows } = await find('User', 'Id', USER_FIELDS);
  const [user] = rows;
  if (user?.IsActive !== true) return undefined;
  const assigned = await find('PermissionSetAssignment', 'AssigneeId', [['PermissionSet', 'Name']]);
  const memberships = await find('GroupMember', 'UserOrGroupId', [['Group', 'DeveloperName']]);
  return principalOf(live, user, {
    permissionSets: assigned.rows.flatMap((row) => row['PermissionSet.Name'] ?? []).map(String),
    groups: memberships.rows.flatMap((row) => row['Group.DeveloperName'] ?? []).map(String),
  });
}

/** The engine itself, for deploys and for looking up who somebody is. It may do everything. */
export function systemPrincipal(live: Live): Principal {
  return {
    userId: live.systemUserId,
    username: 'system',
    name: 'System',
    email: '',
    subordinateRoles: [],
    groups: [],
    permissionSets: [],
    permissions: allPermissions(live.model),
    timeZone: 'UTC',
    locale: 'en_US',
    accessClass: 'system',
  };
}

const USER_FIELDS = [
  ['Id'],
  ['Username'],
  ['Name'],
  ['Email'],
  ['IsActive'],
  ['TimeZoneSidKey'],
  ['LocaleSidKey'],
  ['UserRole', 'DeveloperName'],
] as const;

interface Membership {
  readonly permissionSets: readonly string[];
  readonly groups: readonly string[];
}

function principalOf(live: Live, user: Row, { permissionSets, groups }: Membership): Principal {
  const role = user['UserRole.DeveloperName'];
  const roleName = typeof role === 'string' && live.model.roles.has(role) ? role : undefined;
  const [sets, memberOf] = [[...new Set(permissionSets)].sort(), [...new Set(groups)].sort()];
  return {
    userId: String(user.Id),
    username: String(user.Username),
    name: String(user.Name),
    email: String(user.Email ?? ''),
    ...(roleName === undefined ? {} : { roleName }),
    subordinateRoles: roleName === undefined ? [] : subordinateRoles(live.model, roleName),
    groups: memberOf,
    permissionSets: sets,
    permissions: compilePermissions(live.model, sets),
    timeZone: String(user.TimeZoneSidKey ?? 'UTC'),
    locale: String(user.LocaleSidKey ?? 'en_US'),
    accessClass: JSON.stringify([sets, roleName ?? null, memberOf]),
  };
}
