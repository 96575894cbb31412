import type { StoredValue } from '../../platform/fields/field-type.ts';
import { parseRecordId } from '../../platform/fields/record-id.ts';
import { fieldTypes } from '../../platform/fields/registry.ts';
import { findObject } from '../../platform/layers/find.ts';
import type { FieldDef } from '../../platform/layers/model.ts';
import type { Context } from '../context.ts';
import { authorizeForSave, type RowLock } from '../security/authorize.ts';
import { compileQuery } from './compile.ts';
import type { Plan } from './plan.ts';
import { VALUE } from './plan-comparison.ts';
import { planShape } from './plan-shape.ts';
import { runStatement } from './run-query.ts';
import { statementsOf } from './statement-cache.ts';

/** A record that the principal may read, and what it may do with it. */
export interface RowRights {
  readonly id: string;
  readonly version: number;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
}

/** A record as the save pipeline works on it. */
export interface LoadedRow extends RowRights {
  /** All stored values by field name, hidden ones included: for rules to decide on, never for answers. */
  readonly values: Readonly<Record<string, StoredValue>>;
}

/**
 * The rows among `ids` that the principal may read: one query, whatever their number. Ids that do not exist, are
 * deleted or hidden are not among them, and cannot be told apart. `forUpdate` holds the rows, in the order of their
 * ids, until the transaction ends; `context.db` must then be a client inside one.
 */
export function loadRows(
  context: Context,
  object: string,
  ids: readonly string[],
  options: { readonly forUpdate?: boolean } = {},
): Promise<readonly LoadedRow[]> {
  const fields = [...(findObject(context.live.model, object)?.fields.values() ?? [])];
  return load(context, { object, fields, ids, lock: options.forUpdate ? 'forUpdate' : 'none' });
}

/** What the principal may do with those of the records that it may read, and their versions. */
export function loadRights(context: Context, object: string, ids: readonly string[]): Promise<readonly RowRights[]> {
  return load(context, { object, fields: [], ids, lock: 'none' });
}

interface Load {
  readonly object: string;
  readonly fields: readonly FieldDef[];
  readonly ids: readonly string[];
  readonly lock: RowLock;
}

async function load(context: Context, { object, fields, ids, lock }: Load): Promise<readonly LoadedRow[]> {
  const { live, principal } = context;
  const plan = idPlan(context, object, { fields, ids });
  const statement = statementsOf(live).get(principal, `load ${lock} ${planShape(plan)}`, () =>
    compileQuery(live, authorizeForSave(context, plan, { query: { object, select: [] }, lock })),
  );
  const rows = await runStatement(context, statement, plan);
  const columns = fields.map(({ name, type }, index) => ({ name, type, key: `c${index + 1}` }));
  // Copies of one blank record are filled several times faster than objects that grow field by field.
  const blank: Readonly<Record<string, StoredValue>> = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return rows.map((row) => {
    const values = { ...blank };
    for (const { name, type, key } of columns) values[name] = fieldTypes[type].fromColumn(row[key]);
    return {
      id: String(row.c0),
      version: Number(row.version),
      canEdit: row.edit === true,
      canDelete: row.delete === true,
      values,
    };
  });
}

/** The plan of reading records by their ids. */
export function idPlan(
  context: Context,
  name: string,
  { fields, ids }: { readonly fields: readonly FieldDef[]; readonly ids: readonly string[] },
): Plan {
  const object = findObject(context.live.model, name);
  const id = object?.fields.get('Id');
  const refs = id ? [{ table: 0, field: id }, ...fields.map((field) => ({ table: 0, field }))] : [];
  return {
    object: object?.name ?? name,
    tables: [{ object: object?.name ?? name, path: '' }],
    columns: refs.map((ref) => ({ ...ref, path: ref.field.name })),
    isCount: false,
    isVersioned: true,
    where: { kind: 'compare', path: ['Id'], operator: 'in', operand: { kind: 'fact', path: [VALUE, '0'] } },
    facts: new Map(id ? [['Id', { table: 0, field: id }]] : []),
    text: 'exact',
    ownFields: [],
    orderBy: [],
    values: [ids.flatMap((each) => parseRecordId(each) ?? [])],
    hasLimit: false,
    hasOffset: false,
  };
}
