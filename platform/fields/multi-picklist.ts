import { findChoice } from './choice-value.ts';
import type { FieldOptions, FieldType } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';
import { requiredOption } from './text-value.ts';

/** Several of a fixed list of values; written `a;b` in the API, kept sorted, shown in the order of the list. */
export const multiPicklist: FieldType = {
  name: 'MultiPicklist',
  label: 'Picklist (multiple)',
  description: 'Several values of a fixed list.',
  valueClass: 'choices',
  options: { ...requiredOption },
  describeType: 'multipicklist',
  soapType: 'xsd:string',
  isSortable: false,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text[]',
  parse: (value, options, label) => {
    if (value === null || value === undefined) return BLANK;
    const texts = typeof value === 'string' ? value.split(';') : value;
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string')) {
      return refuseType(value, label, 'values separated by semicolons');
    }
    const wanted = texts.map((text) => text.trim()).filter((text) => text !== '');
    const choices = wanted.map((text) => findChoice(text, options));
    const wrong = wanted.find((_, index) => choices[index] === undefined);
    if (wrong !== undefined) {
      return refuse(
        'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        `${label}: bad value for restricted picklist field: ${shorten(wrong)}`,
      );
    }
    const distinct = [...new Set(choices.filter((choice) => choice !== undefined))].sort();
    return distinct.length === 0 ? BLANK : accept(distinct);
  },
  fromColumn: (value) => listFromColumn(value),
  toJson: (value, options) => {
    const list = listFromColumn(value);
    return list === null ? null : [...list].sort(byPosition(options)).join(';');
  },
};

function listFromColumn(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.map(String).sort();
}

function byPosition(options: FieldOptions): (a: string, b: string) => number {
  const positions = new Map((options.values ?? []).map(({ value }, index) => [value, index]));
  return (a, b) => (positions.get(a) ?? positions.size) - (positions.get(b) ?? positions.size);
}
