import type { StoredValue } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { FieldDef } from '../../../platform/layers/model.ts';
import { openChanges, type Save } from '../change.ts';

/** Gives new records the values that nobody gave: the field's default, the picklist's, the owner. */
export function applyDefaults(save: Save): void {
  const defaults = new Map<string, StoredValue>();
  for (const field of save.object.fields.values()) {
    const value = field.name === 'OwnerId' ? save.context.principal.userId : defaultOf(field);
    if (value !== null) defaults.set(field.name, value);
  }
  for (const change of openChanges(save)) {
    if (change.operation !== 'insert') continue;
    for (const [name, value] of defaults) {
      if (!change.given.has(name) && !change.faulty.has(name)) change.after[name] = value;
    }
  }
}

/** The value of a new record that gives none; null where the field begins blank. */
export function defaultOf(field: FieldDef): StoredValue {
  const type = fieldTypes[field.type];
  if (field.defaultValue !== undefined) {
    const parsed = type.parse(field.defaultValue, field, field.label);
    if (parsed.ok) return parsed.value;
  }
  const chosen = (field.values ?? []).filter((value) => value.isDefault && value.isActive).map((value) => value.value);
  if (chosen.length > 0) return type.valueClass === 'choices' ? chosen.toSorted() : (chosen[0] ?? null);
  return type.valueClass === 'boolean' ? false : null;
}
