import type { FieldOptions, StoredValue } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { FieldDef } from '../../../platform/layers/model.ts';
import type { ErrorCode } from '../../errors.ts';
import { addError, type Change, openChanges, type Save } from '../change.ts';

/** Checks each given value against its field's type and makes it canonical. References by external id come later. */
export function parseValues(save: Save): void {
  for (const change of openChanges(save)) {
    for (const [field, raw] of change.raw) {
      if (raw.kind === 'value') parseValue(change, field, raw.value);
    }
  }
}

/** Puts one value into the record as it will be, or notes what is wrong with it. */
export function parseValue(change: Change, field: FieldDef, value: unknown): void {
  const type = fieldTypes[field.type];
  const before = change.before?.values[field.name] ?? null;
  const parsed = type.parse(value, keepChoices(field, before), field.label);
  if (parsed.ok) {
    change.given.add(field.name);
    change.after[field.name] = parsed.value;
  } else {
    // The types' codes are Salesforce's; platform cannot import the runtime's list of them.
    addError(change, parsed.errorCode as ErrorCode, parsed.message, { fields: [field.name] });
  }
}

/** What the record has chosen may stay, though it became inactive or left the list since. */
function keepChoices(field: FieldDef, before: StoredValue): FieldOptions {
  const { values } = field;
  if (before === null || values === undefined) return field;
  const chosen = Array.isArray(before) ? before : [before];
  const closed = chosen.filter((value) => !values.some((choice) => choice.value === value && choice.isActive));
  if (closed.length === 0) return field;
  const kept = closed.map((value) => {
    return { value: String(value), label: String(value), order: 0, isActive: true, isDefault: false };
  });
  return { ...field, values: [...values.filter((choice) => !closed.includes(choice.value)), ...kept] };
}
