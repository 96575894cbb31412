import type { Expression } from '../../../platform/expressions/expression.ts';
import { parseCondition } from '../../../platform/expressions/parse-condition.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import { CONDITION_GLOBALS, conditionScope } from '../../../platform/kinds/condition-scope.ts';
import { findByName } from '../../../platform/kinds/find.ts';
import type { ListViewDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { ListPage, ListRow } from '../../client/api.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../errors.ts';
import type { Query, Row } from '../../query/query.ts';
import { runQuery } from '../../query/run-query.ts';
import { visibleObject } from '../rest/visible-object.ts';
import { cellOf, columnInfo, selectPaths, type VisiblePath, visiblePath } from './paths.ts';
import { viewSentence, visibleViews } from './views.ts';

/** What a list page asks for. */
export interface ListRequest {
  readonly object: string;
  readonly view: string;
  readonly search?: string;
  readonly sort?: string;
  readonly direction?: 'asc' | 'desc';
  readonly page: number;
  readonly pageSize: number;
}

/** Stands for the object's first list view, where an address names none. */
const FIRST_VIEW = '-';

/** Rows are counted so far; a bigger list is told as "more than". */
const COUNT_CAP = 10_000;

/** A page of a list view: two queries, whatever it shows. */
export async function listPage(context: Context, request: ListRequest): Promise<ListPage> {
  const object = visibleObject(context, request.object);
  const views = visibleViews(context, object);
  const view =
    request.view === FIRST_VIEW ? views[0] : findByName(new Map(views.map((each) => [each.name, each])), request.view);
  if (!view) throw refuse('NOT_FOUND', `${object.pluralLabel} has no list view "${request.view}".`);

  const columns = view.columns.flatMap(({ path, label }) => {
    const visible = visiblePath(context, object, path);
    return visible ? [{ visible, info: columnInfo(visible, label) }] : [];
  });
  const paths = columns.map(({ visible }) => visible);
  const sort = sortOf(context, object, { view, request });
  const query = listQuery(context, object, { view, paths, sort, search: request.search ?? '' });
  const { page, pageSize } = request;
  const { orderBy: _order, ...counted } = query;
  const [{ rows }, { count }] = await Promise.all([
    runQuery(context, { ...query, limit: pageSize, offset: (page - 1) * pageSize }),
    runQuery(context, { ...counted, select: [], isCount: true, limit: COUNT_CAP + 1 }),
  ]);
  return {
    object: { name: object.name, label: object.label, pluralLabel: object.pluralLabel },
    view: {
      name: view.name,
      label: view.label,
      description: view.description,
      sentence: viewSentence(context, object, view),
    },
    views: views.map(({ name, label }) => ({ name, label })),
    columns: columns.map(({ info }) => info),
    rows: rows.map((row) => listRow(row, paths)),
    total: Math.min(count, COUNT_CAP),
    isCapped: count > COUNT_CAP,
    page,
    pageSize,
    sort,
    canCreate: context.principal.permissions.objects.get(object.name)?.create ?? false,
    modelVersion: context.live.version,
  };
}

/** A row of a list as pages show it. */
export function listRow(row: Row, paths: readonly VisiblePath[]): ListRow {
  return { id: String(row.Id), cells: paths.map((path) => cellOf(row, path)) };
}

type Sort = ListPage['sort'];

function sortOf(
  context: Context,
  object: ObjectDef,
  { view, request }: { view: ListViewDef; request: ListRequest },
): Sort {
  if (request.sort) {
    const visible = visiblePath(context, object, request.sort);
    if (!visible || !columnInfo(visible, undefined).isSortable)
      throw refuse('INVALID_FIELD', `${object.pluralLabel} cannot be sorted by "${request.sort}".`);
    return [{ field: visible.path.join('.'), direction: request.direction ?? 'asc' }];
  }
  const own = view.sort.flatMap(({ field, direction }) => {
    const visible = visiblePath(context, object, field);
    return visible ? [{ field: visible.path.join('.'), direction }] : [];
  });
  return own.length > 0 ? own : [{ field: 'Name', direction: 'asc' }];
}

interface Listed {
  readonly view: ListViewDef;
  readonly paths: readonly VisiblePath[];
  readonly sort: Sort;
  readonly search: string;
}

function listQuery(context: Context, object: ObjectDef, { view, paths, sort, search }: Listed): Query {
  const where = viewFilter(context, object, view);
  return {
    object: object.name,
    select: [['Id'], ...selectPaths(paths)],
    ...(where && { where }),
    ...(search.trim() && { search: { text: search, paths: searchedPaths(paths) } }),
    orderBy: [
      ...sort.map(({ field, direction }) => ({ path: sortPath(paths, field), direction })),
      // Ties in any order would repeat rows on one page and lose them on the next.
      { path: ['Id'], direction: 'asc' },
    ],
  };
}

/** What people see as text: names, texts, choices, and the names of records pointed to. */
function searchedPaths(paths: readonly VisiblePath[]): readonly (readonly string[])[] {
  const shown = paths.filter(({ field, displayPath }) => displayPath || fieldTypes[field.type].isFilterable);
  return [['Name'], ...shown.map(({ path, displayPath }) => displayPath ?? path)];
}

/** Lookups are sorted by what people see of them: the name. */
function sortPath(paths: readonly VisiblePath[], field: string): readonly string[] {
  const visible = paths.find(({ path }) => path.join('.') === field);
  return visible?.displayPath ?? field.split('.');
}

function viewFilter({ live }: Context, object: ObjectDef, { filter, name }: ListViewDef): Expression | undefined {
  if (!filter) return undefined;
  const { expression, problems } = parseCondition(
    filter,
    conditionScope(live.model, object, CONDITION_GLOBALS.listViewFilter),
  );
  // The model was checked before it went live; should it not compile, nothing is shown rather than everything.
  if (!expression) throw new Error(`The filter of ${object.name}.${name} does not parse: ${problems[0]?.message}`);
  return expression;
}
