import type { SystemPermission } from '../../platform/kinds/permission-set/schema.ts';

/** What somebody may do with an object, all permission sets added up. */
export interface ObjectAccess {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

/** What somebody may do, compiled once per model version and set of permission sets. */
export interface Permissions {
  readonly system: ReadonlySet<SystemPermission>;
  readonly apps: ReadonlySet<string>;
  /** Absent: no access at all. */
  readonly objects: ReadonlyMap<string, ObjectAccess>;
  /** `Object.Field` that may be read; system and required fields of readable objects included. */
  readonly readableFields: FieldNames;
  readonly editableFields: FieldNames;
  readonly actions: ReadonlySet<string>;
}

/** Names of fields, as `Object.Field`. They are worked out object by object, as they are asked for. */
export interface FieldNames {
  has(name: string): boolean;
}

/** Who asks. Everything that reads or writes records carries one; there is no way around it. */
export interface Principal {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly roleName?: string;
  /** Roles below the principal's own, whose holders' records it sees. */
  readonly subordinateRoles: readonly string[];
  /** Developer names of the public groups it belongs to. */
  readonly groups: readonly string[];
  readonly permissionSets: readonly string[];
  readonly permissions: Permissions;
  readonly timeZone: string;
  readonly locale: string;
  /** Equal for principals whose compiled statements are equal: what differs then is a parameter. */
  readonly accessClass: string;
}
