import type { FieldTypeName } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { JsonObject } from '../../platform/json.ts';
import { SYSTEM_FIELD_NAMES } from '../../platform/kinds/check-name.ts';
import type { Edit } from '../../platform/layers/org-layer.ts';
import type { ElementId } from '../../platform/packages/element.ts';
import { nameProblem } from '../draft/api-name.ts';
import { componentId, itemId, nameOf } from '../draft/element-id.ts';
import { type Elements, orderOf } from '../draft/elements.ts';
import { propertyLabel } from '../draft/words.ts';
import type { FormProblem } from './FormErrors.tsx';
import { insertEdits } from './page/page-layout.ts';

/** A field before it is added. */
export interface NewFieldDraft {
  readonly object: string;
  readonly type: FieldTypeName | undefined;
  readonly properties: JsonObject;
  /** Labels of a picklist, one on each line. */
  readonly values: string;
  /** Section of a page that shows it at its end. */
  readonly section?: ElementId | undefined;
  /** By permission set: whether holders may read or also edit it. */
  readonly grants: Readonly<Record<string, 'read' | 'edit'>>;
}

/** Everything that stands in the way of adding the field. */
export function checkNewField(elements: Elements, field: NewFieldDraft, name: string): readonly FormProblem[] {
  if (!field.type) return [{ field: 'type', message: 'Choose a type.' }];
  const needed = Object.entries(fieldTypes[field.type].options)
    // TypeBox marks what may be left out; the mark is no part of the JSON Schema.
    .filter(([, option]) => !('~optional' in option))
    .map(([property]) => property);
  const missing = ['label', ...needed]
    .filter((property) => field.properties[property] === undefined)
    .map((property) => ({ field: property, message: `${propertyLabel(property)}: this is needed.` }));
  const taken = [...SYSTEM_FIELD_NAMES, ...elements.partsOf(field.object, 'field').map((one) => nameOf(one.component))];
  const wrongName =
    nameProblem(name, taken) ?? (name.endsWith('__c') ? undefined : 'The API name of a new field ends in __c.');
  return [
    ...missing,
    ...(wrongName === undefined ? [] : [{ field: 'name', message: wrongName }]),
    ...valueProblems(field),
  ];
}

/** The field, its values, its place on the page and who may see it: one step of the draft. */
export function newFieldEdits(elements: Elements, field: NewFieldDraft, name: string): Edit[] {
  const id = componentId('field', `${field.object}.${name}`);
  const order = Math.max(0, ...elements.partsOf(field.object, 'field').map(orderOf)) + 10;
  const properties = { ...field.properties, type: field.type ?? 'Text', order };
  const values = isPicklist(field) ? labelsOf(field.values) : [];
  return [
    { op: 'set', element: id, properties },
    ...values.map(
      (label, index): Edit => ({
        op: 'set',
        element: itemId(id, 'values', label),
        properties: { label, order: (index + 1) * 10 },
      }),
    ),
    ...placeEdits(elements, field, name),
    ...Object.entries(field.grants).map(
      ([set, right]): Edit => ({
        op: 'set',
        element: itemId(componentId('permissionSet', set), 'fields', `${field.object}.${name}`),
        properties: right === 'edit' ? { read: true, edit: true } : { read: true },
      }),
    ),
  ];
}

function placeEdits(elements: Elements, { section }: NewFieldDraft, name: string): Edit[] {
  if (section === undefined) return [];
  const items = elements.items(section, 'items');
  return insertEdits(items, itemId(section, 'items', name), items.length);
}

function valueProblems(field: NewFieldDraft): FormProblem[] {
  if (!isPicklist(field)) return [];
  const labels = labelsOf(field.values);
  if (labels.length === 0) return [{ field: 'values', message: 'Values: give at least one.' }];
  const twice = labels.find(
    (label, index) => labels.findIndex((one) => one.toLowerCase() === label.toLowerCase()) < index,
  );
  if (twice !== undefined) return [{ field: 'values', message: `Values: ${twice} is there twice.` }];
  const wrong = labels.find((label) => /[/~]/.test(label));
  return wrong === undefined ? [] : [{ field: 'values', message: `Values: “${wrong}” cannot contain “/” or “~”.` }];
}

const isPicklist = ({ type }: NewFieldDraft) => type === 'Picklist' || type === 'MultiPicklist';

function labelsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
