import { type RequestError, refuse } from '../errors.ts';

/** Refuses a text that is not SOQL, pointing at the character. */
export function malformedQuery(message: string, text: string, offset: number, hint?: string): RequestError {
  return refuse('MALFORMED_QUERY', `${message}${pointAt(text, offset)}`, hint === undefined ? {} : { hint });
}

/** The line at fault, a caret below it, and `ERROR at Row:1:Column:8`, as Salesforce's clients expect it. */
export function pointAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const lineEnd = newline === -1 ? text.length : newline;
  const row = text.slice(0, lineStart).split('\n').length;
  const from = Math.max(lineStart, offset - 40);
  const line = text.slice(from, Math.min(lineEnd, offset + 40));
  return `\n${line}\n${' '.repeat(offset - from)}^\nERROR at Row:${row}:Column:${offset - lineStart + 1}`;
}
