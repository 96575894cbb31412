import type { Expression } from '../../platform/expressions/expression.ts';
import type { StoredValue } from '../../platform/fields/field-type.ts';
import { findField, findRelationship } from '../../platform/layers/find.ts';
import type { ObjectDef } from '../../platform/layers/model.ts';
import { qualified, quoteIdentifier } from '../../platform/physical/identifier.ts';
import type { Context } from '../context.ts';
import { globalOf, globalValue } from '../query/globals.ts';
import { loadRows } from '../query/load-rows.ts';
import { systemPrincipal } from '../security/load-principal.ts';

/** A record that conditions are asked about: as it was and as it will be. */
export interface Subject {
  /** Null for a record that is to be. */
  readonly id: string | null;
  readonly before?: { readonly values: Readonly<Record<string, StoredValue>> } | undefined;
  readonly after: Readonly<Record<string, StoredValue>>;
}

/** Value of a path for one subject. */
export type FactOf = (path: readonly string[]) => StoredValue;

/** A path as one word, the name by which the rules engine knows a fact. */
export function factName(path: readonly string[]): string {
  return path.join('.');
}

/** All paths that expressions ask for. */
export function factPaths(expressions: Iterable<Expression>): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>();
  for (const expression of expressions) collectPaths(expression, paths);
  return [...paths.values()];
}

/**
 * Loads what the paths need, for all subjects at once: one query per relationship and one per counted list. A condition
 * speaks of the records as they are, whoever asks, so that a rule holds for everybody alike.
 */
export async function loadFacts(
  context: Context,
  object: ObjectDef,
  paths: readonly (readonly string[])[],
  subjects: readonly Subject[],
): Promise<readonly FactOf[]> {
  const counts = await loadCounts(context, object, paths, subjects);
  const parents = await loadParents(context, object, paths, subjects);
  const reads = new Map<readonly string[], ReadSubject>();
  const readOf = (path: readonly string[]) => {
    const read = reads.get(path) ?? readerOf(path, { context, object, counts, parents });
    reads.set(path, read);
    return read;
  };
  return subjects.map((subject) => (path) => readOf(path)(subject));
}

type ReadSubject = (subject: Subject) => StoredValue;

interface Sources {
  readonly context: Context;
  readonly object: ObjectDef;
  readonly counts: Counts;
  readonly parents: ReadParent;
}

/** Finds out once what a path means; the answer reads it of one subject after the other. */
function readerOf(path: readonly string[], { context, object, counts, parents }: Sources): ReadSubject {
  const [first = '', second = ''] = path;
  const global = globalOf(path);
  if (global !== undefined) {
    const value = globalValue(global, context);
    return () => value;
  }
  if (first === '$IsNew') return (subject) => subject.before === undefined;
  if (first === '$Prior') {
    const name = findField(object, second)?.name ?? '';
    return (subject) => subject.before?.values[name] ?? null;
  }
  if (first === '$Count') {
    const count = counts.get(second.toLowerCase());
    return (subject) => count?.get(subject.id ?? '') ?? 0;
  }
  if (path.length === 1) {
    const name = findField(object, first)?.name ?? missing(object, path);
    return (subject) => subject.after[name] ?? null;
  }
  const read = parents(path);
  return (subject) => read((name) => subject.after[name] ?? null);
}

function collectPaths(expression: Expression, paths: Map<string, readonly string[]>): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const term of expression.terms) collectPaths(term, paths);
      return;
    case 'not':
      collectPaths(expression.term, paths);
      return;
    case 'compare':
      paths.set(factName(expression.path), expression.path);
      if (expression.operand.kind === 'fact') paths.set(factName(expression.operand.path), expression.operand.path);
  }
}

function missing(object: ObjectDef, path: readonly string[]): never {
  throw new Error(`${object.name} has no fact ${factName(path)}; the check of the metadata should have said so.`);
}

type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Undeleted children of each subject, by relationship (in lower case) and id. */
async function loadCounts(
  context: Context,
  object: ObjectDef,
  paths: readonly (readonly string[])[],
  subjects: readonly Subject[],
): Promise<Counts> {
  const counts = new Map<string, ReadonlyMap<string, number>>();
  const ids = subjects.flatMap((subject) => subject.id ?? []);
  for (const [first, name = ''] of paths) {
    if (first !== '$Count' || counts.has(name.toLowerCase())) continue;
    const child = object.children.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (!child) return missing(object, [first, name]);
    const { physical } = context.live;
    const column = quoteIdentifier(physical.column(child.object, child.field));
    const { rows } = await context.db.query({
      text: `SELECT ${column} AS parent, count(*)::integer AS count
        FROM ${qualified(physical.schema, physical.table(child.object))}
        WHERE ${column} = ANY($1) AND NOT is_deleted GROUP BY ${column}`,
      values: [ids],
    });
    counts.set(name.toLowerCase(), new Map(rows.map((row) => [String(row.parent), Number(row.count)])));
  }
  return counts;
}

type Own = (field: string) => StoredValue;
type ReadParent = (path: readonly string[]) => (own: Own) => StoredValue;

/** Records that relationship paths lead to, each level in one query. */
async function loadParents(
  context: Context,
  object: ObjectDef,
  paths: readonly (readonly string[])[],
  subjects: readonly Subject[],
): Promise<ReadParent> {
  const steps = new Map<string, Step>();
  const system = { ...context, principal: systemPrincipal(context.live) };
  for (const path of paths) {
    if (path.length < 2 || path[0]?.startsWith('$')) continue;
    let from: { object: ObjectDef; values: readonly Own[] } = {
      object,
      values: subjects.map((subject) => (name) => subject.after[name] ?? null),
    };
    for (let depth = 1; depth < path.length; depth++) {
      const key = factName(path.slice(0, depth)).toLowerCase();
      const step = steps.get(key) ?? (await loadStep(system, from, path[depth - 1] ?? ''));
      steps.set(key, step);
      from = { object: step.target, values: [...step.rows.values()] };
    }
  }
  return (path) => {
    const way = path
      .slice(1)
      .map((_, depth) => steps.get(factName(path.slice(0, depth + 1)).toLowerCase()) ?? missing(object, path));
    const field = findField(way.at(-1)?.target ?? object, path.at(-1) ?? '') ?? missing(object, path);
    return (own) => {
      let values: Own | undefined = own;
      for (const step of way) values = step.rows.get(String(values?.(step.field) ?? ''));
      return values?.(field.name) ?? null;
    };
  };
}

/** One step along a relationship: the lookup, and the records it leads to by id. */
interface Step {
  readonly field: string;
  readonly target: ObjectDef;
  readonly rows: ReadonlyMap<string, Own>;
}

async function loadStep(
  context: Context,
  from: { readonly object: ObjectDef; readonly values: readonly Own[] },
  relationship: string,
): Promise<Step> {
  const field = findRelationship(from.object, relationship);
  const target = context.live.model.objects.get(field?.references ?? '');
  if (!field || !target) return missing(from.object, [relationship]);
  const ids = new Set(from.values.map((values) => values(field.name)).filter((id) => typeof id === 'string'));
  const rows = ids.size > 0 ? await loadRows(context, target.name, [...ids]) : [];
  return {
    field: field.name,
    target,
    rows: new Map(rows.map((row) => [row.id, (name: string) => row.values[name] ?? null])),
  };
}
