import type { Expression, Operand } from '../../platform/expressions/expression.ts';
import type { ValueClass } from '../../platform/fields/field-type.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { GLOBALS, globalOf, isGlobal } from './globals.ts';
import type { Names } from './names.ts';
import { type Clock, type FilterSubject, isStorable, planComparison, VALUE } from './plan-comparison.ts';
import { DATE_LITERAL, type Query } from './query.ts';
import {
  atPath,
  fieldNotUsable,
  noSuchColumn,
  noSuchObject,
  noSuchRelationship,
  tooManyRelationships,
} from './unknown-names.ts';

/** A query with every name resolved and every literal checked; nothing in it is allowed yet. */
export interface Plan {
  readonly object: string;
  /** The object itself, then one per relationship path, each after the table that it hangs on. */
  readonly tables: readonly PlanTable[];
  readonly columns: readonly PlanColumn[];
  readonly isCount: boolean;
  readonly isVersioned: boolean;
  /** Paths are canonical; literals are lifted to `values`: a fact `['$Value', '3']` is the fourth. */
  readonly where?: Expression;
  /** What each path in `where` stands for. */
  readonly facts: ReadonlyMap<string, FieldRef>;
  readonly text: 'exact' | 'ignoreCase';
  /** A second condition that must hold, always compared without case. */
  readonly search?: Expression;
  /** Fields of the reader's own user record that the condition compares with. */
  readonly ownFields: readonly FieldDef[];
  readonly orderBy: readonly PlanOrder[];
  readonly values: readonly PlanValue[];
  readonly hasLimit: boolean;
  readonly hasOffset: boolean;
}

export type PlanValue = string | number | boolean | readonly (string | number | boolean)[];

export interface PlanTable {
  readonly object: string;
  /** Path from the main object: '' for it, `Provider__r`, `Provider__r.Parent`. */
  readonly path: string;
  /** The lookup that leads here: a field of an earlier table. Absent for the main object. */
  readonly via?: { readonly table: number; readonly field: string };
}

export interface FieldRef {
  readonly table: number;
  readonly field: FieldDef;
}

export interface PlanColumn extends FieldRef {
  /** Canonical path, the key in a row. */
  readonly path: string;
}

export interface PlanOrder extends FieldRef {
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last' | 'default';
}

/** How many relationships a path may follow. */
const MAX_RELATIONSHIPS = 5;

/** Resolves a query against the names that its reader may know. Refuses with INVALID_TYPE, INVALID_FIELD and the like. */
export function planQuery(names: Names, query: Query, clock: Clock): Plan {
  const object = names.object(query.object);
  if (!object) throw noSuchObject(names, query);
  const draft: Draft = {
    names,
    query,
    clock,
    objects: [object],
    tables: [{ object: object.name, path: '' }],
    facts: new Map(),
    ownFields: [],
    values: [],
  };
  const columns = planColumns(draft);
  const where = query.where && planWhere(draft, query.where);
  const search = query.search && planSearch(draft, query.search);
  const orderBy = (query.orderBy ?? []).map((item) => planOrder(draft, item));
  if (query.limit !== undefined) draft.values.push(query.limit);
  if (query.offset !== undefined) draft.values.push(query.offset);
  return {
    object: object.name,
    tables: draft.tables,
    columns,
    isCount: query.isCount === true,
    isVersioned: query.isVersioned === true,
    ...(where ? { where } : {}),
    facts: draft.facts,
    text: query.text ?? 'exact',
    ...(search ? { search } : {}),
    ownFields: draft.ownFields,
    orderBy,
    values: draft.values,
    hasLimit: query.limit !== undefined,
    hasOffset: query.offset !== undefined,
  };
}

interface Draft {
  readonly names: Names;
  readonly query: Query;
  readonly clock: Clock;
  /** Objects of the tables, by the same index. */
  readonly objects: ObjectDef[];
  readonly tables: PlanTable[];
  readonly facts: Map<string, FieldRef>;
  readonly ownFields: FieldDef[];
  readonly values: PlanValue[];
}

type Path = readonly string[];

function planColumns(draft: Draft): readonly PlanColumn[] {
  const columns = draft.query.select.flatMap((path) => {
    const all = /^FIELDS\((ALL|STANDARD|CUSTOM)\)$/.exec(path[0] ?? '');
    return all ? everyField(draft, all[1] ?? '') : [planField(draft, path)];
  });
  return [...new Map(columns.map((column) => [column.path, column])).values()];
}

function everyField(draft: Draft, which: string): readonly PlanColumn[] {
  const [object] = draft.objects as [ObjectDef]; // planning begins with the main object
  const fields = draft.names.fieldNames(object).flatMap((name) => draft.names.field(object, name) ?? []);
  return fields
    .filter((field) => which === 'ALL' || field.isCustom === (which === 'CUSTOM'))
    .map((field) => ({ table: 0, field, path: field.name }));
}

