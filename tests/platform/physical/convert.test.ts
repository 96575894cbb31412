import { describe, expect, it } from 'vitest';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import { conversionsOf, keepsColumn } from '../../../platform/physical/convert.ts';

describe('a change of type', () => {
  it.each(FIELD_TYPE_NAMES)('of %s keeps its column only for types with the same column', (name) => {
    for (const to of conversionsOf(name))
      expect(fieldTypes[to].columnType, `${name} to ${to}`).toBe(fieldTypes[name].columnType);
  });

  it('keeps the column of a lookup only while it points to the same object', () => {
    const column = { column: 'a', type: 'Lookup', sqlType: 'text', references: 'A' } as const;
    expect(keepsColumn(column, { type: 'Lookup', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'MasterDetail', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'Lookup', references: 'B' })).toBe(false);
  });
});
