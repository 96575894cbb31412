import { columnOfField, splitField } from './allocated.ts';
import { quoteIdentifier, quoteText } from './identifier.ts';
import type { AllocatedColumn, Allocation, ChangeOf, SchemaChange } from './physical.ts';

/** A picklist value that is called otherwise from now on. */
export interface ValueRename {
  /** `Object.Field`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/**
 * What records have to be rewritten where picklist values are renamed: a column once, since values may swap their names.
 * One that its field leaves keeps the names that it has; those of a new one are made as the values are.
 */
export function planValueRenames(
  renames: readonly ValueRename[],
  before: Allocation,
  { objects, fields }: Allocation,
): SchemaChange[] {
  return [...Map.groupBy(renames, ({ field }) => field)].flatMap(([each, names]): SchemaChange[] => {
    const [object, field] = splitField(each);
    const column = columnOfField({ fields }, object, field);
    const table = objects[object]?.table;
    if (column === undefined || table === undefined) return [];
    if (columnOfField(before, object, field)?.column !== column.column) return [];
    return [{ change: 'renameValues', object, field, table, column: column.column, ...renaming(column, names) }];
  });
}

/** SQL of the value in a field's column under its new name; of the column itself where none of its values has one. */
export function renamedColumnSql(column: AllocatedColumn, field: string, renames: readonly ValueRename[]): string {
  const names = renames.filter((each) => each.field === field);
  const key = quoteIdentifier(column.column);
  return names.length === 0 ? key : renamedValueSql(key, renaming(column, names));
}

type Renaming = Pick<ChangeOf<'renameValues'>, 'isList' | 'names'>;

function renaming({ sqlType }: AllocatedColumn, names: readonly ValueRename[]): Renaming {
  return { isList: sqlType.endsWith('[]'), names: names.map(({ from, to }) => ({ from, to })) };
}

/** SQL of a picklist's value under its new name, from the SQL of the value as it is; a list is sorted again. */
export function renamedValueSql(value: string, { isList, names }: Renaming): string {
  const cases = names.map(({ from, to }) => `when ${quoteText(from)} then ${quoteText(to)}`).join(' ');
  if (!isList) return `case ${value} ${cases} else ${value} end`;
  return `(select array_agg(distinct v order by v) from (select case v ${cases} else v end as v from unnest(${value}) v) v)`;
}
