import { shorten } from '../fields/parsed-value.ts';
import type { Finding } from './finding.ts';
import { finding } from './findings.ts';
import type { ComponentView } from './model-view.ts';

const NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*(?:__c)?$/;
/** Data is named for people who look for its file; no program speaks of it. */
const DATA_NAME = /^[A-Za-z](?:[_-]?[A-Za-z0-9])*$/;
const LONGEST = 43;

/** Fields that every object has; no other may take their names. */
export const SYSTEM_FIELD_NAMES = [
  'Id',
  'Name',
  'OwnerId',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'IsDeleted',
] as const;

/** Words of SOQL, in which objects and fields are named. */
const SOQL_WORDS = words(`and asc desc excludes first from having in includes last like limit not null nulls or order
  select using where with`);

/** `new` stands for the record to be, in addresses; the others every JavaScript object has. */
const RESERVED = words(`new __proto__ constructor hasownproperty isprototypeof propertyisenumerable tolocalestring
  tostring valueof`);

/** What is wrong with a component's name: its letters, a reserved word, an ending that its package may not omit. */
export function checkName(component: Pick<ComponentView, 'kind' | 'name' | 'owner'>): Finding[] {
  const { kind, owner } = component;
  const name = component.name.split('.').at(-1) ?? '';
  if (!(kind === 'data' ? DATA_NAME : NAME).test(name) || name.length > LONGEST) {
    const rule = 'Use a letter, then letters, digits and single underscores, at most 43 in all';
    const ending = /__[A-Za-z]+$/.test(name) ? '; of endings only __c is allowed' : '';
    return [finding('INVALID_NAME', '', `"${shorten(name)}" cannot be a name. ${rule}${ending}.`, name)];
  }
  const isSystemField = SYSTEM_FIELD_NAMES.some((each) => each.toLowerCase() === name.toLowerCase());
  if (kind === 'field' && isSystemField) {
    return [finding('RESERVED_NAME', '', `Every object has a field ${name}; choose another name.`, name)];
  }
  const isSpoken = kind === 'object' || kind === 'field';
  if (RESERVED.has(name.toLowerCase()) || (isSpoken && SOQL_WORDS.has(name.toLowerCase()))) {
    return [finding('RESERVED_NAME', '', `"${name}" is a reserved word; choose another name.`, name)];
  }
  const isOurs = owner.startsWith('@formwork/');
  if (isSpoken && !isOurs && !name.endsWith('__c')) {
    const message = `Only standard ${kind}s have names without an ending; call it ${name}__c.`;
    return [{ ...finding('INVALID_NAME', '', message, name), suggestion: `${name}__c` }];
  }
  return [];
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
