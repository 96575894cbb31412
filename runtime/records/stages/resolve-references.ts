import type { Expression } from '../../../platform/expressions/expression.ts';
import type { StoredValue } from '../../../platform/fields/field-type.ts';
import { fieldTypes } from '../../../platform/fields/registry.ts';
import type { Json } from '../../../platform/json.ts';
import type { FieldDef, ObjectDef } from '../../../platform/layers/model.ts';
import { loadRights } from '../../query/load-rows.ts';
import { runQuery } from '../../query/run-query.ts';
import { addError, type Change, openChanges, type Save } from '../change.ts';
import { comparable } from '../equal-values.ts';
import { foldKey } from '../fold-key.ts';
import { lockReferenced } from '../record-sql.ts';

/**
 * Turns references by external id into ids, and sees to it that every record newly pointed to exists and may be seen
 * by the person; a new detail needs a master that the person may edit. Three queries per object pointed to, those of
 * several objects side by side.
 */
export async function resolveReferences(save: Save): Promise<void> {
  const wanted = collectReferences(save);
  const found = await allDone([...wanted].map(([object, references]) => findReferenced(save, object, references)));
  for (const [index, references] of [...wanted.values()].entries())
    for (const reference of references) settle(reference, found[index] ?? NOTHING_FOUND);
  await checkMasters(save);
}

/** Waits for all, also where one fails: what one has still to ask must not come after the transaction's end. */
async function allDone<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

interface Reference {
  readonly change: Change;
  readonly field: FieldDef;
  /** Field of the referenced object by which it is found. */
  readonly key: FieldDef;
  readonly value: string;
}

function collectReferences(save: Save): Map<ObjectDef, Reference[]> {
  const wanted = new Map<ObjectDef, Reference[]>();
  for (const change of openChanges(save)) {
    for (const [field, raw] of change.raw) {
      const object = save.context.live.model.objects.get(field.references ?? '');
      if (!object || change.faulty.has(field.name)) continue;
      const key = raw.kind === 'reference' ? raw.key : object.fields.get('Id');
      const value =
        raw.kind === 'reference' ? parseKey(change, field, raw.key, raw.value) : newlyPointedTo(change, field);
      if (!key || value === undefined) continue;
      const references = wanted.get(object);
      if (references) references.push({ change, field, key, value });
      else wanted.set(object, [{ change, field, key, value }]);
    }
  }
  return wanted;
}

/** The external id in its canonical form; absent where it is blank (then the lookup is) or wrong (then that is noted). */
function parseKey(change: Change, field: FieldDef, key: FieldDef, value: Json): string | undefined {
  const parsed = fieldTypes[key.type].parse(value, key, key.label);
  if (!parsed.ok) {
    addError(change, 'INVALID_CROSS_REFERENCE_KEY', `${field.label}: ${parsed.message}`, { fields: [field.name] });
    return undefined;
  }
  change.given.add(field.name);
  if (parsed.value === null) change.after[field.name] = null;
  return comparable(fieldTypes[key.type].valueClass, parsed.value) ?? undefined;
}

function newlyPointedTo(change: Change, field: FieldDef): string | undefined {
  const value = change.after[field.name];
  return typeof value === 'string' && value !== change.before?.values[field.name] ? value : undefined;
}

type Found = ReadonlyMap<FieldDef, ReadonlyMap<string, readonly string[]>>;
const NOTHING_FOUND: Found = new Map();

/** Ids of the records that exist and that the person may see, by the key and its folded value. */
async function findReferenced(save: Save, object: ObjectDef, references: readonly Reference[]): Promise<Found> {
  const values = new Map<FieldDef, Set<string>>();
  for (const { key, value } of references) values.set(key, (values.get(key) ?? new Set()).add(value));
  const terms = [...values].map(
    ([key, set]): Expression => ({
      kind: 'compare',
      path: [key.name],
      operator: 'in',
      operand: { kind: 'list', values: [...set] },
    }),
  );
  const keys = [...values.keys()].filter((key) => key.name !== 'Id');
  const { rows } = await runQuery(save.context, {
    object: object.name,
    select: [['Id'], ...keys.map((key) => [key.name])],
    where: terms.length === 1 && terms[0] ? terms[0] : { kind: 'or', terms },
    // As unique indexes and upserts compare keys.
    text: 'ignoreCase',
  });
  const ids = rows.map((row) => String(row.Id));
  const alive = await lockReferenced(save.context, object, ids);
  const found = new Map<FieldDef, Map<string, readonly string[]>>([...values.keys()].map((key) => [key, new Map()]));
  for (const row of rows) {
    const id = String(row.Id);
    if (!alive.has(id)) continue;
    for (const [key, map] of found) {
      // The API's JSON of a key is its stored value: keys are texts, numbers and ids.
      const value = foldKey(key, (row[key.name] ?? null) as StoredValue);
      if (value !== undefined) map.set(value, [...(map.get(value) ?? []), id]);
    }
  }
  return found;
}

function settle(reference: Reference, found: Found): void {
  const { change, field, key, value } = reference;
  const [id, ...others] = found.get(key)?.get(foldKey(key, value) ?? '') ?? [];
  if (id !== undefined && others.length === 0) {
    change.after[field.name] = id;
    return;
  }
  if (id !== undefined) {
    const message = `${field.label}: more than one ${field.references} has this ${key.label}.`;
    addError(change, 'DUPLICATE_EXTERNAL_ID', message, { fields: [field.name], details: { ids: [id, ...others] } });
    return;
  }
  const what = key.name === 'Id' ? `with the id ${value}` : `whose ${key.name} is ${value}`;
  addError(
    change,
    'INVALID_CROSS_REFERENCE_KEY',
    `${field.label}: no ${field.references} ${what} exists, or you may not see it.`,
    { fields: [field.name] },
  );
}

/** A detail is part of its master, so that adding one is an edit of the master; later it stays where it is. */
async function checkMasters(save: Save): Promise<void> {
  const field = save.object.fields.get(save.object.masterField ?? '');
  const master = save.context.live.model.objects.get(field?.references ?? '');
  if (!field || !master || save.authority.kind !== 'person') return;
  const moved = openChanges(save).filter(
    (change) => !change.faulty.has(field.name) && newlyPointedTo(change, field) !== undefined,
  );
  const ids = new Set(moved.filter((change) => !change.before).map((change) => String(change.after[field.name])));
  const rows = ids.size > 0 ? await loadRights(save.context, master.name, [...ids]) : [];
  const editable = new Set(rows.filter((row) => row.canEdit).map((row) => row.id));
  for (const change of moved) {
    if (change.before) {
      addError(change, 'INVALID_FIELD_FOR_INSERT_UPDATE', `${field.label} cannot be changed once the record exists.`, {
        fields: [field.name],
      });
    } else if (!editable.has(String(change.after[field.name]))) {
      addError(
        change,
        'INSUFFICIENT_ACCESS_OR_READONLY',
        `You may see the ${master.label} and not edit it, so you cannot add ${save.object.pluralLabel} to it.`,
        { fields: [field.name] },
      );
    }
  }
}
