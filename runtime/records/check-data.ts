import type { ClientBase } from 'pg';
import type { ElementChange } from '../../platform/deploy/deploy-result.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import type { FieldDef, Model } from '../../platform/layers/model.ts';
import { elementId } from '../../platform/packages/element-id.ts';
import { qualified, quoteIdentifier } from '../../platform/physical/identifier.ts';
import type { Live } from '../../platform/physical/physical.ts';
import type { Problem } from '../../platform/problem.ts';

/**
 * What the records that are there say against a new version of the model: picklist values that are taken away or
 * closed while records have them. Types, lengths, blanks and duplicates are the deploy's own to check.
 */
export async function checkData(
  client: Pick<ClientBase, 'query'>,
  live: Live | undefined,
  next: Live,
  changes: readonly ElementChange[],
): Promise<readonly Problem[]> {
  if (!live) return [];
  const problems: Problem[] = [];
  for (const [field, after] of changedPicklists(live.model, next.model, changes)) {
    const gone = lostValues(field, after);
    if (gone.length === 0) continue;
    const counts = await countUses(client, live, { field, values: gone.map((value) => value.value) });
    problems.push(...gone.flatMap((value) => toProblems(field, value, counts.get(value.value) ?? 0)));
  }
  return problems;
}

/** Picklists of both versions that a change touches. */
function changedPicklists(live: Model, next: Model, changes: readonly ElementChange[]): [FieldDef, FieldDef][] {
  const touched = new Set(changes.map(({ element }) => element.split('/', 1)[0]));
  return [...live.objects.values()].flatMap((object) =>
    [...object.fields.values()].flatMap((field): [FieldDef, FieldDef][] => {
      const after = next.objects.get(object.name)?.fields.get(field.name);
      return field.values && after?.values && touched.has(field.element) ? [[field, after]] : [];
    }),
  );
}

interface LostValue {
  readonly value: string;
  readonly label: string;
  readonly how: 'removed' | 'deactivated';
}

function lostValues(field: FieldDef, after: FieldDef): LostValue[] {
  const now = new Map(after.values?.map((value) => [value.value, value]));
  return (field.values ?? []).flatMap(({ value, label, isActive }): LostValue[] => {
    const next = now.get(value);
    if (!next) return [{ value, label, how: 'removed' }];
    return isActive && !next.isActive ? [{ value, label, how: 'deactivated' }] : [];
  });
}

async function countUses(
  client: Pick<ClientBase, 'query'>,
  { physical }: Live,
  { field, values }: { readonly field: FieldDef; readonly values: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const column = quoteIdentifier(physical.column(field.object, field.name));
  const isList = fieldTypes[field.type].valueClass === 'choices';
  const { rows } = await client.query<{ value: string; count: string }>({
    text: `SELECT value, count(*) AS count
      FROM ${qualified(physical.schema, physical.table(field.object))},
        LATERAL unnest(${isList ? column : `ARRAY[${column}]`}) AS value
      WHERE NOT is_deleted AND value = ANY($1) GROUP BY value`,
    values: [values],
  });
  return new Map(rows.map((row) => [row.value, Number(row.count)]));
}

function toProblems(field: FieldDef, { value, label, how }: LostValue, count: number): Problem[] {
  if (count === 0) return [];
  const name = `${field.object}.${field.name}`;
  const records = count === 1 ? '1 record' : `${count} records`;
  const problem = {
    code: 'PICKLIST_VALUE_IN_USE',
    element: valueElement(field, value),
    found: value,
  };
  if (how === 'deactivated') {
    const keep = `${records} ${count === 1 ? 'keeps' : 'keep'} it, and nobody can choose it any more`;
    return [{ ...problem, severity: 'warning', message: `The value "${label}" of ${name} is in use: ${keep}.` }];
  }
  const message = `The value "${label}" of ${name} cannot be removed: ${records} ${count === 1 ? 'has' : 'have'} it. Make it inactive, or change these records first.`;
  return [{ ...problem, severity: 'error', message }];
}

function valueElement(field: FieldDef, value: string): string {
  return elementId({ kind: 'field', component: `${field.object}.${field.name}`, path: ['values', value] });
}
