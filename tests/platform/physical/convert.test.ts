import { describe, expect, it } from 'vitest';
import { FIELD_TYPE_NAMES, type FieldTypeName } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import { conversionOf, conversionsOf, keepsColumn } from '../../../platform/physical/convert.ts';

const PAIRS = FIELD_TYPE_NAMES.flatMap((from) =>
  FIELD_TYPE_NAMES.map((to): [FieldTypeName, FieldTypeName] => [from, to]),
);

describe('the table of type changes', () => {
  it.each(PAIRS)('says what becomes of %s as %s', (from, to) => {
    const conversion = conversionOf(from, to);
    const isSameColumn = fieldTypes[from].columnType === fieldTypes[to].columnType;
    if (from === to) expect(conversion).toEqual({ verdict: 'allowed' });
    // A column that is kept must hold what it is to hold.
    if (conversion.verdict === 'allowed') expect(isSameColumn).toBe(true);
    if (conversion.verdict === 'checked' && conversion.column === 'kept') expect(isSameColumn).toBe(true);
    if (conversion.verdict === 'checked') expect(conversion.expected).toMatch(/\w/);
    if (conversion.verdict === 'refused') expect(conversion.reason).toMatch(/\w+ \w+/);
    expect(conversionsOf(from).includes(to)).toBe(from !== to && conversion.verdict !== 'refused');
  });

  it('keeps the column of a lookup only while it points to the same object', () => {
    const column = { column: 'a', type: 'Lookup', sqlType: 'text', references: 'A' } as const;
    expect(keepsColumn(column, { type: 'Lookup', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'MasterDetail', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'Lookup', references: 'B' })).toBe(false);
  });
});
