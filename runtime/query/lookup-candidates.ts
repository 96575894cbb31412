import type { Expression } from '../../platform/expressions/expression.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { visibleNames } from '../security/visible-names.ts';
import { fieldAt } from './names.ts';
import type { Query, Row } from './query.ts';
import { runQuery } from './run-query.ts';

/** Records that a person may choose in a lookup while typing. */
export interface Candidates {
  readonly choices: readonly {
    readonly id: string;
    readonly name: string;
    /** What tells namesakes apart. */
    readonly detail: string;
  }[];
  readonly hasMore: boolean;
}

/**
 * Up to `limit` records of an object whose name begins with the text, then those that hold its words in name or
 * detail; only what the person may read, by ordinary queries. `where` narrows them down.
 */
export async function lookupCandidates(
  context: Context,
  object: string,
  { text, limit = 20, where }: { readonly text: string; readonly limit?: number; readonly where?: Expression },
): Promise<Candidates> {
  const details = detailFields(context, object);
  const paths = details.map(({ path }) => path);
  const query: Query = {
    object,
    select: [['Id'], ['Name'], ...paths],
    ...(where && { where }),
    orderBy: [{ path: ['Name'], direction: 'asc' }],
  };
  const begins = { ...query, ...(text.trim() === '' ? {} : beginsWith(text, where)), limit: limit + 1 };
  const first = (await runQuery(context, begins)).rows;
  const missing = limit + 1 - first.length;
  const found =
    missing > 0 && text.trim() !== '' ? await runQuery(context, containing(query, text, limit + 1)) : undefined;
  const ids = new Set(first.map((row) => row.Id));
  const rows = [...first, ...(found?.rows ?? []).filter((row) => !ids.has(row.Id ?? ''))];
  return { choices: rows.slice(0, limit).map((row) => toChoice(row, details)), hasMore: rows.length > limit };
}

function beginsWith(text: string, where: Expression | undefined): Pick<Query, 'where' | 'text'> {
  const operand = { kind: 'literal', value: text.trim() } as const;
  const begins: Expression = { kind: 'compare', path: ['Name'], operator: 'startsWith', operand };
  return { where: { kind: 'and', terms: where ? [begins, where] : [begins] }, text: 'ignoreCase' };
}

/** Twice the rows wanted, since those that begin with the text come again. */
function containing(query: Query, text: string, limit: number): Query {
  return { ...query, search: { text, paths: query.select.slice(1) }, limit: 2 * limit };
}

interface Detail {
  readonly path: readonly string[];
  readonly field: FieldDef;
}

/** Up to three key facts of the object's page, or its external ids: texts that the person may read. */
function detailFields(context: Context, name: string): readonly Detail[] {
  const names = visibleNames(context.live.model, context.principal.permissions);
  const object = names.object(name);
  if (!object) return [];
  const details = keyFacts(object).flatMap((path): Detail[] => {
    const field = path.join('.') === 'Name' ? undefined : fieldAt(names, object, path);
    return field && ['text', 'choice'].includes(fieldTypes[field.type].valueClass) ? [{ path, field }] : [];
  });
  return details.slice(0, 3);
}

function keyFacts(object: ObjectDef): readonly (readonly string[])[] {
  const externalIds = [...object.fields.values()].filter((field) => field.isExternalId).map((field) => [field.name]);
  return [...externalIds, ...(object.page?.highlights ?? []).map((path) => path.split('.'))];
}

function toChoice(row: Row, details: readonly Detail[]): Candidates['choices'][number] {
  const texts = details.flatMap(({ path, field }) => {
    const value = row[path.join('.')];
    if (typeof value !== 'string') return [];
    return field.values?.find((choice) => choice.value === value)?.label ?? value;
  });
  return { id: String(row.Id), name: String(row.Name ?? ''), detail: [...new Set(texts)].join(' · ') };
}
