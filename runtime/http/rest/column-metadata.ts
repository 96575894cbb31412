import { fieldTypes } from '../../../platform/fields/registry.ts';
import { findField, findObject, findRelationship } from '../../../platform/layers/find.ts';
import type { FieldDef, Model, ObjectDef } from '../../../platform/layers/model.ts';
import type { Access } from '../../engine.ts';
import { refuse } from '../../errors.ts';
import type { Query } from '../../query/query.ts';
import { mayReadField, mayReadObject } from '../visible.ts';

interface Column {
  readonly aggregate: boolean;
  readonly apexType: string | null;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: readonly Column[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
}

/** Answer of `query?q=…&columns=true`: what the columns of a query are, without its rows. */
export function columnMetadata(access: Access, query: Query): object {
  const object = findObject(access.live.model, query.object);
  if (!object || !mayReadObject(access, object.name))
    throw refuse('INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
  return {
    columnMetadata: mergeJoins(query.select.map((path) => columnOf(access, object, path))),
    entityName: object.name,
    groupBy: false,
    idSelected: query.select.some((path) => path.length === 1 && path[0]?.toLowerCase() === 'id'),
    keyPrefix: access.live.physical.keyPrefix(object.name),
  };
}

function columnOf(access: Access, object: ObjectDef, path: readonly string[]): Column {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return fieldColumn(fieldOf(access, object, first));
  const { field, target } = relationshipOf(access, object, first);
  const joined = columnOf(access, target, rest);
  return {
    ...COLUMN,
    columnName: field.relationshipName ?? first,
    displayName: field.relationshipName ?? first,
    joinColumns: [joined],
  };
}

function fieldOf(access: Access, object: ObjectDef, name: string): FieldDef {
  const field = findField(object, name);
  if (field && mayReadField(access, field)) return field;
  throw refuse('INVALID_FIELD', `No such column '${name}' on entity '${object.name}'.`);
}

function relationshipOf(access: Access, object: ObjectDef, name: string): { field: FieldDef; target: ObjectDef } {
  const model: Model = access.live.model;
  const field = findRelationship(object, name);
  const target = field?.references ? model.objects.get(field.references) : undefined;
  if (field && target && mayReadField(access, field) && mayReadObject(access, target.name)) return { field, target };
  throw refuse('INVALID_FIELD', `Didn't understand relationship '${name}' in field path.`);
}

const COLUMN: Column = {
  aggregate: false,
  apexType: null,
  booleanType: false,
  columnName: '',
  custom: false,
  displayName: '',
  foreignKeyName: null,
  insertable: false,
  joinColumns: [],
  numberType: false,
  textType: false,
  updatable: false,
};

function fieldColumn(field: FieldDef): Column {
  const { valueClass } = fieldTypes[field.type];
  return {
    ...COLUMN,
    columnName: field.name,
    displayName: field.name,
    custom: field.isCustom,
    insertable: field.isWritable,
    updatable: field.isWritable,
    booleanType: valueClass === 'boolean',
    numberType: valueClass === 'number',
    textType: valueClass === 'text' || valueClass === 'choice' || valueClass === 'choices',
  };
}

/** Columns of one parent stand together under it. */
function mergeJoins(columns: readonly Column[]): Column[] {
  const merged = new Map<string, Column>();
  for (const column of columns) {
    const earlier = merged.get(column.columnName);
    const joinColumns = mergeJoins([...(earlier?.joinColumns ?? []), ...column.joinColumns]);
    merged.set(column.columnName, { ...column, joinColumns });
  }
  return [...merged.values()];
}
