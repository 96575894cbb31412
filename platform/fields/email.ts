import type { FieldType } from './field-type.ts';
import { refuse, shorten } from './parsed-value.ts';
import { parseText, requiredOption, textDefault, textFromColumn, uniqueOptions } from './text-value.ts';

/** An e-mail address. */
export const email: FieldType = {
  name: 'Email',
  label: 'Email',
  description: 'An e-mail address.',
  valueClass: 'text',
  options: { ...requiredOption, ...uniqueOptions, ...textDefault },
  describeType: 'email',
  soapType: 'xsd:string',
  isSortable: true,
  isFilterable: true,
  isGenerated: false,
  columnType: 'text',
  parse: (value, _options, label) => {
    const parsed = parseText(value, label, { length: 254, isTrimmed: true });
    if (!parsed.ok || parsed.value === null || isAddress(String(parsed.value))) return parsed;
    return refuse('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${shorten(String(parsed.value))}`);
  },
  fromColumn: textFromColumn,
  toJson: textFromColumn,
};

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;
const DOMAIN_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const labels = address.slice(at + 1).split('.');
  return (
    at > 0 &&
    local.length <= 64 &&
    LOCAL_PART.test(local) &&
    !local.startsWith('.') &&
    !local.endsWith('.') &&
    !local.includes('..') &&
    labels.length > 1 &&
    labels.every((label) => label.length <= 63 && DOMAIN_LABEL.test(label))
  );
}
