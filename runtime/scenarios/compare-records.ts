import type { Json } from '../../platform/json.ts';
import type { FoundRecords } from '../../platform/kinds/scenario/schema.ts';
import { equalJson } from '../../platform/layers/equal-json.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { type VisiblePath, visiblePath } from '../http/pages/paths.ts';
import type { Row } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';
import { type Play, systemContext } from './play.ts';
import { expressionOf, MAX_ROWS, objectOf } from './records.ts';
import type { Failure } from './result.ts';
import { asAnswered, named, resolveValue } from './values.ts';

type Values = Readonly<Record<string, unknown>>;

interface Compared {
  readonly values: Values | undefined;
  /** Pointer to the values. */
  readonly pointer: string;
  /** Whose `$User` and clock the expected values speak of. */
  readonly about: Context;
}

/** How a record that somebody reads differs from the values expected. */
export async function compareRecord(
  play: Play,
  reader: Context,
  { object: name, id, ...compared }: Compared & { readonly object: string; readonly id: string },
): Promise<Failure[]> {
  const object = objectOf(play, name);
  const paths = Object.keys(compared.values ?? {});
  if (paths.length === 0) return [];
  const visible = paths.flatMap((path) => visiblePath(reader, object, path) ?? []);
  const { rows } = await runQuery(reader, {
    object: object.name,
    select: [['Id'], ...visible.map(({ path }) => path)],
    where: { kind: 'compare', path: ['Id'], operator: 'equal', operand: { kind: 'literal', value: id } },
  });
  const [row] = rows;
  if (row) return compareRow(play, { ...compared, object, row, visible });
  const message = `The ${object.label} is not there.`;
  return [{ pointer: compared.pointer, message, expected: (compared.values ?? {}) as Json, actual: null }];
}

/** Ids of the records that an expectation speaks of, as they are now. */
export async function findIds(play: Play, { object, where }: FoundRecords): Promise<ReadonlySet<string>> {
  const rows = await findRows(play, objectOf(play, object), { where, visible: [] });
  return new Set(rows.map((row) => String(row.Id)));
}

/** How the records that there are, apart from those in `before`, differ from those expected. */
export async function compareFound(
  play: Play,
  expected: FoundRecords,
  { pointer, about, before }: { pointer: string; about: Context; before: ReadonlySet<string> | undefined },
): Promise<Failure[]> {
  const object = objectOf(play, expected.object);
  const system = systemContext(play);
  const visible = Object.keys(expected.values ?? {}).flatMap((path) => visiblePath(system, object, path) ?? []);
  const rows = await findRows(play, object, { where: expected.where, visible });
  const counted = rows.filter((row) => !before?.has(String(row.Id)));
  const count = expected.count ?? 1;
  if (counted.length !== count) {
    const what = before === undefined ? 'there' : 'made by the step';
    const message = `Of ${object.pluralLabel} that meet this, ${counted.length} ${counted.length === 1 ? 'is' : 'are'} ${what}, not ${count}.`;
    return [{ pointer, message, expected: count, actual: counted.length }];
  }
  const values = { values: expected.values, pointer: `${pointer}/values`, about, object, visible };
  return counted.flatMap((row) => compareRow(play, { ...values, row }));
}

async function findRows(
  play: Play,
  object: ObjectDef,
  { where, visible }: { readonly where: unknown; readonly visible: readonly VisiblePath[] },
): Promise<readonly Row[]> {
  const { rows } = await runQuery(systemContext(play), {
    object: object.name,
    select: [['Id'], ...visible.map(({ path }) => path)],
    ...(where === undefined ? {} : { where: expressionOf(play, object, where) }),
    limit: MAX_ROWS,
  });
  return rows;
}

interface ComparedRow extends Compared {
  readonly object: ObjectDef;
  readonly row: Row;
  readonly visible: readonly VisiblePath[];
}

function compareRow(play: Play, { values = {}, pointer, about, object, row, visible }: ComparedRow): Failure[] {
  return Object.entries(values).flatMap(([path, value]) => {
    const found = visible.find((each) => each.path.join('.') === path);
    const at = `${pointer}/${path}`;
    const expected = resolveValue(play, about, value as Json); // it was read from JSON
    if (!found) {
      const message = `${path} of the ${object.label} is not shown to ${about.principal.name}.`;
      return [{ pointer: at, message, expected: named(play, expected), actual: 'hidden' }];
    }
    const actual = row[path] ?? null;
    if (isEqual(expected, actual, found.field)) return [];
    const message = `${found.field.label} of the ${object.label} is another.`;
    return [{ pointer: at, message, expected: named(play, expected), actual: named(play, actual) }];
  });
}

function isEqual(expected: Json, actual: Json, field: FieldDef): boolean {
  return equalJson(asAnswered(expected, field), actual);
}
