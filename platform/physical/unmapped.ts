import type { Model } from '../layers/model.ts';
import type { ElementId } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';
import type { Allocation } from './physical.ts';
import { systemColumn } from './system-columns.ts';

/** A table or column that no object or field of a model shows. */
export interface Unmapped {
  readonly table: string;
  /** Absent: the whole table. */
  readonly column?: string;
  /** What it was there for, as last deployed; absent where nothing is known of it but its name. */
  readonly element?: ElementId;
}

/** What was allocated once and is not shown by a model: removed objects, removed fields of the others, retired columns. */
export function unmappedOf(model: Model, { objects, fields, retired }: Allocation): readonly Unmapped[] {
  const tables = new Map(Object.entries(objects).map(([name, { table }]) => [name, table]));
  const shown = new Set([...model.objects.keys()].flatMap((name) => tables.get(name) ?? []));
  const columns = Object.entries(fields).flatMap(([key, { column }]): Unmapped[] => {
    const dot = key.indexOf('.');
    const [object, field] = [key.slice(0, dot), key.slice(dot + 1)];
    const table = tables.get(object) ?? '';
    if (!shown.has(table) || systemColumn(field) || model.objects.get(object)?.fields.has(field)) return [];
    return [{ table, column, element: elementId({ kind: 'field', component: key, path: [] }) }];
  });
  return [
    ...[...tables]
      .filter(([, table]) => !shown.has(table))
      .map(([name, table]) => ({ table, element: objectId(name) })),
    ...columns,
    ...Object.entries(retired).flatMap(([table, columns]) =>
      shown.has(table) ? columns.map(({ column }) => ({ table, column })) : [],
    ),
  ];
}

/** A removed object whose name another one took has a `~` before it in the allocation. */
function objectId(name: string): ElementId {
  return elementId({ kind: 'object', component: name.replace(/^~/, ''), path: [] });
}
