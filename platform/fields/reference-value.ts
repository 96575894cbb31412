import { Type } from 'typebox';
import type { ParsedValue } from './field-type.ts';
import { accept, BLANK, refuse, refuseType, shorten } from './parsed-value.ts';
import { parseRecordId } from './record-id.ts';

const NAME = '^[A-Za-z](?:_?[A-Za-z0-9])*(?:__c)?$';

/** Options of both kinds of reference. */
export const referenceOptions = {
  references: Type.String({ pattern: NAME, maxLength: 43, description: 'The object that the field points to.' }),
  childRelationship: Type.Optional(
    Type.String({
      pattern: NAME,
      maxLength: 43,
      description: 'Name by which the parent reaches these records, without the ending `__r`.',
    }),
  ),
  childLabel: Type.Optional(
    Type.String({ minLength: 1, maxLength: 255, description: 'What the parent calls its list of these records.' }),
  ),
};

/** Ids sort and compare by their bytes, whatever the database's locale. */
export const ID_COLUMN = 'text COLLATE "C"';

export function parseReference(value: unknown, label: string): ParsedValue {
  if (value === null || value === undefined) return BLANK;
  if (typeof value !== 'string') return refuseType(value, label, 'the id of a record');
  const text = value.trim();
  if (text === '') return BLANK;
  const id = parseRecordId(text);
  return id === undefined
    ? refuse('MALFORMED_ID', `${label}: id value of incorrect type: ${shorten(text)}`)
    : accept(id);
}
