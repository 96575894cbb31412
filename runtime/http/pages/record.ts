import { parseRecordId } from '../../../platform/fields/record-id.ts';
import type { Json } from '../../../platform/json.ts';
import { findField } from '../../../platform/layers/find.ts';
import type { ActionDef, FieldDef, ObjectDef, PageDef } from '../../../platform/layers/model.ts';
import type { ActionInfo, Cell, FieldInfo, RecordPage } from '../../client/api.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { loadRows } from '../../query/load-rows.ts';
import type { Row } from '../../query/query.ts';
import { runQuery } from '../../query/run-query.ts';
import { availableActions } from '../../records/available-actions.ts';
import { recordId, visibleObject } from '../rest/visible-object.ts';
import { mayReadField } from '../visible.ts';
import { fieldInfo, inputInfo, type Occasion, startValue } from './fields.ts';
import { cellOf, selectPaths, typeDetails, type VisiblePath, visiblePath } from './paths.ts';
import { relatedLists } from './related.ts';

/** The page of a record: a number of queries that depends on the page's metadata alone. */
export async function recordPage(context: Context, objectName: string, idText: string): Promise<RecordPage> {
  const object = visibleObject(context, objectName);
  const id = recordId(context, object, idText);
  const layout = layoutOf(context, object);
  const [row] = await loadRows(context, object.name, [id]);
  if (!row) throw refuse('NOT_FOUND', `This ${object.label} does not exist, or you may not see it.`);
  const paths = [...layout.fields, ...layout.highlights, ...audit(context, object)];
  const [{ rows }, related, actions] = await Promise.all([
    runQuery(context, {
      object: object.name,
      select: [['Id'], ['Name'], ...selectPaths(paths)],
      where: isRecord(id),
      limit: 1,
    }),
    relatedLists(context, object, { page: layout.page, id }),
    availableActions(context, object, [row]),
  ]);
  const values = rows[0];
  // Deleted between the two: as if it had not been there.
  if (!values) throw refuse('NOT_FOUND', `This ${object.label} does not exist, or you may not see it.`);
  const occasion: Occasion = { kind: 'existing', canEdit: row.canEdit };
  return {
    ...pageHead(context, object),
    id,
    name: String(values.Name ?? ''),
    version: row.version,
    fields: infos(context, layout.fields, occasion),
    values: cells(values, layout.fields),
    page: pageBody(layout, values),
    related,
    actions: (actions.get(id) ?? []).map((action) => actionInfo(object, action)),
    canEdit: row.canEdit,
    canDelete: row.canDelete,
    ...auditValues(values),
  };
}

/** The page of a record to be, with the values that its address brings along. */
export async function newRecordPage(
  context: Context,
  objectName: string,
  prefill: Readonly<Record<string, string>>,
): Promise<RecordPage> {
  const object = visibleObject(context, objectName);
  if (!context.principal.permissions.objects.get(object.name)?.create)
    throw refuse('INSUFFICIENT_ACCESS_OR_READONLY', `You may not create ${object.pluralLabel}.`);
  const layout = layoutOf(context, object, Object.keys(prefill));
  const values = await startValues(context, layout.fields, prefill);
  return {
    ...pageHead(context, object),
    id: null,
    name: `New ${object.label}`,
    version: null,
    fields: infos(context, layout.fields, { kind: 'new' }),
    values,
    page: { ...pageBody(layout, {}), highlights: [] },
    related: [],
    actions: [],
    canEdit: true,
    canDelete: false,
    createdBy: null,
    createdDate: null,
    lastModifiedBy: null,
    lastModifiedDate: null,
  };
}

/** What of an object's page the person may see. */
interface Layout {
  readonly page: PageDef | undefined;
  readonly name: string;
  readonly pathField: FieldDef | undefined;
  readonly highlights: readonly VisiblePath[];
  readonly sections: RecordPage['page']['sections'];
  /** Fields of the sections, of the path, and those asked for besides. */
  readonly fields: readonly VisiblePath[];
}

function layoutOf(context: Context, object: ObjectDef, more: readonly string[] = []): Layout {
  const { page } = object;
  const isVisible = (name: string) => visiblePath(context, object, name) !== undefined;
  const sections = (page?.sections ?? [everything(object)])
    .map((section) => ({ ...section, fields: section.fields.filter(isVisible) }))
    .filter(({ fields }) => fields.length > 0);
  const pathField = page?.pathField ? object.fields.get(page.pathField) : undefined;
  const shownPath = pathField && mayReadField(context, pathField) ? pathField : undefined;
  const names = [...sections.flatMap(({ fields }) => fields), ...(shownPath ? [shownPath.name] : []), ...more, 'Name'];
  const visible = names.flatMap((name) => visiblePath(context, object, name) ?? []);
  const own = visible.filter(({ path }) => path.length === 1);
  return {
    page,
    name: page?.name ?? object.name,
    pathField: shownPath,
    highlights: (page?.highlights ?? []).flatMap((path) => visiblePath(context, object, path) ?? []),
    sections,
    fields: [...new Map(own.map((path) => [path.field.name, path])).values()],
  };
}

