import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '../../../platform/kinds/kind.ts';
import { elementId, parentId, parseElementId } from '../../../platform/packages/element-id.ts';

describe("an element's identity", () => {
  it('tells its parts again, whatever the names of items', () => {
    const name = fc.string({ minLength: 1 });
    const step = fc.tuple(fc.constantFrom('values', 'items', 'records'), name);
    const address = fc.record({
      kind: fc.constantFrom(...KIND_NAMES),
      component: name,
      path: fc.array(step, { maxLength: 3 }).map((steps) => steps.flat()),
    });
    fc.assert(
      fc.property(address, (parts) => {
        expect(parseElementId(elementId(parts))).toEqual(parts);
      }),
    );
  });

  it.each(['', 'role', 'role:', 'rule:Boss', 'page:A/sections', 'page:A/:x', 'page:A/sections:'])(
    'is not %j',
    (text) => {
      expect(parseElementId(text)).toBeUndefined();
    },
  );

  it('knows the element it is part of', () => {
    expect(parentId('page:A/sections:a~1b/items:C')).toBe('page:A/sections:a~1b');
    expect(parentId('page:A')).toBeUndefined();
  });
});
