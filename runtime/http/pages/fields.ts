import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { FieldDef } from '../../../platform/layers/model.ts';
import type { FieldInfo } from '../../client/api.ts';
import type { Access } from '../../engine.ts';
import { mayEditField } from '../visible.ts';

/** What a record page is for. */
export type Occasion = { readonly kind: 'new' } | { readonly kind: 'existing'; readonly canEdit: boolean };

/** A field as a page needs it, with whether this person may write it on this occasion. */
export function fieldInfo(access: Access, field: FieldDef, occasion: Occasion): FieldInfo {
  const isOpen = occasion.kind === 'new' || (occasion.canEdit && field.type !== 'MasterDetail');
  const isEditable = isOpen && field.isWritable && !field.onlyActions && mayEditField(access, field);
  return { ...describedField(field), isEditable, ...(field.onlyActions && { onlyActions: field.onlyActions }) };
}

/** A field as the input of an action: whoever may take the action may fill it in. */
export function inputInfo(
  field: FieldDef,
  input: { readonly isRequired: boolean; readonly help: string; readonly message?: string },
): FieldInfo & { readonly message?: string } {
  return {
    ...describedField(field),
    help: input.help || field.help,
    isRequired: input.isRequired,
    isEditable: true,
    ...(input.message && { message: input.message }),
  };
}

function describedField(field: FieldDef): Omit<FieldInfo, 'isEditable'> {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    help: field.help,
    isRequired: field.isRequired,
    ...(field.defaultValue !== undefined && { defaultValue: field.defaultValue }),
    ...(field.length !== undefined && { length: field.length }),
    ...(field.precision !== undefined && { precision: field.precision }),
    ...(field.scale !== undefined && { scale: field.scale }),
    ...(field.values && { values: field.values.map(({ value, label, isActive }) => ({ value, label, isActive })) }),
    ...(field.references && { references: field.references }),
  };
}

/** What the field of a new record holds before anybody types: its default, or its type's. */
export function startValue(field: FieldDef): string | number | boolean | readonly string[] | null {
  if (field.defaultValue !== undefined) return field.defaultValue;
  const { valueClass } = fieldTypes[field.type];
  if (valueClass === 'boolean') return false;
  const chosen = (field.values ?? [])
    .filter(({ isDefault, isActive }) => isDefault && isActive)
    .map(({ value }) => value);
  return valueClass === 'choices' ? chosen : (chosen[0] ?? null);
}
