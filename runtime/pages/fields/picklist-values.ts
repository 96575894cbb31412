import type { FieldInfo } from '../../client/api.ts';
import type { ValueInfo } from './field-control.ts';

/** What people read for a picklist value; a value that the list no longer has stands for itself. */
export function labelOfValue(value: string, info: Pick<ValueInfo, 'values'>): string {
  return info.values?.find((each) => each.value === value)?.label ?? value;
}

/** What can be chosen: the active values, and those that the record has although they are not active any more. */
export function choosableValues(field: Pick<FieldInfo, 'values'>, chosen: readonly string[]) {
  const known = field.values ?? [];
  const gone = chosen.filter((value) => !known.some((each) => each.value === value));
  return [
    ...known
      .filter((each) => each.isActive || chosen.includes(each.value))
      .map(({ value, label, isActive }) => ({ value, label: isActive ? label : `${label} (no longer used)` })),
    ...gone.map((value) => ({ value, label: `${value} (no longer used)` })),
  ];
}