function planField(draft: Draft, path: Path): PlanColumn {
  if (path.length > MAX_RELATIONSHIPS + 1) throw tooManyRelationships(draft.query, path, MAX_RELATIONSHIPS);
  let table = 0;
  for (const step of path.slice(0, -1)) table = planJoin(draft, table, step, path);
  const object = draft.objects[table] as ObjectDef; // planJoin returns an index of it
  const name = path.at(-1) ?? '';
  const field = draft.names.field(object, name);
  if (!field) throw noSuchColumn(draft.names, draft.query, object, path);
  const prefix = draft.tables[table]?.path ?? '';
  return { table, field, path: prefix === '' ? field.name : `${prefix}.${field.name}` };
}

function planJoin(draft: Draft, from: number, step: string, path: Path): number {
  const object = draft.objects[from] as ObjectDef; // an index that planField has
  const relationship = draft.names.relationship(object, step);
  if (!relationship) throw noSuchRelationship(draft.names, draft.query, object, step, path);
  const { field, target } = relationship;
  const found = draft.tables.findIndex(({ via }) => via?.table === from && via.field === field.name);
  if (found >= 0) return found;
  const prefix = draft.tables[from]?.path ?? '';
  const name = field.relationshipName ?? field.name;
  draft.objects.push(target);
  draft.tables.push({
    object: target.name,
    path: prefix === '' ? name : `${prefix}.${name}`,
    via: { table: from, field: field.name },
  });
  return draft.tables.length - 1;
}

function planOrder(draft: Draft, item: NonNullable<Query['orderBy']>[number]): PlanOrder {
  const { table, field } = planField(draft, item.path);
  if (!fieldTypes[field.type].isSortable) throw fieldNotUsable(draft.query, field, item.path, 'sorted');
  // A required field may be blank on records that are older than the requirement.
  const isNeverBlank = table === 0 && field.isSystem;
  const nulls = isNeverBlank ? 'default' : item.direction === 'asc' ? 'first' : 'last';
  return { table, field, direction: item.direction, nulls: item.nulls ?? nulls };
}

function planWhere(draft: Draft, expression: Expression): Expression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { kind: expression.kind, terms: expression.terms.map((term) => planWhere(draft, term)) };
    case 'not':
      return { kind: 'not', term: planWhere(draft, expression.term) };
    case 'compare': {
      const subject = planSubject(draft, expression.path);
      const operand = planFact(draft, expression.operand);
      const lift = (value: PlanValue) => liftValue(draft, value);
      return planComparison(subject, { ...expression, path: subject.path, operand }, { ...draft, lift });
    }
  }
}

function planSubject(draft: Draft, path: Path): FilterSubject {
  if (isGlobal(path)) return planGlobal(draft, path);
  const column = planField(draft, path);
  if (!fieldTypes[column.field.type].isFilterable) throw fieldNotUsable(draft.query, column.field, path, 'filtered');
  draft.facts.set(column.path, { table: column.table, field: column.field });
  return { path: column.path.split('.'), valueClass: fieldTypes[column.field.type].valueClass, field: column.field };
}

function planFact(draft: Draft, operand: Operand): Operand {
  if (operand.kind !== 'fact' || operand.path[0] === DATE_LITERAL) return operand;
  const { path } = planSubject(draft, operand.path);
  return { kind: 'fact', path };
}

function planGlobal(draft: Draft, path: Path): FilterSubject {
  const name = globalOf(path);
  if (name) return { path, valueClass: GLOBALS[name].valueClass };
  const field = path[0] === '$User' && path.length === 2 ? draft.names.ownField(path[1] ?? '') : undefined;
  if (!field) throw atPath('MALFORMED_QUERY', `${path.join('.')} cannot be used to filter records`, draft.query, path);
  if (!draft.ownFields.includes(field)) draft.ownFields.push(field);
  return { path: ['$User', field.name], valueClass: fieldTypes[field.type].valueClass, field };
}

/** Each word must be contained in one of the texts, of a picklist in its label; paths to other values find nothing. */
function planSearch(draft: Draft, { text, paths }: NonNullable<Query['search']>): Expression {
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MAX_SEARCH_WORDS);
  const texts = paths.map((path) => planSubject(draft, path)).filter(({ valueClass }) => SEARCHED.has(valueClass));
  const isFound = (word: string): Expression => {
    if (!isStorable(word)) return { kind: 'or', terms: [] };
    const contained = { kind: 'fact', path: liftValue(draft, word) } as const;
    const terms = texts.map(({ path, valueClass, field }): Expression => {
      if (valueClass === 'text') return { kind: 'compare', path, operator: 'contains', operand: contained };
      const operand = { kind: 'fact', path: liftValue(draft, labelled(field, word)) } as const;
      return { kind: 'compare', path, operator: 'in', operand };
    });
    return { kind: 'or', terms };
  };
  return { kind: 'and', terms: words.map(isFound) };
}

/** Values of a picklist whose label, which is what people see, holds the word. */
function labelled(field: FieldDef | undefined, word: string): readonly string[] {
  const wanted = word.toLowerCase();
  const found = (field?.values ?? []).filter(({ label }) => label.toLowerCase().includes(wanted));
  return found.map(({ value }) => value);
}

const MAX_SEARCH_WORDS = 10;
const SEARCHED: ReadonlySet<ValueClass> = new Set<ValueClass>(['text', 'choice']);

function liftValue(draft: Draft, value: PlanValue): Path {
  draft.values.push(value);
  return [VALUE, String(draft.values.length - 1)];
}
