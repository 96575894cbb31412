import type { PoolClient } from 'pg';
import type { RenamePairs } from '../layers/find-renames.ts';
import type { Model } from '../layers/model.ts';
import { parseElementId } from '../packages/element-id.ts';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { Live } from '../physical/physical.ts';
import type { IdAllocator } from '../store/ids.ts';
import { ORG_KIND_LABELS } from '../store/org-kind.ts';

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
  await ensureRecord(client, next, 'Organization', { Id: next.orgId, Name: next.org, InstanceName: 'formwork' });
  await describeKind(client, next);
  const save = (records: SystemRecords) => saveRecords(client, next, records, ids);
  await save(permissionSets(next.model));
  const idByRole = await save(roles(next.model));
  await save(roleParents(next.model, idByRole));
}

const NAMED_RECORDS = { role: ['UserRole', 'DeveloperName'], permissionSet: ['PermissionSet', 'Name'] } as const;

/** Lets the records that stand for renamed metadata follow it, so that whoever has a role or permission set keeps it. */
export async function renameSystemRecords(client: PoolClient, live: Live, renamed: RenamePairs): Promise<void> {
  const pairs = [...renamed].flatMap(([was, is]) => {
    const [before, after] = [parseElementId(was), parseElementId(is)];
    return before?.path.length === 0 && after
      ? [{ kind: before.kind, was: before.component, is: after.component }]
      : [];
  });
  for (const kind of ['role', 'permissionSet'] as const)
    await renameRecords(client, live, { kind, pairs: pairs.filter((pair) => pair.kind === kind) });
}

/** Two may take each other's name: all let go of their own first, for one that nothing can have. */
async function renameRecords(
  client: PoolClient,
  { physical }: Live,
  {
    kind,
    pairs,
  }: { readonly kind: keyof typeof NAMED_RECORDS; readonly pairs: readonly { was: string; is: string }[] },
): Promise<void> {
  if (pairs.length === 0) return;
  const [object, field] = NAMED_RECORDS[kind];
  const table = qualified(physical.schema, physical.table(object));
  const column = quoteIdentifier(physical.column(object, field));
  const was = pairs.map((pair) => pair.was);
  await client.query(`update ${table} set ${column} = '$' || ${column} where ${column} = any($1) and not is_deleted`, [
    was,
  ]);
  await client.query(
    `update ${table} t set ${column} = r.new_name from unnest($1::text[], $2::text[]) r (old_name, new_name)
     where t.${column} = '$' || r.old_name and not t.is_deleted`,
    [was, pairs.map((pair) => pair.is)],
  );
}

function systemUser({ org, systemUserId }: Live): Values {
  const username = `system@${org}`;
  const email = `${username}.invalid`;
  return { Id: systemUserId, Username: username, Name: 'System', LastName: 'System', Email: email, IsActive: false };
}

/** What kind of org it is stands in its Organization record, whatever people write there. */
async function describeKind(client: PoolClient, { physical, orgId }: Live): Promise<void> {
  const column = (field: string) => quoteIdentifier(physical.column('Organization', field));
  const table = qualified(physical.schema, physical.table('Organization'));
  const label = `case o.kind ${Object.entries(ORG_KIND_LABELS)
    .map(([kind, text]) => `when '${kind}' then '${text}'`)
    .join(' ')} end`;
  const now = `${label}, o.kind <> 'production', o.expires_at`;
  const was = ['OrganizationType', 'IsSandbox', 'TrialExpirationDate'].map(column);
  await client.query(
    `update ${table} t set (${was.join(', ')}) = row (${now}) from ${qualified(physical.schema, 'fw_org')} o
     where t.id = $1 and (${was.map((name) => `t.${name}`).join(', ')}) is distinct from (${now})`,
    [orgId],
  );
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
  const known = new Map(rows.map((row) => [String(row.f0), row]));
  const names = records.map((record) => String(record[key]));
  const isNew = (name: string) => !known.has(name);
  const fresh = await ids.take(client, physical.keyPrefix(object), names.filter(isNew).length);
  const idByKey = new Map(names.map((name) => [name, String(known.get(name)?.id ?? fresh.shift())]));
  const written = (record: Values): Values => ({
    id: idByKey.get(String(record[key])) ?? null,
    ...Object.fromEntries(fields.map((field) => [physical.column(object, field), record[field] ?? null])),
  });
  const differs = (record: Values) => {
    const row = known.get(String(record[key]));
    return (
      row?.is_deleted === true || fields.some((field, index) => (record[field] ?? null) !== row?.[`f${index + 1}`])
    );
  };
  const inserted = records.filter((record) => isNew(String(record[key]))).map(written);
  const updated = records.filter((record) => !isNew(String(record[key])) && differs(record)).map(written);
  const gone = rows.filter((row) => others === 'go' && row.is_deleted === false && !idByKey.has(String(row.f0)));
  if (inserted.length > 0) await insertAll(client, table, columns, [JSON.stringify(inserted), by]);
  if (updated.length > 0) await updateAll(client, table, columns, [JSON.stringify(updated), by]);
  if (gone.length > 0) await remove(client, table, [gone.map((row) => row.id), by]);
  return idByKey;
}

const AUDIT_COLUMNS = ['created_by_id', 'last_modified_by_id'];
const TOUCH =
  'last_modified_by_id = $2, last_modified_date = now(), system_modstamp = now(), version = t.version + 1, is_deleted =';

async function insert(client: PoolClient, table: string, columns: readonly string[], values: unknown[]): Promise<void> {
  const places = values.map((_, index) => `$${index + 1}`);
  await client.query(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')}) on conflict (id) do nothing`,
    values,
  );
}

/** All rows in one statement, as JSON that PostgreSQL reads by the table's own types. */
async function insertAll(client: PoolClient, table: string, columns: readonly string[], values: unknown[]) {
  const names = ['id', ...columns].join(', ');
  await client.query(
    `insert into ${table} (${AUDIT_COLUMNS.join(', ')}, ${names})
     select $2, $2, ${names} from json_populate_recordset(null::${table}, $1)`,
    values,
  );
}

async function updateAll(client: PoolClient, table: string, columns: readonly string[], values: unknown[]) {
  const sets = columns.map((column) => `${column} = r.${column}`).join(', ');
  await client.query(
    `update ${table} t set ${sets}, ${TOUCH} false from json_populate_recordset(null::${table}, $1) r where t.id = r.id`,
    values,
  );
}

async function remove(client: PoolClient, table: string, values: unknown[]): Promise<void> {
  await client.query(`update ${table} t set ${TOUCH} true where id = any($1)`, values);
}
