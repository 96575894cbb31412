import type { Reader } from './reader.ts';

/** A number in the reader's format with all its decimals; decimal strings keep digits that floats would lose. */
export function formatNumber(value: string | number, reader: Reader, scale?: number): string {
  const options =
    scale === undefined
      ? { maximumFractionDigits: 17 }
      : { minimumFractionDigits: scale, maximumFractionDigits: scale };
  // Intl formats decimal strings exactly; TypeScript's own types allow only numeric literals there.
  return new Intl.NumberFormat(reader.locale, options).format(value as number);
}

/** A number as people type it (`1,234.50`) made a plain decimal string, or the text itself where it is none. */
export function parseNumber(text: string): string {
  const plain = text.trim().replace(/^\+/, '');
  const grouped = /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  return /^-?\d+\.$/.test(grouped) ? grouped.slice(0, -1) : grouped;
}
