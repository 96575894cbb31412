import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import { runQuery } from '../../query/run-query.ts';
import { addError, type Change, openChanges, type Save } from '../change.ts';
import { equalValues } from '../equal-values.ts';
import { foldKey } from '../fold-key.ts';
import { columnOf, isFolded, recordsetColumn, recordsetOf, tableOf } from '../record-sql.ts';

/**
 * No two records have the same unique value or unique key: neither one of the request and one of the database, nor two
 * of the request, of which the first keeps it. One query per unique field or key that changed.
 */
export async function checkUnique(save: Save): Promise<void> {
  const collisions: Collision[] = [];
  for (const rule of uniquenessOf(save.object)) {
    const claims = collectClaims(save, rule);
    if (claims.length === 0) continue;
    const taken = await findTaken(save, rule, claims);
    collisions.push(...taken, ...findRepeated(claims, taken));
  }
  if (collisions.length > 0) await report(save, collisions);
}

/** Fields whose values together are unique. */
interface Uniqueness {
  readonly fields: readonly FieldDef[];
  /** What the metadata says to people; a single field's message is ours. */
  readonly message?: string;
}

interface Claim {
  readonly rule: Uniqueness;
  readonly change: Change;
  readonly key: string;
}

/** A claim to what another record has: one of the database (by id) or an earlier one of the request. */
interface Collision extends Claim {
  readonly holder: string | undefined;
}

function uniquenessOf(object: ObjectDef): readonly Uniqueness[] {
  const single = [...object.fields.values()]
    .filter((field) => field.isUnique && !fieldTypes[field.type].isGenerated && field.name !== 'Id')
    .map((field) => ({ fields: [field] }));
  const keys = object.uniqueKeys.map(({ fields, message }) => ({
    fields: fields.flatMap((name) => object.fields.get(name) ?? []),
    message,
  }));
  return [...single, ...keys];
}

/** Changes that give a record a new value of the rule's fields. Where one is blank, nothing is claimed. */
function collectClaims(save: Save, rule: Uniqueness): Claim[] {
  const claims: Claim[] = [];
  for (const change of openChanges(save)) {
    if (rule.fields.some((field) => change.faulty.has(field.name)) || !isChanged(change, rule)) continue;
    const parts = rule.fields.map((field) => foldKey(field, change.after[field.name] ?? null));
    if (parts.every((part) => part !== undefined)) claims.push({ rule, change, key: JSON.stringify(parts) });
  }
  return claims;
}

function isChanged(change: Change, rule: Uniqueness): boolean {
  const { before } = change;
  if (!before) return true;
  return rule.fields.some((field) => {
    const { valueClass } = fieldTypes[field.type];
    return !equalValues(valueClass, change.after[field.name] ?? null, before.values[field.name] ?? null);
  });
}

async function findTaken(save: Save, rule: Uniqueness, claims: readonly Claim[]): Promise<Collision[]> {
  const { context, object } = save;
  const columns = rule.fields.map((field) => recordsetColumn(context, object, field));
  const same = rule.fields.map((field) => {
    const column = columnOf(context, object, field.name);
    return isFolded(field) ? `lower(t.${column}) = lower(k.${column})` : `t.${column} = k.${column}`;
  });
  // Looks at all records on purpose, seen or not: what is unique is unique for everybody.
  const { rows } = await context.db.query({
    text: `SELECT k.claim, t.id
      FROM ${recordsetOf(['claim integer', 'record text', ...columns])} AS k
      JOIN ${tableOf(context, object)} AS t ON ${same.join(' AND ')}
      WHERE NOT t.is_deleted AND t.id IS DISTINCT FROM k.record`,
    values: [JSON.stringify(claims.map((claim, index) => claimRow(context, object, claim, index))), claims.length],
  });
  return rows.flatMap((row) => {
    const claim = claims[Number(row.claim)];
    return claim ? [{ ...claim, holder: String(row.id) }] : [];
  });
}

function claimRow(context: Save['context'], object: ObjectDef, claim: Claim, index: number): Record<string, unknown> {
  const row: Record<string, unknown> = { claim: index, record: claim.change.id };
  for (const field of claim.rule.fields) {
    row[context.live.physical.column(object.name, field.name)] = claim.change.after[field.name] ?? null;
  }
  return row;
}

function findRepeated(claims: readonly Claim[], taken: readonly Collision[]): Collision[] {
  const refused = new Set(taken.map((collision) => collision.change));
  const first = new Map<string, Change>();
  return claims.flatMap((claim) => {
    if (refused.has(claim.change)) return [];
    if (first.has(claim.key)) return [{ ...claim, holder: undefined }];
    // A record that is refused anyway does not keep others from the value.
    if (claim.change.errors.length === 0) first.set(claim.key, claim.change);
    return [];
  });
}

/** Names the other record where the person may see it. */
async function report(save: Save, collisions: readonly Collision[]): Promise<void> {
  const names = await readableNames(save, new Set(collisions.flatMap(({ holder }) => holder ?? [])));
  for (const { change, rule, holder } of collisions) {
    const name = holder === undefined ? undefined : names.get(holder);
    const labels = rule.fields.map((field) => field.label).join(' and ');
    const other = name ?? (holder === undefined ? 'another record of this request' : 'another record');
    addError(change, 'DUPLICATE_VALUE', rule.message ?? `${labels} is already used by ${other}.`, {
      fields: readable(save, rule.fields).map((field) => field.name),
      ...(name !== undefined && holder !== undefined ? { details: { id: holder, name } } : {}),
    });
  }
}

/** What deploys save is told in full. */
function readable({ authority, context }: Save, fields: readonly FieldDef[]): readonly FieldDef[] {
  if (authority.kind === 'package') return fields;
  return fields.filter(({ object, name }) => context.principal.permissions.readableFields.has(`${object}.${name}`));
}

async function readableNames(save: Save, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const { permissions } = save.context.principal;
  if (ids.size === 0 || !permissions.readableFields.has(`${save.object.name}.Name`)) return new Map();
  const { rows } = await runQuery(save.context, {
    object: save.object.name,
    select: [['Id'], ['Name']],
    where: { kind: 'compare', path: ['Id'], operator: 'in', operand: { kind: 'list', values: [...ids] } },
  });
  return new Map(rows.map((row) => [String(row.Id), String(row.Name ?? row.Id)]));
}
