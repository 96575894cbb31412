import { fieldTypes } from '../../fields/registry.ts';
import { checkCondition } from '../condition-scope.ts';
import { resolveFieldPath } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { finding, pointerTo } from '../findings.ts';
import type { ComponentView, ModelView } from '../model-view.ts';
import type { ColumnProperties, ListViewProperties } from './schema.ts';

type ListViewFile = ListViewProperties & { readonly columns?: Readonly<Record<string, ColumnProperties>> };

/** Columns and sort fields lead to fields, across relationships too; the filter fits their types. */
export function checkListView({ object: objectName, value }: ComponentView, model: ModelView): Finding[] {
  const { columns = {}, filter, sort = [] } = value as ListViewFile; // fits the kind's schema
  const object = model.objects.get(objectName);
  if (object === undefined) return [];
  const paths = Object.keys(columns);
  const noColumns =
    paths.length === 0 ? [finding('MISSING_ITEMS', '/columns', 'A list view needs at least one column.')] : [];
  return [
    ...noColumns,
    ...paths.flatMap((path) => resolveFieldPath(model, object, { path, pointer: pointerTo('columns', path) }).findings),
    ...(filter === undefined
      ? []
      : checkCondition(model, object, { condition: filter, place: 'listViewFilter', pointer: '/filter' })),
    ...sort.flatMap(({ field: path }, index) => {
      const pointer = pointerTo('sort', index, 'field');
      const { field, findings } = resolveFieldPath(model, object, { path, pointer });
      if (field === undefined || fieldTypes[field.type].isSortable) return findings;
      return [
        finding('NOT_SORTABLE', pointer, `Records cannot be sorted by ${path}: it is of type ${field.type}.`, path),
      ];
    }),
  ];
}
