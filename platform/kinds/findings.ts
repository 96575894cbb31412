import { shorten } from '../fields/parsed-value.ts';
import type { Json } from '../json.ts';
import { nearMiss } from '../near-miss.ts';
import type { Finding } from './finding.ts';

/** JSON pointer of some keys. */
export function pointerTo(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A name that leads nowhere; `what` completes "There is no …". */
export function danglingReference(reference: {
  readonly pointer: string;
  readonly what: string;
  readonly found: string;
  readonly candidates: Iterable<string>;
}): Finding {
  const { pointer, what, found } = reference;
  const suggestion = nearMiss(found, reference.candidates);
  const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
  const message = `There is no ${what} "${shorten(found)}".${hint}`;
  const finding = { code: 'DANGLING_REFERENCE', pointer, message, found };
  return suggestion === undefined ? finding : { ...finding, suggestion };
}

/** A fault in the fewest words. */
export function finding(code: string, pointer: string, message: string, found?: Json): Finding {
  return found === undefined ? { code, pointer, message } : { code, pointer, message, found };
}
