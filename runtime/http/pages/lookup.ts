import type { Expression } from '../../../platform/expressions/expression.ts';
import { findField } from '../../../platform/layers/find.ts';
import type { ObjectDef } from '../../../platform/layers/model.ts';
import type { LookupChoices } from '../../client/api.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../errors.ts';
import type { Query, Row } from '../../query/query.ts';
import { runQuery } from '../../query/run-query.ts';
import { visibleObject } from '../rest/visible-object.ts';
import { mayReadField, mayReadObject } from '../visible.ts';
import { cellOf, selectPaths, type VisiblePath, visiblePath } from './paths.ts';
import { searchCondition } from './search.ts';

const MAX_CHOICES = 20;
/** Values that tell namesakes apart, at most. */
const MAX_DETAILS = 3;

/** Records that a lookup may point to: those whose name begins so first, then those with the words anywhere. */
export async function lookupChoices(
  context: Context,
  {
    object: objectName,
    field: fieldName,
    text,
  }: { readonly object: string; readonly field: string; readonly text: string },
): Promise<LookupChoices> {
  const target = targetOf(context, objectName, fieldName);
  const details = detailPaths(context, target);
  const ask = (where: Expression | undefined) =>
    runQuery(context, lookupQuery(target, { details, where })).then(({ rows }) => rows);
  const words = text.trim();
  const found = words === '' ? await ask(undefined) : await ask(beginsWith(words));
  // Looking inside names is the dearer question, asked only where the first leaves room.
  const more =
    words === '' || found.length > MAX_CHOICES ? [] : await ask(searchCondition(words, searchedPaths(context, target)));
  const rows = [...new Map([...found, ...more].map((row) => [String(row.Id), row])).values()];
  return { choices: rows.slice(0, MAX_CHOICES).map((row) => choice(row, details)), hasMore: rows.length > MAX_CHOICES };
}

function targetOf(context: Context, objectName: string, fieldName: string): ObjectDef {
  const object = visibleObject(context, objectName);
  const field = findField(object, fieldName);
  const target = field?.references ? context.live.model.objects.get(field.references) : undefined;
  const isInput = [...object.actions.values()].some(
    ({ name, inputs }) =>
      context.principal.permissions.actions.has(`${object.name}.${name}`) &&
      inputs.some((input) => input.field === field?.name),
  );
  if (!field || !target || !(mayReadField(context, field) || isInput) || !mayReadObject(context, target.name))
    throw refuse('NOT_FOUND', `${object.label} has no lookup "${fieldName}".`);
  return target;
}

/** The key facts of the target's page, besides its name. */
function detailPaths(context: Context, target: ObjectDef): readonly VisiblePath[] {
  const paths = target.page?.highlights ?? [];
  const visible = paths.flatMap((path) => visiblePath(context, target, path) ?? []);
  return visible.filter(({ path }) => path.join('.') !== 'Name').slice(0, MAX_DETAILS);
}

/** The name and the identifiers by which people know a record. */
function searchedPaths(context: Context, target: ObjectDef): readonly VisiblePath[] {
  const keys = [...target.fields.values()].filter(({ isExternalId }) => isExternalId).map(({ name }) => name);
  return ['Name', ...keys].flatMap((name) => visiblePath(context, target, name) ?? []);
}

interface Asked {
  readonly details: readonly VisiblePath[];
  readonly where: Expression | undefined;
}

function lookupQuery(target: ObjectDef, { details, where }: Asked): Query {
  const terms = [where, isChoosable(target)].filter((term) => term !== undefined);
  return {
    object: target.name,
    select: [['Id'], ['Name'], ...selectPaths(details)],
    ...(terms.length > 0 && { where: { kind: 'and', terms } }),
    text: 'ignoreCase',
    orderBy: [
      { path: ['Name'], direction: 'asc' },
      { path: ['Id'], direction: 'asc' },
    ],
    limit: MAX_CHOICES + 1,
  };
}

/** Nobody new is entrusted to a user who is no longer active. */
function isChoosable({ name }: ObjectDef): Expression | undefined {
  if (name !== 'User') return undefined;
  return { kind: 'compare', path: ['IsActive'], operator: 'equal', operand: { kind: 'literal', value: true } };
}

function beginsWith(text: string): Expression {
  return { kind: 'compare', path: ['Name'], operator: 'startsWith', operand: { kind: 'literal', value: text } };
}

function choice(row: Row, details: readonly VisiblePath[]): LookupChoices['choices'][number] {
  const shown = details.map((path) => {
    const { value, display } = cellOf(row, path);
    const label = path.field.values?.find((each) => each.value === value)?.label;
    return path.field.references ? display : (label ?? value);
  });
  return {
    id: String(row.Id),
    name: String(row.Name ?? ''),
    detail: shown.filter((text) => text !== null && text !== undefined && text !== '').join(' · '),
  };
}
