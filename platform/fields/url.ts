import type { FieldType } from './field-type.ts';
import { accept, refuse, shorten } from './parsed-value.ts';
import { parseText, requiredOption, textDefault, textFromColumn, uniqueOptions } from './text-value.ts';

/** A web address. Only http and https are taken, since pages link to it. */
export const url: FieldType = {
  name: 'Url',
  label: 'URL',
  description: 'A web address that pages link to.',
  valueClass: 'text',
  options: { ...requiredOption, ...uniqueOptions, ...textDefault },
  describeType: 'url',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, _options, label) => {
    const parsed = parseText(value, label, { length: 1000, isTrimmed: true });
    if (!parsed.ok || parsed.value === null) return parsed;
    const address = String(parsed.value);
    const withScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(address) ? address : `https://${address}`;
    if (/^https?:\/\/[^/]/i.test(withScheme) && !/\s/.test(withScheme) && URL.canParse(withScheme)) {
      return accept(withScheme);
    }
    return refuse('INVALID_URL', `${label}: expected a web address (https://…), found ${shorten(address)}.`);
  },
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};
