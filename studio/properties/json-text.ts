import type { Json } from '../../platform/json.ts';
import { parseJson } from '../../platform/packages/parse-json.ts';

/** What somebody typed as JSON: its value, undefined where nothing stands there, or why it is none. */
export type TypedJson =
  | { readonly ok: true; readonly value: Json | undefined }
  | { readonly ok: false; readonly message: string };

/** Reads typed JSON as a file's is read. */
export function parseTyped(text: string): TypedJson {
  if (text.trim() === '') return { ok: true, value: undefined };
  const { value, problems } = parseJson(text);
  const [problem] = problems;
  if (problem === undefined) return { ok: true, value };
  return { ok: false, message: `${problem.message} (line ${problem.line ?? 1}, column ${problem.column ?? 1})` };
}

/** A value as it is shown to be typed over. */
export function formatJson(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
