import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { ObjectAccess } from '../../security/principal.ts';
import { type Change, openChanges, refuseChange, type Save } from '../change.ts';

/** Object permission: create, edit or delete. An action needs none of them; its own permission was checked. */
export function checkObjectAccess(save: Save): void {
  if (save.authority.kind !== 'person') return;
  const access = save.context.principal.permissions.objects.get(save.object.name);
  for (const change of openChanges(save)) {
    if (isAllowed(change.operation, access)) continue;
    refuseChange(change, 'INSUFFICIENT_ACCESS_OR_READONLY', denial(change, save.object), {
      hint: `A permission set with "${VERBS[change.operation].permission}" on ${save.object.name} gives this right.`,
    });
  }
}

const VERBS = {
  insert: { verb: 'create', permission: 'create' },
  update: { verb: 'edit', permission: 'edit' },
  delete: { verb: 'delete', permission: 'delete' },
} as const;

function isAllowed(operation: Change['operation'], access: ObjectAccess | undefined): boolean {
  return access?.[VERBS[operation].permission] === true;
}

function denial(change: Change, object: ObjectDef): string {
  return `You are not allowed to ${VERBS[change.operation].verb} ${object.pluralLabel}.`;
}
