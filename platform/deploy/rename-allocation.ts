import type { Renames } from '../layers/rename.ts';
import { byObject, columnsOfFields, NOBODYS, splitField } from '../physical/allocated.ts';
import type { AllocatedColumn, Allocation } from '../physical/physical.ts';

/**
 * Tables and columns stay; what they are there for, and point to, has another name, what retired from it too. What was
 * dropped under a name that something else takes gives it up: a column retires, a table is nobody's.
 */
export function renameAllocation(allocation: Allocation, renames: Renames): Allocation {
  const renamed = (kind: 'object' | 'field', name: string) => renames.of({ kind, component: name, path: [] }).component;
  const objects = renameKeys(Object.entries(allocation.objects), (name) => renamed('object', name));
  const tables = new Map(objects.kept);
  const nobodys = new Map<string, string>();
  for (const [name, table] of objects.displaced) {
    const free = nobodysName(name, (each) => tables.has(each));
    nobodys.set(name, free);
    tables.set(free, table);
  }
  const renamedField = (name: string) => {
    const [object, field] = splitField(name);
    const nobody = nobodys.get(object);
    return nobody === undefined ? renamed('field', name) : `${nobody}.${field}`;
  };
  const pointing = <T extends AllocatedColumn>(column: T): T => {
    if (column.references === undefined) return column;
    const references = nobodys.get(column.references) ?? renamed('object', column.references);
    return references === column.references ? column : { ...column, references };
  };
  const columns = [...columnsOfFields(allocation)].map(
    ([object, field, each]) => [`${object}.${field}`, pointing(each)] as const,
  );
  const fields = renameKeys(columns, renamedField);
  const retired = new Map(
    Object.entries(allocation.retired).map(([table, left]) => [
      table,
      left.map(pointing).map((each) => {
        const field = renamedField(each.field);
        return field === each.field ? each : { ...each, field };
      }),
    ]),
  );
  for (const [name, column] of fields.displaced) {
    const [object, field] = splitField(name);
    const table = allocation.objects[object]?.table ?? '';
    retired.set(table, [...(retired.get(table) ?? []), { ...column, field: `${object}.${NOBODYS}${field}` }]);
  }
  return {
    objects: Object.fromEntries(tables),
    fields: byObject([...fields.kept].map(([name, column]) => [...splitField(name), column])),
    retired: Object.fromEntries(retired),
  };
}

/** Several objects may have lost the same name one after the other. */
function nobodysName(name: string, isTaken: (name: string) => boolean): string {
  const free = `${NOBODYS}${name}`;
  return isTaken(free) ? nobodysName(free, isTaken) : free;
}

/** Entries under their new names, and those whose name another one takes. */
function renameKeys<T>(
  entries: readonly (readonly [string, T])[],
  rename: (name: string) => string,
): { readonly kept: ReadonlyMap<string, T>; readonly displaced: readonly (readonly [string, T])[] } {
  const named = entries.map(([name, value]) => [name, rename(name), value] as const);
  const taken = new Set(named.flatMap(([was, is]) => (was === is ? [] : [is])));
  const isDisplaced = (was: string, is: string) => was === is && taken.has(is);
  return {
    kept: new Map(named.flatMap(([was, is, value]) => (isDisplaced(was, is) ? [] : [[is, value]]))),
    displaced: named.flatMap(([was, is, value]) => (isDisplaced(was, is) ? [[was, value] as const] : [])),
  };
}
