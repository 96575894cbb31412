import type { FieldOptions } from './field-type.ts';

/** The active picklist value meant by a text: exact, or the only one that differs in case alone. */
export function findChoice(text: string, options: FieldOptions): string | undefined {
  const active = (options.values ?? []).filter(({ isActive }) => isActive);
  if (active.some(({ value }) => value === text)) return text;
  const similar = active.filter(({ value }) => value.toLowerCase() === text.toLowerCase());
  return similar.length === 1 ? similar[0]?.value : undefined;
}
