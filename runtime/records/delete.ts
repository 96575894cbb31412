import type { Json } from '../../platform/json.ts';
import type { FieldDef, ObjectDef } from '../../platform/layers/model.ts';
import { runQuery } from '../query/run-query.ts';
import { addError, type Change, openChanges, refuseChange, type Save } from './change.ts';
import { columnOf, tableOf, VERSION } from './record-sql.ts';

/** What goes with the records: details, to the last, and what their lookups become. */
export interface DeletePlan {
  /** Records that go, by object: id to a change that takes it with it. The object of the save stands first. */
  going: Map<ObjectDef, Map<string, Change>>;
}

export function newDeletePlan(): DeletePlan {
  return { going: new Map() };
}

/**
 * Finds what hangs on the records: details go too, lookups are cleared, and a lookup that restricts keeps the record.
 * The number of queries depends on the metadata, not on how many records there are: a record that is kept may keep
 * others of the request that were to go with it or before it, so that after a refusal it is planned anew without it.
 */
export async function planDelete(save: Save, plan: DeletePlan): Promise<void> {
  const roots = openChanges(save);
  if (save.object.name === 'User') {
    for (const change of roots) {
      refuseChange(
        change,
        'DELETE_FAILED',
        'Users are never deleted, since records name them: deactivate the user instead.',
      );
    }
    return;
  }
  await holdAgainstReferences(
    save,
    roots.flatMap((change) => change.id ?? []),
  );
  for (let left = roots; left.length > 0; ) {
    plan.going = new Map([[save.object, new Map(left.map((change) => [change.id ?? '', change]))]]);
    await followCascades(save, plan);
    for (const [parent, going] of [...plan.going]) {
      for (const reference of referencesTo(save, parent, 'restrict')) await restrict(save, plan, reference, going);
    }
    const free = left.filter((change) => change.errors.length === 0);
    if (free.length === left.length) return;
    left = free;
  }
}

/** Marks the records and their details as deleted and clears lookups to them. */
export async function deleteRecords(save: Save, changes: readonly Change[], plan: DeletePlan): Promise<void> {
  const accepted = new Set(changes);
  for (const [object, going] of plan.going) {
    const ids = [...going].filter(([, root]) => accepted.has(root)).map(([id]) => id);
    if (ids.length === 0) continue;
    for (const reference of referencesTo(save, object, 'clear')) await clear(save, reference, ids);
    await markDeleted(save, object, ids);
  }
}

/** Waits for saves that are about to point to the records, and keeps others from it; see `lockReferenced`. */
async function holdAgainstReferences(save: Save, ids: readonly string[]): Promise<void> {
  const text = `SELECT FROM ${tableOf(save.context, save.object)} WHERE id = ANY($1) ORDER BY id FOR UPDATE`;
  await save.context.db.query({ text, values: [ids] });
}

/** A field by which other records point to records of an object. */
interface Reference {
  readonly object: ObjectDef;
  readonly field: FieldDef;
}

/** Those without a name for the way back are references, too. */
function referencesTo(save: Save, parent: ObjectDef, behaviour: Behaviour): Reference[] {
  return [...save.context.live.model.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => field.references === parent.name && field.name !== 'Id')
      .filter((field) => behaviourOf(object, field) === behaviour)
      .map((field) => ({ object, field })),
  );
}

type Behaviour = 'restrict' | 'clear' | 'cascade';

/** A required lookup cannot be cleared, and who owns or made a record is never forgotten. */
function behaviourOf(object: ObjectDef, field: FieldDef): Behaviour {
  if (object.masterField === field.name) return 'cascade';
  if (field.isSystem || field.isRequired) return 'restrict';
  return field.onDelete ?? 'restrict';
}

async function followCascades(save: Save, plan: DeletePlan): Promise<void> {
  for (let frontier = [...plan.going]; frontier.length > 0; ) {
    const next: [ObjectDef, Map<string, Change>][] = [];
    for (const [parent, going] of frontier) {
      for (const reference of referencesTo(save, parent, 'cascade')) {
        const found = await findDetails(save, reference, going);
        const known = plan.going.get(reference.object) ?? new Map<string, Change>();
        plan.going.set(reference.object, known);
        const fresh = new Map([...found].filter(([id]) => !known.has(id)));
        for (const [id, root] of fresh) known.set(id, root);
        if (fresh.size > 0) next.push([reference.object, fresh]);
      }
    }
    frontier = next;
  }
}

