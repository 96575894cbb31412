import { fieldTypes } from '../../../platform/fields/registry.ts';
import { addError, openChanges, type Save } from '../change.ts';
import { equalValues } from '../equal-values.ts';
import { defaultOf } from './apply-defaults.ts';

/** Keeps people from changing what only actions change. A form that sends the value as it is does no harm. */
export function checkOnlyActions(save: Save): void {
  if (save.authority.kind !== 'person') return;
  for (const change of openChanges(save)) {
    for (const field of change.raw.keys()) {
      if (!field.onlyActions || change.faulty.has(field.name)) continue;
      const start = change.before ? (change.before.values[field.name] ?? null) : defaultOf(field);
      const value = change.after[field.name] ?? null;
      if (equalValues(fieldTypes[field.type].valueClass, value, start)) continue;
      addError(change, 'INVALID_FIELD_FOR_INSERT_UPDATE', field.onlyActions, { fields: [field.name] });
    }
  }
}
