import { fieldTypes } from '../../fields/registry.ts';
import type { Json, JsonObject } from '../../json.ts';
import { relationshipNames } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView, ObjectView } from '../model-view.ts';
import type { DataProperties } from './schema.ts';

type DataFile = DataProperties & { readonly records?: Readonly<Record<string, JsonObject>> };

/** Records name fields that can be written and values that fit them; other records are named by an external id. */
export function checkData({ value }: ComponentView, model: ModelView): Finding[] {
  const { object: name, key, records = {} } = value as DataFile; // fits the kind's schema
  const object = model.objects.get(name);
  if (object === undefined) {
    return [danglingReference({ pointer: '/object', what: 'object', found: name, candidates: model.objects.keys() })];
  }
  const keyField = object.fields.get(key);
  return [
    ...checkKey(object, key, keyField, '/key'),
    ...Object.entries(records).flatMap(([id, record]) => checkRecord({ model, object, keyField }, id, record)),
  ];
}

interface Place {
  readonly model: ModelView;
  readonly object: ObjectView;
  readonly keyField: FieldView | undefined;
}

function checkKey(object: ObjectView, name: string, field: FieldView | undefined, pointer: string): Finding[] {
  const what = `field of ${object.name}`;
  if (field === undefined) return [danglingReference({ pointer, what, found: name, candidates: object.fields.keys() })];
  if (field.isExternalId || field.isUnique) return [];
  const message = `Records are found by an external id or a unique field; ${object.name}.${name} is neither.`;
  return [finding('NOT_AN_EXTERNAL_ID', pointer, message, name)];
}

function checkRecord({ model, object, keyField }: Place, id: string, record: JsonObject): Finding[] {
  const pointer = pointerTo('records', id);
  const wrongKey = keyField === undefined ? [] : checkValue(keyField, id, pointer);
  return [
    ...wrongKey,
    ...Object.entries(record).flatMap(([name, value]) => {
      const at = pointer + pointerTo(name);
      const field = object.fields.get(name);
      if (field !== undefined) return checkValue(field, value, at);
      const relation = [...object.fields.values()].find(({ relationshipName }) => relationshipName === name);
      if (relation !== undefined) return checkReference(model, relation, { value, pointer: at });
      const candidates = [...object.fields.keys(), ...relationshipNames(object)];
      return [
        danglingReference({ pointer: at, what: `field or relationship of ${object.name}`, found: name, candidates }),
      ];
    }),
  ];
}

function checkValue(field: FieldView, value: Json, pointer: string): Finding[] {
  if (!field.isWritable) {
    return [finding('NOT_WRITABLE', pointer, `${field.name} is written by the engine alone.`, field.name)];
  }
  const parsed = fieldTypes[field.type].parse(value, field, field.label);
  return parsed.ok ? [] : [finding('WRONG_VALUE', pointer, parsed.message, value)];
}

/** `"Region__r": { "Code__c": "NE" }`: exactly one external id of the object pointed to; null for none. */
function checkReference(
  model: ModelView,
  relation: FieldView,
  { value, pointer }: { value: Json; pointer: string },
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
  const field = target.fields.get(name);
  const at = pointer + pointerTo(name);
  const findings = checkKey(target, name, field, at);
  return field === undefined || findings.length > 0 ? findings : checkValue(field, key, at);
}
