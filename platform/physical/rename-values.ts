import { columnOfField, splitField } from './allocated.ts';
import type { Allocation, SchemaChange } from './physical.ts';

/** A picklist value that is called otherwise from now on. */
export interface ValueRename {
  /** `Object.Field`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What records have to be rewritten where picklist values are renamed. */
export function planValueRenames(renames: readonly ValueRename[], allocation: Allocation): SchemaChange[] {
  return renames.flatMap(({ field, from, to }): SchemaChange[] => {
    const [object, name] = splitField(field);
    const column = columnOfField(allocation, object, name);
    const table = allocation.objects[object]?.table;
    if (column === undefined || table === undefined) return [];
    const isList = column.sqlType.endsWith('[]');
    return [{ change: 'renameValue', object, field: name, table, column: column.column, isList, from, to }];
  });
}
