import { sql } from 'kysely';
import { anyOf, type Sql } from '../../platform/expressions/to-sql.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import type { Live } from '../../platform/physical/physical.ts';
import { type Aliases, aliases } from './aliases.ts';
import type { Principal } from './principal.ts';
import { sharingGrounds } from './sharing.ts';
import { columnOf, isLive, tableOf, usersInRoles } from './system-tables.ts';

/** What somebody wants to do with a record. */
export type RowRight = 'read' | 'edit' | 'delete';

/** Whose access is compiled. Only what an access class has in common may be read of the principal: the rest is parameters. */
export interface Asker {
  readonly live: Live;
  readonly principal: Pick<Principal, 'permissions' | 'roleName' | 'groups'>;
}

/** One reason for which somebody has a right to records, and for which of them. */
export interface Ground {
  readonly kind: 'allRecords' | 'orgWideDefault' | 'owner' | 'self' | 'role' | 'sharingRule' | 'parent';
  /** A sentence that follows "may read it:" and names the rule. */
  readonly reason: string;
  /** The rule that decides, where it is metadata: `sharingRule:Name`. */
  readonly element?: string;
  /** SQL that is true for the records; `alias` is the table's in the statement. */
  readonly sql: Sql;
  /** Why the rule denies although it is there: it could not be compiled. */
  readonly fault?: string;
}

/** SQL that is true for exactly those records of `object` to which the asker has the right. */
export function rowAccess(asker: Asker, object: ObjectDef, right: RowRight, alias: string): Sql {
  return anyOf(rowGrounds(asker, object, { right, alias, aliases: aliases() }).map((ground) => ground.sql));
}

export interface Wanted {
  readonly right: RowRight;
  readonly alias: string;
  /** Gives each subselect a name of its own. */
  readonly aliases: Aliases;
}

/** Every ground on which the asker has the right to records; none at all where the object itself is closed. */
export function rowGrounds(asker: Asker, object: ObjectDef, wanted: Wanted): readonly Ground[] {
  const access = asker.principal.permissions.objects.get(object.name);
  if (!access?.[wanted.right]) return [];
  const everything = allRecords(asker, object, wanted.right);
  if (everything) return [everything];
  if (object.sharing === 'ControlledByParent') return parentGrounds(asker, object, wanted);
  return [
    ...ownerGrounds(asker, object, wanted),
    ...roleGrounds(asker, object, wanted),
    ...sharingGrounds(asker, object, wanted),
  ];
}

const ALL = sql`true`;

function allRecords(asker: Asker, object: ObjectDef, right: RowRight): Ground | undefined {
  const { system, objects } = asker.principal.permissions;
  const access = objects.get(object.name);
  const all = (reason: string, kind: Ground['kind'] = 'allRecords'): Ground => ({ kind, reason, sql: ALL });
  if (system.has('ModifyAllData')) return all('the permission to modify all data');
  if (right === 'read' && system.has('ViewAllData')) return all('the permission to view all data');
  if (access?.modifyAll) return all(`the permission to modify all ${object.pluralLabel}`);
  if (right === 'read' && access?.viewAll) return all(`the permission to view all ${object.pluralLabel}`);
  const isOpen =
    (right === 'read' && (object.sharing === 'Read' || object.sharing === 'ReadWrite')) ||
    (right === 'edit' && object.sharing === 'ReadWrite');
  return isOpen
    ? all(`the org-wide default of ${object.pluralLabel} (${object.sharing})`, 'orgWideDefault')
    : undefined;
}

/** A detail is as open as its master: to change or delete it takes the right to edit the master. */
function parentGrounds(asker: Asker, object: ObjectDef, wanted: Wanted): readonly Ground[] {
  const field = object.fields.get(object.masterField ?? '');
  const master = asker.live.model.objects.get(field?.references ?? '');
  if (!field || !master) return [];
  const alias = wanted.aliases();
  const right = wanted.right === 'read' ? 'read' : 'edit';
  const grounds = rowGrounds(asker, master, { ...wanted, right, alias });
  return grounds.map((ground) => ({
    ...ground,
    kind: 'parent',
    reason: `its ${field.label}, by ${ground.reason}`,
    sql: sql`exists (select from ${tableOf(asker.live, master.name)} as ${sql.id(alias)} where ${columnOf(asker.live, alias, master.name, 'Id')} = ${columnOf(asker.live, wanted.alias, object.name, field.name)} and ${isLive(asker.live, alias, master.name)} and ${ground.sql})`,
  }));
}

/** An owner may do everything with a record; users own themselves, to read. */
function ownerGrounds(asker: Asker, object: ObjectDef, { right, alias }: Wanted): readonly Ground[] {
  const me = sql`${{ from: 'global', name: '$User.Id' }}::text`;
  const grounds: Ground[] = [];
  if (object.fields.has('OwnerId')) {
    const owner = columnOf(asker.live, alias, object.name, 'OwnerId');
    grounds.push({ kind: 'owner', reason: 'being its owner', sql: sql`${owner} = ${me}` });
  }
  if (object.name === 'User' && right === 'read') {
    const id = columnOf(asker.live, alias, object.name, 'Id');
    grounds.push({ kind: 'self', reason: 'being that user', sql: sql`${id} = ${me}` });
  }
  return grounds;
}

/** People above the owner in the role hierarchy have the owner's rights. */
function roleGrounds(asker: Asker, object: ObjectDef, { alias, aliases }: Wanted): readonly Ground[] {
  const { roleName } = asker.principal;
  if (roleName === undefined || !object.fields.has('OwnerId')) return [];
  const owner = columnOf(asker.live, alias, object.name, 'OwnerId');
  const users = usersInRoles(asker.live, sql`${{ from: 'subordinateRoles' }}::text[]`, aliases);
  return [{ kind: 'role', reason: `the role ${roleName} above its owner`, sql: sql`${owner} = any(array(${users}))` }];
}
