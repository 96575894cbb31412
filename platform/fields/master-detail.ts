import type { FieldType } from './field-type.ts';
import { ID_COLUMN, parseReference, referenceOptions } from './reference-value.ts';
import { requiredOption, textFromColumn } from './text-value.ts';

/** A reference to the record that this one is part of: its access follows, and it is deleted along. */
export const masterDetail: FieldType = {
  name: 'MasterDetail',
  label: 'Master-detail',
  description: 'The record that this one is part of; access and deletion follow it. Always required.',
  valueClass: 'id',
  options: { ...requiredOption, ...referenceOptions },
  describeType: 'reference',
  soapType: 'tns:ID',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: ID_COLUMN,
  parse: (value, _options, label) => parseReference(value, label),
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
