import type { FieldDef } from '../../platform/layers/model.ts';
import type { Access } from '../engine.ts';

/** Whether somebody may know of an object's records. */
export function mayReadObject({ principal }: Access, object: string): boolean {
  return principal.permissions.objects.get(object)?.read === true;
}

/** Whether somebody may know of a field. */
export function mayReadField({ principal }: Access, field: Pick<FieldDef, 'object' | 'name'>): boolean {
  return principal.permissions.readableFields.has(`${field.object}.${field.name}`);
}

/** Whether somebody may write a field; which actions and records allow it is checked by the save. */
export function mayEditField({ principal }: Access, field: Pick<FieldDef, 'object' | 'name'>): boolean {
  return principal.permissions.editableFields.has(`${field.object}.${field.name}`);
}
