import type { Condition } from '../../../platform/expressions/expression.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { Json } from '../../../platform/json.ts';
import { findField, findRelationship } from '../../../platform/layers/find.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import type { Cell, ColumnInfo } from '../../client/api.ts';
import type { Access } from '../../engine.ts';
import type { Row } from '../../query/query.ts';
import { mayReadField, mayReadObject } from '../visible.ts';

/** A field path that the person may see all the way, spelled as the model spells it. */
export interface VisiblePath {
  readonly path: readonly string[];
  readonly field: FieldDef;
  /** Path of the name of the record that a lookup at the end points to. */
  readonly displayPath?: readonly string[];
}

/** Resolves a path of metadata; undefined where the person may not see a step of it, as where there is none. */
export function visiblePath(access: Access, object: ObjectDef, path: string): VisiblePath | undefined {
  const steps = path.split('.');
  const name = steps.pop() ?? '';
  const canonical: string[] = [];
  let current = object;
  for (const step of steps) {
    const target = followed(access, current, step);
    if (!target) return undefined;
    canonical.push(target.name);
    current = target.object;
  }
  const field = findField(current, name);
  if (!field || !mayReadField(access, field)) return undefined;
  const parent = field.relationshipName ? followed(access, current, field.relationshipName) : undefined;
  return {
    path: [...canonical, field.name],
    field,
    ...(parent && { displayPath: [...canonical, parent.name, 'Name'] }),
  };
}

function followed(access: Access, object: ObjectDef, step: string): { name: string; object: ObjectDef } | undefined {
  const field = findRelationship(object, step);
  const target = field?.references ? access.live.model.objects.get(field.references) : undefined;
  if (!field || !target || !mayReadField(access, field) || !mayReadObject(access, target.name)) return undefined;
  return { name: field.relationshipName ?? step, object: target };
}

/** Paths to select for what a page shows: the values, and the names that lookups are shown by. */
export function selectPaths(paths: readonly VisiblePath[]): readonly (readonly string[])[] {
  return paths.flatMap(({ path, displayPath }) => (displayPath ? [path, displayPath] : [path]));
}

/** Value of a path in a row, with the name of the record where it is a lookup. */
export function cellOf(row: Row, { path, displayPath, field }: VisiblePath): Cell {
  const value: Json = row[path.join('.')] ?? null;
  if (!field.references || value === null) return { value };
  return { value, display: displayPath ? textOrNull(row[displayPath.join('.')]) : null };
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** What a page needs to know of a column. */
export function columnInfo(visible: VisiblePath, label: string | undefined): ColumnInfo {
  const { field, path } = visible;
  return {
    path: path.join('.'),
    label: label ?? field.label,
    type: field.type,
    isSortable: fieldTypes[field.type].isSortable,
    ...typeDetails(field),
  };
}

/** Options of a field that showing a value of it takes. */
export function typeDetails(field: FieldDef): Pick<ColumnInfo, 'references' | 'values' | 'scale'> {
  return {
    ...(field.references && { references: field.references }),
    ...(field.values && { values: field.values.map(({ value, label, isActive }) => ({ value, label, isActive })) }),
    ...(field.scale !== undefined && { scale: field.scale }),
  };
}

/** The field paths that a condition speaks of; globals are not among them. */
export function conditionPaths(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(conditionPaths);
  if ('any' in condition) return condition.any.flatMap(conditionPaths);
  if ('not' in condition) return conditionPaths(condition.not);
  const { fact, value } = condition;
  const other = typeof value === 'object' && value !== null && 'fact' in value ? [String(value.fact)] : [];
  return [fact, ...other].filter((path) => !path.startsWith('$'));
}
