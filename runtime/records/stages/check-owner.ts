import type { Json } from '../../../platform/json.ts';
import { runQuery } from '../../query/run-query.ts';
import { systemPrincipal } from '../../security/load-principal.ts';
import { addError, type Change, openChanges, type Save } from '../change.ts';

/**
 * Who owns a record may do everything with it, so that being allowed to edit it is not enough to take or to give it
 * away: that is for its owner, for people above the owner, and for those who may change all records. An owner is
 * somebody who still works here.
 */
export async function checkOwner(save: Save): Promise<void> {
  if (save.authority.kind !== 'person' || !save.object.fields.has('OwnerId')) return;
  const changes = openChanges(save).filter(isNewOwner(save));
  if (changes.length === 0) return;
  const people = await loadPeople(
    save,
    new Set(changes.flatMap((change) => [ownerBefore(change), ownerAfter(change)])),
  );
  for (const change of changes) {
    const [owner, next] = [people.get(ownerBefore(change)), people.get(ownerAfter(change))];
    if (change.before && !mayTransfer(save, ownerBefore(change), owner)) {
      const message = `Only the owner of this ${save.object.label}, or somebody above the owner, can change its owner.`;
      addError(change, 'INSUFFICIENT_ACCESS_OR_READONLY', message, { fields: ['OwnerId'] });
    } else if (next?.isActive === false) {
      const message = `Owner: ${next.name} is not active any more.`;
      addError(change, 'INVALID_CROSS_REFERENCE_KEY', message, { fields: ['OwnerId'] });
    }
  }
}

interface Owner {
  readonly name: string;
  readonly isActive: boolean;
  readonly role: Json;
}

/** People own what they create; that needs no look. */
function isNewOwner({ context }: Save): (change: Change) => boolean {
  return (change) => {
    const next = ownerAfter(change);
    if (next === '' || change.faulty.has('OwnerId') || !change.given.has('OwnerId')) return false;
    return next !== (change.before ? ownerBefore(change) : context.principal.userId);
  };
}

function ownerBefore(change: Change): string {
  return String(change.before?.values.OwnerId ?? '');
}

function ownerAfter(change: Change): string {
  return String(change.after.OwnerId ?? '');
}

function mayTransfer({ context, object }: Save, ownerId: string, owner: Owner | undefined): boolean {
  const { userId, permissions, subordinateRoles } = context.principal;
  if (ownerId === userId || permissions.objects.get(object.name)?.modifyAll === true) return true;
  return typeof owner?.role === 'string' && subordinateRoles.includes(owner.role);
}

/** Whoever asks: a rule about people holds also for those who may not see all of them. */
async function loadPeople({ context }: Save, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Owner>> {
  const system = { ...context, principal: systemPrincipal(context.live) };
  const { rows } = await runQuery(system, {
    object: 'User',
    select: [['Id'], ['Name'], ['IsActive'], ['UserRole', 'DeveloperName']],
    where: {
      kind: 'compare',
      path: ['Id'],
      operator: 'in',
      operand: { kind: 'list', values: [...ids].filter((id) => id !== '') },
    },
  });
  return new Map(
    rows.map((row) => [
      String(row.Id),
      { name: String(row.Name), isActive: row.IsActive === true, role: row['UserRole.DeveloperName'] ?? null },
    ]),
  );
}
