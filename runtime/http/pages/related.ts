import type { Expression } from '../../../platform/expressions/expression.ts';
import type { ObjectDef, PageDef } from '../../../platform/layers/model.ts';
import type { RelatedList } from '../../client/api.ts';
import type { Context } from '../../context.ts';
import { runQuery } from '../../query/run-query.ts';
import { mayEditField, mayReadField, mayReadObject } from '../visible.ts';
import { listRow } from './list.ts';
import { columnInfo, selectPaths, visiblePath } from './paths.ts';

/** Rows of a related list on the record's page; the list itself has them all. */
const ROWS = 10;

/** The related lists of a record that the person may see: two queries each. */
export async function relatedLists(
  context: Context,
  object: ObjectDef,
  { page, id }: { readonly page: PageDef | undefined; readonly id: string },
): Promise<readonly RelatedList[]> {
  const lists = await Promise.all((page?.relatedLists ?? []).map((list) => relatedList(context, object, { list, id })));
  return lists.filter((list) => list !== undefined);
}

async function relatedList(
  context: Context,
  object: ObjectDef,
  { list, id }: { readonly list: PageDef['relatedLists'][number]; readonly id: string },
): Promise<RelatedList | undefined> {
  const relationship = object.children.find(({ name }) => name === list.relationship);
  const child = relationship && context.live.model.objects.get(relationship.object);
  const pointer = child?.fields.get(relationship?.field ?? '');
  if (!relationship || !child || !pointer) return undefined;
  if (!mayReadObject(context, child.name) || !mayReadField(context, pointer)) return undefined;

  const columns = list.columns.flatMap(({ path, label }) => {
    const visible = visiblePath(context, child, path);
    return visible ? [{ visible, info: columnInfo(visible, label) }] : [];
  });
  const paths = columns.map(({ visible }) => visible);
  const operand = { kind: 'literal', value: id } as const;
  const where: Expression = { kind: 'compare', path: [pointer.name], operator: 'equal', operand };
  const query = { object: child.name, where };
  const [{ rows }, { count }] = await Promise.all([
    runQuery(context, {
      ...query,
      select: [['Id'], ...selectPaths(paths)],
      orderBy: [
        { path: ['CreatedDate'], direction: 'desc' },
        { path: ['Id'], direction: 'desc' },
      ],
      limit: ROWS,
    }),
    runQuery(context, { ...query, select: [], isCount: true }),
  ]);
  const { name, label, pluralLabel } = child;
  return {
    relationship: relationship.name,
    label: list.label ?? relationship.label,
    object: { name, label, pluralLabel },
    field: pointer.name,
    columns: columns.map(({ info }) => info),
    rows: rows.map((row) => listRow(row, paths)),
    total: count,
    canCreate: (context.principal.permissions.objects.get(name)?.create ?? false) && mayEditField(context, pointer),
  };
}
