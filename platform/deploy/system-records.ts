import type { PoolClient } from 'pg';
import type { Model } from '../layers/model.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import type { IdAllocator } from '../store/ids.ts';

type Values = Readonly<Record<string, string | boolean | null>>;

/** Records of one object that the engine keeps, by a field that names them. */
interface SystemRecords {
  readonly object: string;
  readonly key: string;
  readonly records: readonly { readonly id?: string; readonly values: Values }[];
  /** Whether other records of the object are left alone or deleted. */
  readonly others: 'stay' | 'go';
}

/**
 * Keeps the records that stand for metadata in step with it: roles, permission sets, the organization, and the user
 * who owns what nobody signed in for. They are the engine's own, so they do not go through the save pipeline, which
 * needs them to be there already.
 */
export async function saveSystemRecords(client: PoolClient, next: Live, ids: IdAllocator): Promise<void> {
  const save = (records: SystemRecords) => saveRecords(client, next, records, { ids, by: next.systemUserId });
  await save(systemUser(next));
  await save(organization(next));
  await save(permissionSets(next.model));
  const idByRole = await save(roles(next.model));
  await save(roleParents(next.model, idByRole));
}

function systemUser({ org, systemUserId }: Live): SystemRecords {
  const username = `system@${org}`;
  const values = {
    Username: username,
    Name: 'System',
    LastName: 'System',
    Email: `${username}.invalid`,
    IsActive: false,
  };
  return { object: 'User', key: 'Username', others: 'stay', records: [{ id: systemUserId, values }] };
}

function organization({ org, orgId }: Live): SystemRecords {
  const values = { Name: org, InstanceName: 'formwork', OrganizationType: 'Formwork', IsSandbox: false };
  return { object: 'Organization', key: 'Name', others: 'stay', records: [{ id: orgId, values }] };
}

function permissionSets({ permissionSets: sets }: Model): SystemRecords {
  const records = [...sets.values()].map(({ name, label }) => ({ values: { Name: name, Label: label } }));
  return { object: 'PermissionSet', key: 'Name', others: 'go', records };
}

function roles(model: Model): SystemRecords {
  const records = [...model.roles.values()].map(({ name, label }) => ({
    values: { DeveloperName: name, Name: label },
  }));
  return { object: 'UserRole', key: 'DeveloperName', others: 'go', records };
}

function roleParents(model: Model, ids: ReadonlyMap<string, string>): SystemRecords {
  const records = [...model.roles.values()].map(({ name, parent }) => ({
    values: { DeveloperName: name, ParentRoleId: ids.get(parent ?? '') ?? null },
  }));
  return { object: 'UserRole', key: 'DeveloperName', others: 'stay', records };
}

/** Writes what differs; gives the id of every record by its key. */
async function saveRecords(
  client: PoolClient,
  { model, physical }: Live,
  { object, key, records, others }: SystemRecords,
  { ids, by }: { readonly ids: IdAllocator; readonly by: string },
): Promise<ReadonlyMap<string, string>> {
  const fields = Object.keys(records[0]?.values ?? {}).filter((field) => model.objects.get(object)?.fields.has(field));
  const table = qualified(physical.schema, physical.table(object));
  const column = (field: string) => quoteIdentifier(physical.column(object, field));
  const selected = [key, ...fields].map((field, index) => `${column(field)} as f${index}`);
  const { rows } = await client.query<Record<string, unknown>>(
    `select id, is_deleted, ${selected.join(', ')} from ${table} order by is_deleted desc`,
  );
  const byKey = new Map(rows.map((row) => [String(row.f0), row]));
  const idByKey = new Map<string, string>();
  for (const record of records) {
    const name = String(record.values[key]);
    const values = fields.map((field) => record.values[field] ?? null);
    const row = byKey.get(name);
    byKey.delete(name);
    const id = row ? String(row.id) : (record.id ?? (await ids.take(client, physical.keyPrefix(object), 1))[0] ?? '');
    idByKey.set(name, id);
    if (!row) await insert(client, table, [...SYSTEM_VALUES, ...fields.map(column)], [id, by, by, ...values]);
    else if (row.is_deleted === true || values.some((value, index) => value !== row[`f${index + 1}`]))
      await update(client, table, fields.map(column), [id, by, ...values]);
  }
  const gone = others === 'go' ? [...byKey.values()].filter((row) => row.is_deleted === false) : [];
  if (gone.length > 0) await remove(client, table, [gone.map((row) => row.id), by]);
  return idByKey;
}

const SYSTEM_VALUES = ['id', 'created_by_id', 'last_modified_by_id'];
const TOUCH =
  'last_modified_by_id = $2, last_modified_date = now(), system_modstamp = now(), version = version + 1, is_deleted =';

async function insert(client: PoolClient, table: string, columns: readonly string[], values: unknown[]): Promise<void> {
  const places = values.map((_, index) => `$${index + 1}`);
  await client.query(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, values);
}

async function update(client: PoolClient, table: string, columns: readonly string[], values: unknown[]): Promise<void> {
  const sets = columns.map((column, index) => `${column} = $${index + 3}`);
  await client.query(`update ${table} set ${[...sets, `${TOUCH} false`].join(', ')} where id = $1`, values);
}

async function remove(client: PoolClient, table: string, values: unknown[]): Promise<void> {
  await client.query(`update ${table} set ${TOUCH} true where id = any($1)`, values);
}
