import { idChecksum } from '../fields/record-id.ts';
import { quoteIdentifier } from '../physical/identifier.ts';
import type { SqlConnection } from './sql-connection.ts';

/** Digits in the order in which PostgreSQL sorts them under COLLATE "C". */
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Ids per block: what a process loses when it stops, and how often it asks. */
const BLOCK_SIZE = 256;

/** Hands out record ids of one org, in the order of time. Blocks of numbers come from a sequence that never waits. */
export class IdAllocator {
  readonly #schema: string;
  #free: bigint[] = [];

  constructor(schema: string) {
    this.#schema = schema;
  }

  /** As many new ids with a prefix as asked. `db` is the caller's transaction, so that no second connection is needed. */
  async take(db: SqlConnection, prefix: string, count: number): Promise<string[]> {
    while (this.#free.length < count) await this.#fetch(db, count - this.#free.length);
    return this.#free.splice(0, count).map((number) => recordId(prefix, number));
  }

  async #fetch(db: SqlConnection, count: number): Promise<void> {
    const text = `select nextval($1::regclass)::text as block from generate_series(1, $2::integer)`;
    const sequence = `${quoteIdentifier(this.#schema)}.fw_id_block`;
    const { rows } = await db.query({ text, values: [sequence, Math.ceil(count / BLOCK_SIZE)] });
    for (const { block } of rows) {
      const first = BigInt(String(block)) * BigInt(BLOCK_SIZE);
      for (let index = 0; index < BLOCK_SIZE; index++) this.#free.push(first + BigInt(index));
    }
  }
}

/** The 18-character id of a number: prefix, 12 digits of base 62 that sort as the numbers do, checksum. */
export function recordId(prefix: string, number: bigint): string {
  let digits = '';
  for (let rest = number; rest > 0n; rest /= 62n) digits = BASE62.charAt(Number(rest % 62n)) + digits;
  const id = prefix + digits.padStart(12, '0');
  return id + idChecksum(id);
}
