import { sql } from 'kysely';
import type { Sql } from '../../platform/expressions/to-sql.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Aliases } from './aliases.ts';

/** The table of an object. */
export function tableOf(live: Live, object: string): Sql {
  return sql`${sql.id(live.physical.schema, live.physical.table(object))}`;
}

/** A column of an aliased table. */
export function columnOf(live: Live, alias: string, object: string, field: string): Sql {
  return sql`${sql.id(alias, live.physical.column(object, field))}`;
}

/** True for records that are not in the recycle bin. */
export function isLive(live: Live, alias: string, object: string): Sql {
  return sql`not ${columnOf(live, alias, object, 'IsDeleted')}`;
}

/** Subselect of the ids of users who have one of the roles. */
export function usersInRoles(live: Live, roles: Sql, aliases: Aliases): Sql {
  const user = aliases();
  const role = aliases();
  return sql`select ${columnOf(live, user, 'User', 'Id')} from ${tableOf(live, 'User')} as ${sql.id(user)} join ${tableOf(live, 'UserRole')} as ${sql.id(role)} on ${columnOf(live, role, 'UserRole', 'Id')} = ${columnOf(live, user, 'User', 'UserRoleId')} where ${columnOf(live, role, 'UserRole', 'DeveloperName')} = any(${roles})`;
}

/** Subselect of the ids of users who belong to one of the public groups. */
export function usersInGroups(live: Live, groups: Sql, aliases: Aliases): Sql {
  const member = aliases();
  const group = aliases();
  return sql`select ${columnOf(live, member, 'GroupMember', 'UserOrGroupId')} from ${tableOf(live, 'GroupMember')} as ${sql.id(member)} join ${tableOf(live, 'Group')} as ${sql.id(group)} on ${columnOf(live, group, 'Group', 'Id')} = ${columnOf(live, member, 'GroupMember', 'GroupId')} where ${isLive(live, member, 'GroupMember')} and ${isLive(live, group, 'Group')} and ${columnOf(live, group, 'Group', 'DeveloperName')} = any(${groups})`;
}
