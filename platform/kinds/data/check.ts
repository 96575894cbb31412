import type { JsonObject } from '../../json.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView, ObjectView } from '../model-view.ts';
import { checkKey, checkReference, checkValue, relationOf, unknownMember } from '../record-values.ts';
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
    ...checkKey(object, key, '/key'),
    ...Object.entries(records).flatMap(([id, record]) => checkRecord({ model, object, keyField }, id, record)),
  ];
}

interface Place {
  readonly model: ModelView;
  readonly object: ObjectView;
  readonly keyField: FieldView | undefined;
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
      const relation = relationOf(object, name);
      return relation === undefined
        ? [unknownMember(object, name, at)]
        : checkReference(model, relation, { value, pointer: at });
    }),
  ];
}
