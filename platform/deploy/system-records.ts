import type { PoolClient } from 'pg';
import type { RenamePairs } from '../layers/find-renames.ts';
import type { Model } from '../layers/model.ts';
import { parseElementId } from '../packages/element-id.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import type { IdAllocator } from '../store/ids.ts';

type Values = Readonly<Record<string, string | boolean | null>>;

/** Records of one object that stand for metadata, by the field that names them. */
interface SystemRecords {
  readonly object: string;
  readonly key: string;
  readonly records: readonly Values[];
  /** Whether other records of the object are left alone or deleted. */
  readonly others: 'stay' | 'go';
}

/**
 * Keeps the records that stand for metadata in step with it, roles and permission sets, and sees to it that the
 * organization and the user who owns what nobody signed in for are there. They are the engine's own, so they do not go
 * through the save pipeline, which needs them to be there already.
 */
export async function saveSystemRecords(client: PoolClient, next: Live, ids: IdAllocator): Promise<void> {
  await ensureRecord(client, next, 'User', systemUser(next));
  await ensureRecord(client, next, 'Organization', organization(next));
  const save = (records: SystemRecords) => saveRecords(client, next, records, ids);
  await save(permissionSets(next.model));
  const idByRole = await save(roles(next.model));
  await save(roleParents(next.model, idByRole));
}

const NAMED_RECORDS = { role: ['UserRole', 'DeveloperName'], permissionSet: ['PermissionSet', 'Name'] } as const;

/** Lets the records that stand for renamed metadata follow it, so that whoever has a role or permission set keeps it. */
export async function renameSystemRecords(client: PoolClient, { physical }: Live, renamed: RenamePairs): Promise<void> {
  for (const [was, is] of renamed) {
    const [before, after] = [parseElementId(was), parseElementId(is)];
    if (before?.path.length !== 0 || (before.kind !== 'role' && before.kind !== 'permissionSet')) continue;
    const [object, field] = NAMED_RECORDS[before.kind];
    const table = qualified(physical.schema, physical.table(object));
    const column = quoteIdentifier(physical.column(object, field));
    const values = [before.component, after?.component];
    await client.query(`update ${table} set ${column} = $2 where ${column} = $1 and not is_deleted`, values);
  }
}

function systemUser({ org, systemUserId }: Live): Values {
  const username = `system@${org}`;
  const email = `${username}.invalid`;
  return { Id: systemUserId, Username: username, Name: 'System', LastName: 'System', Email: email, IsActive: false };
}

function organization({ org, orgId }: Live): Values {
  return { Id: orgId, Name: org, InstanceName: 'formwork', OrganizationType: 'Formwork', IsSandbox: false };
}

function permissionSets({ permissionSets: sets }: Model): SystemRecords {
  const records = [...sets.values()].map(({ name, label }) => ({ Name: name, Label: label }));
  return { object: 'PermissionSet', key: 'Name', others: 'go', records };
}

function roles(model: Model): SystemRecords {
  const records = [...model.roles.values()].map(({ name, label }) => ({ DeveloperName: name, Name: label }));
  return { object: 'UserRole', key: 'DeveloperName', others: 'go', records };
}

function roleParents(model: Model, ids: ReadonlyMap<string, string>): SystemRecords {
  const records = [...model.roles.values()].map(({ name, parent }) => ({
    DeveloperName: name,
    ParentRoleId: ids.get(parent ?? '') ?? null,
  }));
  return { object: 'UserRole', key: 'DeveloperName', others: 'stay', records };
}

/** Makes a record with an id of its own, once; what people do to it later is theirs. */
async function ensureRecord(
  client: PoolClient,
  { model, physical, systemUserId }: Live,
  object: string,
  values: Values,
) {
  const fields = Object.keys(values).filter((field) => model.objects.get(object)?.fields.has(field));
  const columns = [...AUDIT_COLUMNS, ...fields.map((field) => quoteIdentifier(physical.column(object, field)))];
  const written = [systemUserId, systemUserId, ...fields.map((field) => values[field])];
  await insert(client, qualified(physical.schema, physical.table(object)), columns, written);
}

/** Writes what differs; gives the id of every record by its key. */
async function saveRecords(
  client: PoolClient,
  { model, physical, systemUserId: by }: Live,
  { object, key, records, others }: SystemRecords,
  ids: IdAllocator,
): Promise<ReadonlyMap<string, string>> {
  const fields = Object.keys(records[0] ?? {}).filter((field) => model.objects.get(object)?.fields.has(field));
  const table = qualified(physical.schema, physical.table(object));
  const columns = fields.map((field) => quoteIdentifier(physical.column(object, field)));
  const selected = [quoteIdentifier(physical.column(object, key)), ...columns];
  const { rows } = await client.query<Record<string, unknown>>(
    `select id, is_deleted, ${selected.map((column, index) => `${column} as f${index}`).join(', ')}
     from ${table} order by is_deleted desc`,
  );
  const byKey = new Map(rows.map((row) => [String(row.f0), row]));
  const idByKey = new Map<string, string>();
  for (const record of records) {
    const name = String(record[key]);
    const values = fields.map((field) => record[field] ?? null);
    const row = byKey.get(name);
    byKey.delete(name);
    const id = row ? String(row.id) : ((await ids.take(client, physical.keyPrefix(object), 1))[0] ?? '');
    idByKey.set(name, id);
    if (!row) await insert(client, table, [...AUDIT_COLUMNS, 'id', ...columns], [by, by, id, ...values]);
    else if (row.is_deleted === true || values.some((value, index) => value !== row[`f${index + 1}`]))
      await update(client, table, columns, [id, by, ...values]);
  }
  const gone = others === 'go' ? [...byKey.values()].filter((row) => row.is_deleted === false) : [];
  if (gone.length > 0) await remove(client, table, [gone.map((row) => row.id), by]);
  return idByKey;
}

const AUDIT_COLUMNS = ['created_by_id', 'last_modified_by_id'];
const TOUCH =
  'last_modified_by_id = $2, last_modified_date = now(), system_modstamp = now(), version = version + 1, is_deleted =';

async function insert(client: PoolClient, table: string, columns: readonly string[], values: unknown[]): Promise<void> {
  const places = values.map((_, index) => `$${index + 1}`);
  await client.query(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) on conflict (id) do nothing`,
    values,
  );
}

async function update(client: PoolClient, table: string, columns: readonly string[], values: unknown[]): Promise<void> {
  const sets = columns.map((column, index) => `${column} = $${index + 3}`);
  await client.query(`update ${table} set ${[...sets, `${TOUCH} false`].join(', ')} where id = $1`, values);
}

async function remove(client: PoolClient, table: string, values: unknown[]): Promise<void> {
  await client.query(`update ${table} set ${TOUCH} true where id = any($1)`, values);
}
