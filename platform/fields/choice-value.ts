import type { FieldOptions } from './field-type.ts';

/** The active picklist value meant by a text: exact, or the only one that differs in case alone. */
export function findChoice(text: string, options: FieldOptions): string | undefined {
  const values = options.values ?? [];
  if (values.some(({ value, isActive }) => isActive && value === text)) return text;
  const similar = values.filter(({ value, isActive }) => isActive && value.toLowerCase() === text.toLowerCase());
  return similar.length === 1 ? similar[0]?.value : undefined;
}
