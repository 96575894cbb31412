import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRecordId } from '../../../platform/fields/record-id.ts';
import { createOrg, deleteOrg } from '../../../platform/orgs/orgs.ts';
import { IdAllocator, recordId } from '../../../platform/store/ids.ts';
import type { Store } from '../../../platform/store/store.ts';
import { openTestPool, uniqueSchema } from '../../support/database.ts';

const pool = openTestPool();
let store: Store;
beforeAll(async () => {
  store = await createOrg(pool, uniqueSchema('ids'));
});
afterAll(async () => {
  await deleteOrg(pool, store.org);
  await pool.end();
});

describe('a record id', () => {
  it('has 18 characters with a sound checksum, and sorts as its number does', () => {
    const number = fc.bigInt({ min: 0n, max: 62n ** 12n - 1n });
    fc.assert(
      fc.property(number, number, (one, other) => {
        const [a, b] = [recordId('a00', one), recordId('a00', other)];
        expect(parseRecordId(a)).toBe(a);
        expect(Math.sign(a.slice(0, 15) < b.slice(0, 15) ? -1 : a === b ? 0 : 1)).toBe(
          one < other ? -1 : one > other ? 1 : 0,
        );
      }),
    );
  });
});

describe('the allocator of ids', () => {
  it('gives no id twice, to several processes asking at once', async () => {
    const processes = Array.from({ length: 4 }, () => new IdAllocator(store.schema));
    const taken = await Promise.all(
      Array.from({ length: 40 }, (_, index) => processes[index % 4]?.take(pool, '001', 7 + index * 11) ?? []),
    );
    const ids = taken.flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(taken.reduce((sum, _, index) => sum + 7 + index * 11, 0));
  });

  it('gives one process ids in the order of time', async () => {
    const ids = await new IdAllocator(store.schema).take(pool, '001', 1000);
    expect([...ids].sort()).toEqual(ids);
  });

  it('asks the database once for many', async () => {
    let statements = 0;
    const counting = {
      query({ text, values = [] }: { text: string; values?: readonly unknown[] }) {
        statements++;
        return pool.query({ text, values: [...values] });
      },
    };
    expect(await new IdAllocator(store.schema).take(counting, '001', 15_000)).toHaveLength(15_000);
    expect(statements).toBe(1);
  });
});
