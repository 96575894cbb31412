import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import { ORGANIZATION_PREFIX, USER_PREFIX } from '../physical/key-prefixes.ts';
import { recordId } from '../store/ids.ts';
import { lockOrg } from '../store/lock.ts';
import { applyMissing } from '../store/migrate.ts';
import { parseOrgName, schemaOfOrg } from '../store/org-name.ts';
import { Store } from '../store/store.ts';

/** Makes an empty org: its schema and metadata tables. The first deploy gives it objects and its first user. */
export async function createOrg(pool: Pool, name: string): Promise<Store> {
  const store = new Store(pool, name);
  await store.transaction(async (client) => {
    await applyMissing(client, store.schema);
    const [systemUser = ''] = await store.ids.take(client, USER_PREFIX, 1);
    const { rowCount } = await client.query(
      `insert into ${qualified(store.schema, 'fw_org')} (name, org_id, system_user_id) values ($1, $2, $3)
       on conflict do nothing`,
      [store.org, organizationId(), systemUser],
    );
    if (rowCount === 0) throw new Error(`There is an org ${store.org} already`);
  });
  return store;
}

/** The names of all orgs in the database. */
export async function listOrgs(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select substr(n.nspname, 5) as name from pg_namespace n join pg_class c on c.relnamespace = n.oid
     where n.nspname like 'org\\_%' and c.relname = 'fw_org' and c.relkind = 'r' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Deletes an org with all its records. There is no way back. */
export async function deleteOrg(pool: Pool, name: string): Promise<void> {
  const org = parseOrgName(name);
  if (!(await listOrgs(pool)).includes(org)) throw new Error(`There is no org ${org}`);
  const schema = schemaOfOrg(org);
  await new Store(pool, org).transaction(async (client) => {
    await lockOrg(client, schema, 'exclusive');
    await client.query(`drop schema ${quoteIdentifier(schema)} cascade`);
  });
}

/** Org ids come from chance, not from a sequence, so that orgs of several databases have different ones. */
function organizationId(): string {
  return recordId(ORGANIZATION_PREFIX, randomBytes(8).readBigUInt64BE());
}
