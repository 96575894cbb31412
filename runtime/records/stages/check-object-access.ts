import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { Permissions } from '../../security/principal.ts';
import { type Change, openChanges, refuseChange, type Save } from '../change.ts';

/** Object permission: create, edit or delete. An action needs none of them; its own permission was checked. */
export function checkObjectAccess(save: Save): void {
  if (save.authority.kind !== 'person') return;
  for (const change of openChanges(save)) {
    const denial = denialOf(change.operation, save.object, save.context.principal.permissions);
    if (denial) refuseChange(change, 'INSUFFICIENT_ACCESS_OR_READONLY', denial.message, { hint: denial.hint });
  }
}

const VERBS = {
  insert: { verb: 'create', permission: 'create' },
  update: { verb: 'edit', permission: 'edit' },
  delete: { verb: 'delete', permission: 'delete' },
} as const;

/** Objects whose records only mirror metadata: every deploy writes them anew. */
const MIRRORED: ReadonlySet<string> = new Set(['PermissionSet', 'UserRole']);

function denialOf(
  operation: Change['operation'],
  object: ObjectDef,
  permissions: Permissions,
): { readonly message: string; readonly hint: string } | undefined {
  const { verb, permission } = VERBS[operation];
  const message = `You are not allowed to ${verb} ${object.pluralLabel}.`;
  if (MIRRORED.has(object.name))
    return { message, hint: `${object.pluralLabel} are metadata: change them in the studio.` };
  // Who may write users and what they are granted can become anybody, so that object permissions alone do not give it.
  if (object.isSystem && !permissions.system.has('ManageUsers')) {
    return { message, hint: 'A permission set with the system permission ManageUsers gives this right.' };
  }
  if (permissions.objects.get(object.name)?.[permission]) return undefined;
  return { message, hint: `A permission set with "${permission}" on ${object.name} gives this right.` };
}
