import type { Model } from '../layers/model.ts';
import type { ElementId } from '../packages/element.ts';
import { elementId } from '../packages/element-id.ts';
import { NOBODYS } from './allocated.ts';
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
  const columns: Unmapped[] = [];
  for (const [object, own] of fields) {
    const [table = '', visible] = [tables.get(object), model.objects.get(object)?.fields];
    if (!shown.has(table)) continue;
    for (const [field, { column }] of own) {
      if (visible?.has(field) || systemColumn(field)) continue;
      const element = elementId({ kind: 'field', component: `${object}.${field}`, path: [] });
      columns.push({ table, column, element });
    }
  }
  return [
    ...[...tables]
      .filter(([, table]) => !shown.has(table))
      .map(([name, table]) => ({ table, element: objectId(name) })),
    ...columns,
    ...Object.entries(retired).flatMap(([table, left]) =>
      shown.has(table) ? left.map(({ column }) => ({ table, column })) : [],
    ),
  ];
}

/** A removed object whose name another one took is dropped under the name that it had. */
function objectId(name: string): ElementId {
  return elementId({ kind: 'object', component: name.slice(name.lastIndexOf(NOBODYS) + 1), path: [] });
}
