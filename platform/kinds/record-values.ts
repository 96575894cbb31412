import { fieldTypes } from '../fields/registry.ts';
import type { Json } from '../json.ts';
import { relationshipNames } from './field-path.ts';
import type { Finding } from './finding.ts';
import { danglingReference, finding, pointerTo } from './findings.ts';
import type { FieldView, ModelView, ObjectView } from './model-view.ts';

/** What is wrong with a value that the metadata gives a field. */
export function checkValue(field: FieldView, value: Json, pointer: string): Finding[] {
  if (!field.isWritable) {
    return [finding('NOT_WRITABLE', pointer, `${field.name} is written by the engine alone.`, field.name)];
  }
  const parsed = fieldTypes[field.type].parse(value, field, field.label);
  return parsed.ok ? [] : [finding('WRONG_VALUE', pointer, parsed.message, value)];
}

/** `"Region__r": { "Code__c": "NE" }`: exactly one external id of the object pointed to; null for none. */
export function checkReference(
  model: Pick<ModelView, 'objects'>,
  relation: FieldView,
  { value, pointer }: { readonly value: Json; readonly pointer: string },
): Finding[] {
  const target = model.objects.get(relation.references ?? '');
  if (value === null || target === undefined) return [];
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const [first] = entries;
  if (first === undefined || entries.length > 1) {
    const message = `Name one record of ${target.name} by an external id, such as { "Code__c": "A" }.`;
    return [finding('WRONG_VALUE', pointer, message, value)];
  }
  const [name, key] = first;
  const at = pointer + pointerTo(name);
  const findings = checkKey(target, name, at);
  const field = target.fields.get(name);
  return field === undefined || findings.length > 0 ? findings : checkValue(field, key, at);
}

/** Whether a field can tell a record of the object from all others. */
export function checkKey(object: ObjectView, name: string, pointer: string): Finding[] {
  const field = object.fields.get(name);
  const what = `field of ${object.name}`;
  if (field === undefined) return [danglingReference({ pointer, what, found: name, candidates: object.fields.keys() })];
  if (field.isExternalId || field.isUnique) return [];
  const message = `Records are found by an external id or a unique field; ${object.name}.${name} is neither.`;
  return [finding('NOT_AN_EXTERNAL_ID', pointer, message, name)];
}

/** The reference field whose relationship a record's property names. */
export function relationOf(object: ObjectView, name: string): FieldView | undefined {
  return object.relationships.get(name);
}

/** A property of a record that is neither field nor relationship. */
export function unknownMember(object: ObjectView, found: string, pointer: string): Finding {
  const candidates = [...object.fields.keys(), ...relationshipNames(object)];
  return danglingReference({ pointer, what: `field or relationship of ${object.name}`, found, candidates });
}
