import { findField, findRelationship } from '../../../platform/layers/find.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { ApiError } from '../../errors.ts';
import type { Permissions } from '../../security/principal.ts';
import { addError, type Change, noteError, openChanges, type RawValue, refuseChange, type Save } from '../change.ts';

/**
 * Finds the field behind each name of the input, in any case, and whether it may be written. A field that the person
 * may not read does not exist for them.
 */
export function readInput(save: Save): void {
  const known = { insert: new Map<string, Target>(), update: new Map<string, Target>() };
  for (const change of openChanges(save)) {
    if (change.operation === 'delete') continue;
    const targets = known[change.operation];
    const entries = Object.entries(change.input);
    if (entries.length > MAX_NAMES) {
      refuseChange(
        change,
        'INVALID_FIELD',
        `A record has at most ${MAX_NAMES} values; this one has ${entries.length}.`,
      );
      continue;
    }
    for (const [name, value] of entries) {
      // What Salesforce clients send beside the fields; the object was named by the request.
      if (name === 'attributes') continue;
      const target = targets.get(name) ?? findTarget(save, change.operation, name);
      targets.set(name, target);
      if ('error' in target) noteError(change, target.error);
      else addRaw(save, change, name, target.field, readValue(save, target, value));
    }
  }
}

/** No object has as many fields: what has more is no record, and its errors alone would fill the memory. */
const MAX_NAMES = 2000;

type Target = { readonly field: FieldDef; readonly isRelationship: boolean } | { readonly error: ApiError };

function findTarget(save: Save, operation: Change['operation'], name: string): Target {
  const { object, authority, context } = save;
  const { permissions } = context.principal;
  const field = findField(object, name);
  const relation = field ? undefined : findRelationship(object, name);
  const found = field ?? relation;
  if (!found || !isVisible(found, save.authority, permissions)) return { error: unknownField(object, name) };
  if (!found.isWritable) return { error: notWritable(found, operation, 'Only the system sets it.') };
  const isOwnField = authority.kind === 'action' && authority.fields.has(found.name);
  if (authority.kind === 'action' && !isOwnField) {
    return { error: notWritable(found, operation, 'It is not an input of the action.') };
  }
  if (
    authority.kind === 'person' &&
    !found.onlyActions &&
    !permissions.editableFields.has(`${found.object}.${found.name}`)
  ) {
    return { error: notWritable(found, operation, 'Check the field permissions.') };
  }
  return { field: found, isRelationship: relation !== undefined };
}

function isVisible(field: FieldDef, authority: Save['authority'], permissions: Permissions): boolean {
  if (authority.kind === 'package') return true;
  if (authority.kind === 'action' && authority.fields.has(field.name)) return true;
  return permissions.readableFields.has(`${field.object}.${field.name}`);
}

function unknownField(object: ObjectDef, name: string): ApiError {
  return {
    errorCode: 'INVALID_FIELD',
    message: `No such column '${name}' on sobject of type ${object.name}`,
    fields: [name],
  };
}

function notWritable(field: FieldDef, operation: Change['operation'], reason: string): ApiError {
  const verb = operation === 'insert' ? 'create' : 'update';
  return {
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: `Unable to ${verb} fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields: [field.name],
    hint: reason,
  };
}

function addRaw(save: Save, change: Change, name: string, field: FieldDef, read: RawValue | ApiError): void {
  if ('errorCode' in read) {
    noteError(change, read);
  } else if (change.raw.has(field)) {
    addError(change, 'INVALID_FIELD', `${name} of ${save.object.name} is given twice.`, { fields: [field.name] });
  } else {
    change.raw.set(field, read);
  }
}

/** A relationship holds one record by one of its external ids: `{ "Code__c": "010001" }`. */
function readValue(
  save: Save,
  target: Extract<Target, { field: FieldDef }>,
  value: RawValue['value'],
): RawValue | ApiError {
  if (!target.isRelationship || value === null) return { kind: 'value', value };
  const { field } = target;
  const referenced = save.context.live.model.objects.get(field.references ?? '');
  const entries =
    typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).filter(([key]) => key !== 'attributes')
      : [];
  const [entry] = entries;
  const key = entry && referenced && entries.length === 1 ? findField(referenced, entry[0]) : undefined;
  const isKey = key && (key.isExternalId || key.isUnique || key.name === 'Id');
  if (!entry || !key || !isKey || !isVisible(key, save.authority, save.context.principal.permissions)) {
    return {
      errorCode: 'INVALID_FIELD',
      message: `${field.relationshipName} expects one external id of a ${referenced?.label ?? 'record'}, such as { "External_Id__c": "…" }.`,
      fields: [field.name],
    };
  }
  return { kind: 'reference', key, value: entry[1] };
}
