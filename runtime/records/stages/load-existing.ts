import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { Json } from '../../../platform/json.ts';
import { type LoadedRow, loadRows } from '../../query/load-rows.ts';
import { type Change, openChanges, refuseChange, type Save } from '../change.ts';
import { equalValues } from '../equal-values.ts';

/**
 * Reads and locks the rows that the save changes, in the order of their ids. Rows that the person may not see do not
 * exist for them; rows that they may see and not change are refused.
 */
export async function loadExisting(save: Save): Promise<void> {
  const changes = openChanges(save).filter((change) => change.operation !== 'insert');
  if (changes.length === 0) return;
  refuseRepeated(changes);
  const ids = changes.filter((change) => !change.isRefused).map((change) => change.id ?? '');
  const rows = await loadRows(save.context, save.object.name, ids, { forUpdate: true });
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const change of changes) {
    if (!change.isRefused) meetRow(save, change, byId.get(change.id ?? ''));
  }
}

function refuseRepeated(changes: readonly Change[]): void {
  const seen = new Set<string | null>();
  for (const change of changes) {
    if (seen.has(change.id)) {
      refuseChange(change, 'DUPLICATE_VALUE', `The record ${change.id} stands twice in the request.`, {
        fields: ['Id'],
      });
    }
    seen.add(change.id);
  }
}

function meetRow(save: Save, change: Change, row: LoadedRow | undefined): void {
  if (!row) {
    refuseChange(
      change,
      'NOT_FOUND',
      `No ${save.object.label} with the id ${change.id} exists, or you may not see it.`,
    );
    return;
  }
  change.before = row;
  Object.assign(change.after, row.values);
  if (!mayChange(save, change, row)) {
    const verb = change.operation === 'delete' ? 'delete' : 'edit';
    const name = typeof row.values.Name === 'string' ? ` ${row.values.Name}` : '';
    refuseChange(
      change,
      'INSUFFICIENT_ACCESS_OR_READONLY',
      `You may see ${save.object.label}${name} and not ${verb} it.`,
    );
  } else if (change.version !== undefined && change.version !== row.version) {
    refuseStale(save, change, row);
  }
}

function mayChange(save: Save, change: Change, row: LoadedRow): boolean {
  if (save.authority.kind !== 'person') return true;
  return change.operation === 'delete' ? row.canDelete : row.canEdit;
}

/** Somebody else saved in the meantime: tells what would have been overwritten, as far as the person may read it. */
function refuseStale(save: Save, change: Change, row: LoadedRow): void {
  const { readableFields } = save.context.principal.permissions;
  const changed: Json[] = [];
  for (const [field, raw] of change.raw) {
    if (raw.kind !== 'value' || !readableFields.has(`${field.object}.${field.name}`)) continue;
    const type = fieldTypes[field.type];
    const current = row.values[field.name] ?? null;
    const parsed = type.parse(raw.value, field, field.label);
    if (parsed.ok && equalValues(type.valueClass, parsed.value, current)) continue;
    changed.push({ field: field.name, label: field.label, yours: raw.value, current: type.toJson(current, field) });
  }
  refuseChange(
    change,
    'PRECONDITION_FAILED',
    `This ${save.object.label} was changed by somebody else since you opened it.`,
    {
      details: { yours: change.version ?? null, current: row.version, changed },
      hint: 'Load the record again, look at what changed, and repeat your change.',
    },
  );
}