async function findDetails(
  save: Save,
  { object, field }: Reference,
  going: ReadonlyMap<string, Change>,
): Promise<Map<string, Change>> {
  const column = columnOf(save.context, object, field.name);
  const { rows } = await save.context.db.query<{ id: string; parent: string }>({
    text: `SELECT id, ${column} AS parent FROM ${tableOf(save.context, object)}
      WHERE ${column} = ANY($1) AND NOT is_deleted ORDER BY id FOR UPDATE`,
    values: [[...going.keys()]],
  });
  return new Map(
    rows.flatMap(({ id, parent }): [string, Change][] => {
      const root = going.get(parent);
      return root ? [[id, root]] : [];
    }),
  );
}

/** Counts all records that point here, seen or not; tells of those that the person may see. */
async function restrict(
  save: Save,
  plan: DeletePlan,
  reference: Reference,
  going: ReadonlyMap<string, Change>,
): Promise<void> {
  const { object, field } = reference;
  const column = columnOf(save.context, object, field.name);
  const { rows } = await save.context.db.query<{ parent: string }>({
    text: `SELECT DISTINCT ${column} AS parent FROM ${tableOf(save.context, object)}
      WHERE ${column} = ANY($1) AND NOT is_deleted AND id <> ALL($2)`,
    values: [[...going.keys()], [...(plan.going.get(object)?.keys() ?? [])]],
  });
  const kept = rows.map((row) => row.parent);
  if (kept.length === 0) return;
  const counts = await countReadable(save, reference, kept);
  for (const parent of kept) {
    const root = going.get(parent);
    if (root) noteRestriction(save, root, object, counts.get(parent) ?? 0);
  }
}

const MAX_COUNTED = 10_000;

async function countReadable(
  save: Save,
  { object, field }: Reference,
  parents: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const { permissions } = save.context.principal;
  if (!permissions.readableFields.has(`${object.name}.${field.name}`)) return counts;
  const { rows } = await runQuery(save.context, {
    object: object.name,
    select: [['Id'], [field.name]],
    where: { kind: 'compare', path: [field.name], operator: 'in', operand: { kind: 'list', values: parents } },
    limit: MAX_COUNTED,
  });
  for (const row of rows) {
    const parent = String(row[field.name]);
    counts.set(parent, (counts.get(parent) ?? 0) + 1);
  }
  return counts;
}

function noteRestriction(save: Save, change: Change, object: ObjectDef, readable: number): void {
  const details: Json[] = readable > 0 ? [{ object: object.name, label: object.pluralLabel, count: readable }] : [];
  const message = `This ${save.object.label} has related records and cannot be deleted.`;
  const [first] = change.errors;
  if (first?.errorCode === 'DELETE_FAILED') {
    const others = Array.isArray(first.details) ? first.details : [];
    change.errors[0] = { ...first, details: [...others, ...details] };
  } else {
    addError(change, 'DELETE_FAILED', message, { details });
  }
}

async function clear(save: Save, { object, field }: Reference, ids: readonly string[]): Promise<void> {
  const column = columnOf(save.context, object, field.name);
  await touch(save, object, `${column} = NULL`, `${column} = ANY($3)`, ids);
}

async function markDeleted(save: Save, object: ObjectDef, ids: readonly string[]): Promise<void> {
  await touch(save, object, `${columnOf(save.context, object, 'IsDeleted')} = true`, 'id = ANY($3)', ids);
}

async function touch(save: Save, object: ObjectDef, set: string, where: string, ids: readonly string[]): Promise<void> {
  const column = (name: string) => columnOf(save.context, object, name);
  await save.context.db.query({
    text: `UPDATE ${tableOf(save.context, object)} SET ${set}, ${VERSION} = ${VERSION} + 1,
      ${column('LastModifiedById')} = $1, ${column('LastModifiedDate')} = $2, ${column('SystemModstamp')} = $2
      WHERE ${where} AND NOT is_deleted`,
    values: [save.context.principal.userId, save.context.now.toISOString(), ids],
  });
}
