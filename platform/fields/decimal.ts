/** A number in exact decimal notation without exponent, without needless zeros: `-12.5`, `0`. */
export type Decimal = string;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** The canonical decimal of a number as people and programs write it; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (Math.abs(point) > 400) return undefined;
  const padded = point > digits.length ? digits.padEnd(point, '0') : digits.padStart(digits.length - point, '0');
  const split = Math.max(point, 0);
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, '') || '0';
  const right = point < 0 ? padded : padded.slice(split);
  return compose(sign, left, right.replace(/0+$/, ''));
}

/** Digits before and after the decimal point. */
export function decimalDigits(decimal: Decimal): { readonly whole: number; readonly fraction: number } {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.');
  return { whole: whole === '0' ? 0 : whole.length, fraction: fraction.length };
}

/** Exact comparison: negative, zero or positive. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(decimalDigits(a).fraction, decimalDigits(b).fraction);
  const difference = toScaledInteger(a, scale) - toScaledInteger(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compose(sign: string, whole: string, fraction: string): Decimal {
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && unsigned !== '0' ? `-${unsigned}` : unsigned;
}

function toScaledInteger(decimal: Decimal, scale: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0'));
}
