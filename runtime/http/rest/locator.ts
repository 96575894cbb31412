import { createHmac, timingSafeEqual } from 'node:crypto';
import { refuse } from '../../errors.ts';

/** Where a query goes on: its text, the rows already answered, and whose it is. */
export interface Cursor {
  readonly soql: string;
  readonly next: number;
  readonly total: number;
  readonly batchSize: number;
  readonly userId: string;
}

/** Writes a cursor into the last segment of an address, signed: nobody else can make or change one. */
export function writeLocator(cursor: Cursor, secret: string): string {
  const body = Buffer.from(JSON.stringify(cursor)).toString('base64url');
  return `${body}.${signature(body, secret).toString('base64url')}`;
}

/** Reads a locator; refuses one that we did not write, or that we wrote for somebody else. */
export function readLocator(locator: string, { secret, userId }: { secret: string; userId: string }): Cursor {
  const [body = '', mark = ''] = locator.split('.');
  const [given, expected] = [Buffer.from(mark, 'base64url'), signature(body, secret)];
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  const cursor: Cursor | undefined = isOurs ? JSON.parse(Buffer.from(body, 'base64url').toString()) : undefined;
  if (cursor?.userId !== userId) throw refuse('INVALID_QUERY_LOCATOR', 'invalid query locator');
  return cursor;
}

function signature(body: string, secret: string): Buffer {
  return createHmac('sha256', `${secret} query locator`).update(body).digest().subarray(0, 16);
}
