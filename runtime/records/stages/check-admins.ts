import type { Expression } from '../../../platform/expressions/expression.ts';
import { runQuery } from '../../query/run-query.ts';
import { systemPrincipal } from '../../security/load-principal.ts';
import { addError, type Change, openChanges, type Save } from '../change.ts';

/** Keeps the last people who may manage users from losing that: nobody could give it back to anybody. */
export async function checkAdmins(save: Save): Promise<void> {
  if (save.authority.kind !== 'person' || !(save.object.name === 'User' || save.object.name === ASSIGNMENT)) return;
  const losing = openChanges(save).filter((change) => change.errors.length === 0 && isLosing(save.object.name, change));
  if (losing.length === 0) return;
  const admins = await loadAdmins(save);
  const isLost = ({ assignment, user }: Admin) => losing.some(({ id }) => id === assignment || id === user);
  if (admins.length === 0 || !admins.every(isLost)) return;
  const message = 'At least one active user must be able to manage users. Give that right to somebody else first.';
  for (const change of losing) addError(change, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message);
}

const ASSIGNMENT = 'PermissionSetAssignment';

/** Somebody who may manage users, by one of their permission sets. */
interface Admin {
  readonly assignment: string;
  readonly user: string;
}

function isLosing(object: string, { operation, before, after }: Change): boolean {
  if (!before) return false;
  const isOther = (field: string) => after[field] !== before.values[field];
  if (object === 'User') return before.values.IsActive === true && after.IsActive !== true;
  return operation === 'delete' || isOther('AssigneeId') || isOther('PermissionSetId');
}

async function loadAdmins({ context }: Save): Promise<readonly Admin[]> {
  const sets = [...context.live.model.permissionSets.values()].filter(({ system }) => system.includes('ManageUsers'));
  const terms: readonly Expression[] = [
    {
      kind: 'compare',
      path: ['Assignee', 'IsActive'],
      operator: 'equal',
      operand: { kind: 'literal', value: true },
    },
    {
      kind: 'compare',
      path: ['PermissionSet', 'Name'],
      operator: 'in',
      operand: { kind: 'list', values: sets.map(({ name }) => name) },
    },
  ];
  const system = { ...context, principal: systemPrincipal(context.live) };
  const { rows } = await runQuery(system, {
    object: ASSIGNMENT,
    select: [['Id'], ['AssigneeId']],
    where: { kind: 'and', terms },
  });
  return rows.map((row) => ({ assignment: String(row.Id), user: String(row.AssigneeId) }));
}
