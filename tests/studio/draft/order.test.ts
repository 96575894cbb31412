import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDraft } from '../../../studio/draft/apply.ts';
import { indexElements } from '../../../studio/draft/elements.ts';
import { moveEdits } from '../../../studio/draft/order.ts';
import { DESK } from '../support/elements.ts';

const FIELD = 'field:Request__c.Status__c';
const author = { by: 'ada', at: '2026-01-31T12:00:00.000Z' };

test('a move writes one number', () => {
  const values = indexElements(DESK).items(FIELD, 'values');
  expect(moveEdits(values, `${FIELD}/values:Draft`, 1)).toEqual([
    { op: 'set', element: `${FIELD}/values:Draft`, properties: { order: 25 } },
  ]);
});

test('any row of moves gives the order that moving in a list gives', () => {
  const move = fc.record({ from: fc.nat(2), to: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
      let elements = DESK;
      const expected = indexElements(DESK)
        .items(FIELD, 'values')
        .map((item) => item.id);
      for (const { from, to } of moves) {
        const [id] = expected.splice(from, 1);
        if (id === undefined) continue;
        expected.splice(to, 0, id);
        elements = applyDraft(elements, moveEdits(indexElements(elements).items(FIELD, 'values'), id, to), author);
      }
      const order = indexElements(elements).items(FIELD, 'values');
      expect(order.map((item) => item.id)).toEqual(expected);
    }),
  );
});
