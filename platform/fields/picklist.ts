import { findChoice } from './choice-value.ts';
import type { FieldType } from './field-type.ts';
import { accept, refuse, shorten } from './parsed-value.ts';
import { parseText, requiredOption, textFromColumn } from './text-value.ts';

/** One of a fixed list of values. Only active ones can be chosen; a record keeps one that became inactive since. */
export const picklist: FieldType = {
  name: 'Picklist',
  label: 'Picklist',
  description: 'One value of a fixed list.',
  valueClass: 'choice',
  options: { ...requiredOption },
  describeType: 'picklist',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, options, label) => {
    const parsed = parseText(value, label, { length: 255, isTrimmed: true });
    if (!parsed.ok || parsed.value === null) return parsed;
    const text = String(parsed.value);
    const choice = findChoice(text, options);
    if (choice !== undefined) return accept(choice);
    return refuse(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${label}: bad value for restricted picklist field: ${shorten(text)}`,
    );
  },
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
