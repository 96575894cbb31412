import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../fields/field-type.ts';
import { fieldTypes } from '../../fields/registry.ts';
import type { JsonObject } from '../../json.ts';
import { nearMiss } from '../../near-miss.ts';
import { fieldsOf, objectOf, type Started, type Starter, type StarterRequest } from '../starter.ts';

/** A field of a type, with what the type cannot do without. */
export const startField: Starter = (request) => {
  const { label, order, given, name } = request;
  const type = String(given.type ?? 'Text');
  const known = FIELD_TYPE_NAMES.find((name) => name === type);
  if (known === undefined) return unknownType(type);
  const { valueClass } = fieldTypes[known];
  if (valueClass === 'id') return startReference(request, known);
  const value: JsonObject = { label, type, order };
  const next = [`Let people see it: "fields": { "${name}": { "read": true, "edit": true } } in a permission set.`];
  if (known === 'AutoNumber') return { value: { ...value, format: `${label.charAt(0).toUpperCase()}-{0000}` }, next };
  if (valueClass !== 'choice' && valueClass !== 'choices') return { value, next };
  return {
    value: { ...value, values: VALUES },
    next: [...next, 'Name the values of the picklist: the keys are what records hold.'],
  };
};

const VALUES: JsonObject = { New: { label: 'New', order: 10, default: true }, Done: { label: 'Done', order: 20 } };

function unknownType(type: string): Started {
  const suggestion = nearMiss(type, FIELD_TYPE_NAMES);
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return { missing: `There is no field type "${type}".${hint} The types are ${FIELD_TYPE_NAMES.join(', ')}.` };
}

/** A field that points to an object, which its name tells where nobody says it. */
function startReference(request: StarterRequest, type: FieldTypeName): Started {
  const { name, label, order, object = '', given, componentsOf } = request;
  const bare = bareName(name);
  const objects = componentsOf('object').map((each) => each.name);
  const guess = objects.find((each) => bareName(each) === bare && each !== object);
  const references = given.references ?? guess;
  if (references === undefined)
    return { missing: `A ${type} points to an object; say which with --set references=OBJECT.` };
  const master = fieldsOf(request, object).find((field) => field.type === 'MasterDetail');
  if (type === 'MasterDetail' && master)
    return { missing: `${object} has a master already: ${master.name}. Add a Lookup.` };
  const isDetail = objectOf(request, object)?.sharing === 'ControlledByParent';
  return {
    value: { label, type, order, references, ...childRelationship(request, String(references)) },
    next:
      type === 'MasterDetail' && !isDetail
        ? [`Say "sharing": "ControlledByParent" in objects/${object}/object.json: its master decides now.`]
        : [],
  };
}

/** The way back is named after the records, where no other field has the name. */
function childRelationship(request: StarterRequest, parent: string): JsonObject {
  const { object = '', componentsOf } = request;
  const childLabel = objectOf(request, object)?.pluralLabel;
  const name = String(childLabel ?? '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^[^A-Za-z]+|_$/g, '');
  const isTaken = componentsOf('field').some(({ value }) => {
    const { references, childRelationship: taken } = value as JsonObject; // a file's value is an object
    return references === parent && String(taken).toLowerCase() === name.toLowerCase();
  });
  return name === '' || name.length > 43 || isTaken ? {} : { childRelationship: name, childLabel: String(childLabel) };
}

function bareName(name: string): string {
  return (name.split('.').at(-1) ?? '').replace(/(?:__c|Id)$/, '');
}
