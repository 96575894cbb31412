import { Type } from 'typebox';
import type { FieldType } from './field-type.ts';
import { accept, refuseType } from './parsed-value.ts';

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['', false],
]);

/** Yes or no; never blank: what gives no value is no. */
export const checkbox: FieldType = {
  name: 'Checkbox',
  label: 'Checkbox',
  description: 'Yes or no.',
  valueClass: 'boolean',
  options: { default: Type.Optional(Type.Boolean({ description: 'Value of a new record that gives none.' })) },
  describeType: 'boolean',
  soapType: 'xsd:boolean',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'boolean',
  parse: (value, _options, label) => {
    if (value === null || value === undefined) return accept(false);
    const word = typeof value === 'string' ? WORDS.get(value.trim().toLowerCase()) : value;
    return typeof word === 'boolean' ? accept(word) : refuseType(value, label, 'true or false');
  },
  fromColumn: (value) => value === true,
  toJson: (value) => value === true,
};