/** An object without a page of its own shows all its fields. */
function everything(object: ObjectDef): PageDef['sections'][number] {
  const fields = [...object.fields.values()].filter(
    ({ isSystem, name }) => !isSystem || name === 'Name' || name === 'OwnerId',
  );
  return { id: 'details', label: 'Details', columns: 2, fields: fields.map(({ name }) => name) };
}

function pageHead(
  context: Context,
  { name, label, pluralLabel }: ObjectDef,
): Pick<RecordPage, 'object' | 'modelVersion'> {
  return { object: { name, label, pluralLabel }, modelVersion: context.live.version };
}

function pageBody({ name, page, pathField, highlights, sections }: Layout, row: Row): RecordPage['page'] {
  return {
    name,
    ...(pathField && { path: pathInfo(pathField, page?.pathSteps ?? [], row[pathField.name] ?? null) }),
    highlights: highlights.map((visible) => ({
      path: visible.path.join('.'),
      label: visible.field.label,
      type: visible.field.type,
      cell: cellOf(row, visible),
      ...typeDetails(visible.field),
    })),
    sections,
  };
}

function pathInfo(field: FieldDef, steps: readonly string[], current: Json): NonNullable<RecordPage['page']['path']> {
  const values = field.values ?? [];
  const shown = steps.length > 0 ? steps : values.filter(({ isActive }) => isActive).map(({ value }) => value);
  const label = (step: string) => values.find(({ value }) => value === step)?.label ?? step;
  return {
    field: field.name,
    steps: shown.map((step) => ({ value: step, label: label(step) })),
    current: typeof current === 'string' ? current : null,
  };
}

function infos(context: Context, paths: readonly VisiblePath[], occasion: Occasion): Record<string, FieldInfo> {
  return Object.fromEntries(paths.map(({ field }) => [field.name, fieldInfo(context, field, occasion)]));
}

function cells(row: Row, paths: readonly VisiblePath[]): Record<string, Cell> {
  return Object.fromEntries(paths.map((path) => [path.field.name, cellOf(row, path)]));
}

function actionInfo(object: ObjectDef, action: ActionDef): ActionInfo {
  const state = findField(object, action.stateField);
  const to = action.to && (state?.values?.find(({ value }) => value === action.to)?.label ?? action.to);
  return {
    name: action.name,
    label: action.label,
    description: action.description,
    ...(action.emphasis && { emphasis: action.emphasis }),
    ...(to && { to }),
    inputs: action.inputs.flatMap((input) => {
      const field = findField(object, input.field);
      return field ? [inputInfo(field, input)] : [];
    }),
  };
}

const AUDIT = ['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate'];

function audit(context: Context, object: ObjectDef): readonly VisiblePath[] {
  return AUDIT.flatMap((name) => visiblePath(context, object, name) ?? []);
}

function auditValues(row: Row): Pick<RecordPage, 'createdBy' | 'createdDate' | 'lastModifiedBy' | 'lastModifiedDate'> {
  const text = (path: string) => {
    const value = row[path];
    return typeof value === 'string' ? value : null;
  };
  return {
    createdBy: text('CreatedBy.Name'),
    createdDate: text('CreatedDate'),
    lastModifiedBy: text('LastModifiedBy.Name'),
    lastModifiedDate: text('LastModifiedDate'),
  };
}

function isRecord(id: string) {
  return { kind: 'compare', path: ['Id'], operator: 'equal', operand: { kind: 'literal', value: id } } as const;
}

/** Defaults, then what the address says; records that it names are shown by their names. */
async function startValues(
  context: Context,
  paths: readonly VisiblePath[],
  prefill: Readonly<Record<string, string>>,
): Promise<Record<string, Cell>> {
  const given = new Map(Object.entries(prefill).map(([name, value]) => [name.toLowerCase(), value]));
  const entries = await Promise.all(
    paths.map(async ({ field }): Promise<[string, Cell]> => {
      const own = field.name === 'OwnerId' ? context.principal.userId : startValue(field);
      const asked = given.get(field.name.toLowerCase());
      // An id that is none, from an old or mistyped address, is no reason not to show the form.
      const value = (field.references && asked !== undefined ? parseRecordId(asked) : asked) ?? own;
      if (!field.references || typeof value !== 'string') return [field.name, { value }];
      return [field.name, { value, display: await nameOf(context, field.references, value) }];
    }),
  );
  return Object.fromEntries(entries);
}

async function nameOf(context: Context, object: string, id: string): Promise<string | null> {
  if (!context.principal.permissions.objects.get(object)?.read) return null;
  const { rows } = await runQuery(context, { object, select: [['Name']], where: isRecord(id), limit: 1 });
  const name = rows[0]?.Name;
  return typeof name === 'string' ? name : null;
}
