import { shorten } from '../../fields/parsed-value.ts';
import { fieldTypes } from '../../fields/registry.ts';
import type { Finding } from '../finding.ts';
import { danglingReference, finding, pointerTo } from '../findings.ts';
import type { ComponentView, FieldView, ModelView } from '../model-view.ts';
import type { FieldProperties, PicklistValueProperties } from './schema.ts';

type FieldFile = FieldProperties & { readonly values?: Readonly<Record<string, PicklistValueProperties>> };

/** The options of a field agree with each other, its default fits, and what it points to exists. */
export function checkField({ name, object, value }: ComponentView, model: ModelView): Finding[] {
  const properties = value as FieldFile; // fits the kind's schema
  const field = model.objects.get(object)?.fields.get(name.split('.').at(-1) ?? '');
  if (field === undefined) return [];
  return [
    ...checkReference(field, properties, model),
    ...checkNumbers(field),
    ...checkValues(field, properties),
    ...checkDefault(field, properties),
  ];
}

function checkReference(field: FieldView, { required, onDelete }: FieldFile, model: ModelView): Finding[] {
  const { references, name } = field;
  if (references === undefined) return [];
  const findings: Finding[] = [];
  if (!model.objects.has(references)) {
    const candidates = model.objects.keys();
    findings.push(danglingReference({ pointer: '/references', what: 'object', found: references, candidates }));
  }
  if (!name.endsWith('__c') && !/.Id$/.test(name)) {
    findings.push(finding('INVALID_NAME', '', `A standard reference ends in Id; call it ${name}Id.`, name));
  }
  if (required && onDelete === 'clear') {
    findings.push(
      finding('CONTRADICTION', '/onDelete', 'A required field cannot be cleared; use "restrict".', 'clear'),
    );
  }
  return findings;
}

function checkNumbers({ precision, scale }: FieldView): Finding[] {
  if (precision === undefined || scale === undefined || scale <= precision) return [];
  const message = `A number of ${precision} digits cannot have ${scale} of them after the decimal point.`;
  return [finding('CONTRADICTION', '/scale', message, scale)];
}

function checkValues({ type }: FieldView, { values }: FieldFile): Finding[] {
  const { valueClass } = fieldTypes[type];
  const isChoice = valueClass === 'choice' || valueClass === 'choices';
  const entries = Object.entries(values ?? {});
  if (!isChoice) {
    return values === undefined
      ? []
      : [finding('UNKNOWN_PROPERTY', '/values', `A field of type ${type} has no values.`, 'values')];
  }
  if (entries.length === 0) return [finding('MISSING_ITEMS', '/values', 'A picklist needs at least one value.')];
  const defaults = entries.filter(([, { default: isDefault }]) => isDefault).map(([value]) => value);
  return [
    ...checkKeys(
      entries.map(([value]) => value),
      valueClass,
    ),
    ...entries.flatMap(([value, { default: isDefault, active }]) =>
      isDefault && active === false
        ? [
            finding(
              'CONTRADICTION',
              pointerTo('values', value, 'default'),
              `"${value}" is inactive and cannot be the default.`,
              true,
            ),
          ]
        : [],
    ),
    ...(valueClass === 'choice' ? defaults.slice(1) : []).map((value) =>
      finding('CONTRADICTION', pointerTo('values', value, 'default'), `"${defaults[0]}" is the default already.`, true),
    ),
  ];
}

function checkKeys(values: readonly string[], valueClass: string): Finding[] {
  const first = new Map<string, string>();
  return values.flatMap((value) => {
    const namesake = first.get(value.toLowerCase());
    if (namesake === undefined) first.set(value.toLowerCase(), value);
    const fault = keyFault(value, namesake, valueClass);
    return fault === undefined ? [] : [{ ...fault, pointer: pointerTo('values', value), found: value }];
  });
}

function keyFault(value: string, namesake: string | undefined, valueClass: string) {
  const shown = `"${shorten(value)}"`;
  if (namesake !== undefined) {
    const message = `${shown} and "${shorten(namesake)}" differ in case alone.`;
    return { code: 'DUPLICATE_NAME', message };
  }
  if (value !== value.trim()) return { code: 'INVALID_NAME', message: `${shown} begins or ends with a space.` };
  if (valueClass !== 'choices' || !value.includes(';')) return undefined;
  return { code: 'INVALID_NAME', message: `${shown} holds a semicolon, which separates the values of such a field.` };
}

function checkDefault(field: FieldView, { default: value }: FieldFile): Finding[] {
  if (value === undefined) return [];
  const parsed = fieldTypes[field.type].parse(value, field, field.label);
  return parsed.ok ? [] : [finding('WRONG_VALUE', '/default', parsed.message, value)];
}
