import { describe, expect, it } from 'vitest';
import { FIELD_TYPE_NAMES } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import { conversionsOf, keepsColumn, widerType } from '../../../platform/physical/convert.ts';

describe('a change of type', () => {
  it.each(FIELD_TYPE_NAMES)('of %s keeps its column only for types with the same kind of column', (name) => {
    for (const to of conversionsOf(name)) {
      const [from, then] = [name, to].map((type) => fieldTypes[type].columnType({}).replace(/\(.*\)/, ''));
      expect(then, `${name} to ${to}`).toBe(from);
    }
  });

  it('keeps the column of a lookup only while it points to the same object', () => {
    const column = { column: 'a', type: 'Lookup', sqlType: 'text', references: 'A' } as const;
    expect(keepsColumn(column, { type: 'Lookup', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'MasterDetail', references: 'A' })).toBe(true);
    expect(keepsColumn(column, { type: 'Lookup', references: 'B' })).toBe(false);
  });
});

describe('the wider of two column types', () => {
  it.each([
    ['text', 'text', 'text'],
    ['numeric(10,2)', 'numeric(10,4)', 'numeric(12,4)'],
    ['numeric(10,2)', 'numeric(5,0)', 'numeric(10,2)'],
    ['numeric', 'numeric(5,0)', 'numeric'],
    ['varchar(10)', 'varchar(20)', 'varchar(20)'],
  ])('holds the values of both: %s and %s', (one, other, wider) => {
    expect(widerType(one, other)).toBe(wider);
  });
});
