import { columnOfField, splitField } from './allocated.ts';
import { quoteText } from './identifier.ts';
import type { Allocation, ChangeOf, SchemaChange } from './physical.ts';

/** A picklist value that is called otherwise from now on. */
export interface ValueRename {
  /** `Object.Field`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What records have to be rewritten where picklist values are renamed: a column once, since values may swap their names. */
export function planValueRenames(renames: readonly ValueRename[], allocation: Allocation): SchemaChange[] {
  return [...Map.groupBy(renames, ({ field }) => field)].flatMap(([each, values]): SchemaChange[] => {
    const [object, field] = splitField(each);
    const column = columnOfField(allocation, object, field);
    const table = allocation.objects[object]?.table;
    if (column === undefined || table === undefined) return [];
    const isList = column.sqlType.endsWith('[]');
    const names = values.map(({ from, to }) => ({ from, to }));
    return [{ change: 'renameValues', object, field, table, column: column.column, isList, names }];
  });
}

type Renaming = Pick<ChangeOf<'renameValues'>, 'isList' | 'names'>;

/** SQL of a picklist's value under its new name, from the SQL of the value as it is; a list is sorted again. */
export function renamedValueSql(value: string, { isList, names }: Renaming): string {
  const cases = names.map(({ from, to }) => `when ${quoteText(from)} then ${quoteText(to)}`).join(' ');
  if (!isList) return `case ${value} ${cases} else ${value} end`;
  return `(select array_agg(distinct v order by v) from (select case v ${cases} else v end as v from unnest(${value}) v) v)`;
}
