import type { StoredValue } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { Json } from '../../../platform/json.ts';
import { findField } from '../../../platform/layers/find.ts';
import type { FieldDef } from '../../../platform/layers/model.ts';
import { refuse } from '../../errors.ts';
import { runQuery } from '../../query/run-query.ts';
import { type Change, refuseChange, type Save } from '../change.ts';
import { comparable } from '../equal-values.ts';
import { foldKey } from '../fold-key.ts';

/**
 * Decides for each record of an upsert whether it is new, by its external id. One that the person may not see counts as
 * new here, and its key is then found to be in use.
 */
export async function findUpserted(save: Save, keyName: string): Promise<void> {
  const key = findKey(save, keyName);
  const claims = save.changes.flatMap((change) => {
    const value = readKey(change, key);
    return value === undefined ? [] : [{ change, ...value }];
  });
  const byKey = Map.groupBy(claims, (claim) => claim.folded);
  for (const same of byKey.values()) if (same.length > 1) refuseRepeated(key, same);
  const found = await findExisting(save, key, [...new Set(claims.map((claim) => claim.exact))]);
  for (const { change, folded, name } of claims) meet(change, key, name, found.get(folded) ?? []);
}

function findKey(save: Save, name: string): FieldDef {
  const key = findField(save.object, name);
  const isReadable = save.context.principal.permissions.readableFields.has(`${save.object.name}.${key?.name}`);
  if (key && (key.isExternalId || key.isUnique) && (isReadable || save.authority.kind === 'package')) return key;
  throw refuse('INVALID_FIELD', `${save.object.name} has no external id field ${name}.`, {
    fields: [name],
    hint: 'An upsert needs a field that is unique or an external id.',
  });
}

interface Key {
  readonly exact: string;
  /** As unique indexes compare it. */
  readonly folded: string;
  /** The name by which the input gives it. */
  readonly name: string;
}

function readKey(change: Change, key: FieldDef): Key | undefined {
  const entry = Object.entries(change.input).find(([name]) => name.toLowerCase() === key.name.toLowerCase());
  const parsed = fieldTypes[key.type].parse(entry?.[1] ?? null, key, key.label);
  // What is wrong with the value itself is said at its field, with all other problems.
  if (!parsed.ok) return undefined;
  const exact = comparable(fieldTypes[key.type].valueClass, parsed.value);
  if (exact === null || !entry) {
    const message = `Required fields are missing: [${key.name}]`;
    refuseChange(change, 'REQUIRED_FIELD_MISSING', message, { fields: [key.name] });
    return undefined;
  }
  return { exact, folded: foldKey(key, parsed.value) ?? exact, name: entry[0] };
}

function refuseRepeated(key: FieldDef, same: readonly { readonly change: Change; readonly exact: string }[]): void {
  for (const { change, exact } of same) {
    refuseChange(change, 'DUPLICATE_VALUE', `${key.label} ${exact} stands ${same.length} times in the request.`, {
      fields: [key.name],
    });
  }
}

async function findExisting(save: Save, key: FieldDef, values: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (values.length === 0) return found;
  const { rows } = await runQuery(save.context, {
    object: save.object.name,
    select: [['Id'], [key.name]],
    where: { kind: 'compare', path: [key.name], operator: 'in', operand: { kind: 'list', values } },
    text: 'ignoreCase',
  });
  for (const row of rows) {
    const value = foldKey(key, storedKey(row[key.name]));
    if (value !== undefined) found.set(value, [...(found.get(value) ?? []), String(row.Id)]);
  }
  return found;
}

/** Keys are texts and numbers, whose JSON is the stored value. */
function storedKey(value: Json | undefined): StoredValue {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function meet(change: Change, key: FieldDef, name: string, ids: readonly string[]): void {
  const [id] = ids;
  if (change.isRefused || id === undefined) return;
  if (ids.length > 1) {
    refuseChange(change, 'DUPLICATE_EXTERNAL_ID', `More than one record has this ${key.label}: ${ids.join(', ')}`, {
      fields: [key.name],
      details: { ids },
    });
    return;
  }
  change.operation = 'update';
  change.id = id;
  // The record has its key already, so that giving it again is no change and needs no right to write it.
  change.input = Object.fromEntries(Object.entries(change.input).filter(([other]) => other !== name));
}
