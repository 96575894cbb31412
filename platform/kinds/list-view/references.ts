import { objectOfPart } from '../field-name.ts';
import type { KindReferences } from '../reference.ts';
import { eachOf, membersOf } from '../reference-properties.ts';

/** A list view names its columns, what its filter speaks of, and what it sorts by. */
export const listViewReferences: KindReferences = {
  key: ({ component, path: [, key = ''] }, names) => names.path(objectOfPart(component), key, 'a column'),
  properties: ({ component, path, properties }, names) => {
    if (path.length > 0) return {};
    const object = objectOfPart(component);
    return {
      filter: names.condition(object, properties.filter, 'in the filter'),
      sort: eachOf(
        properties.sort,
        (sort) => membersOf(sort, ({ field }) => ({ field: names.path(object, field, 'in the sort order') })) ?? sort,
      ),
    };
  },
};
