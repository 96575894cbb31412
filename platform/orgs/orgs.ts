import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { MODEL_CHANNEL } from '../deploy/apply.ts';
import { nearMiss } from '../near-miss.ts';
import { qualified } from '../physical/identifier.ts';
import { ORGANIZATION_PREFIX, USER_PREFIX } from '../physical/key-prefixes.ts';
import { recordId } from '../store/ids.ts';
import { lockOrg } from '../store/lock.ts';
import { applyMissing } from '../store/migrate.ts';
import { OrgError } from '../store/org-error.ts';
import { type OrgKind, readOrgKind } from '../store/org-kind.ts';
import { parseOrgName } from '../store/org-name.ts';
import { Store } from '../store/store.ts';
import { clearAway, putAside } from './clear-away.ts';

/** What an org is made for, and by whom. */
export interface NewOrg {
  /** Absent: production. */
  readonly kind?: OrgKind;
  /** Username, for the list of orgs. */
  readonly by?: string;
  /** Days after which a scratch org goes; other orgs stay. */
  readonly days?: number;
}

const SCRATCH_DAYS = 7;

/** Makes an empty org: its schema and metadata tables. The first deploy gives it objects and its first user. */
export async function createOrg(pool: Pool, name: string, made: NewOrg = {}): Promise<Store> {
  const store = new Store(pool, name);
  const expires = daysToLive(made);
  await store.transaction(async (client) => {
    await applyMissing(client, store.schema);
    const [systemUser = ''] = await store.ids.take(client, USER_PREFIX, 1);
    await insertOrg(client, store, { ...made, systemUser, days: expires });
  });
  return store;
}

/** Writes the row that makes a schema an org, inside the caller's transaction. */
export async function insertOrg(
  client: PoolClient,
  store: Pick<Store, 'org' | 'schema'>,
  row: {
    readonly systemUser: string;
    readonly kind?: OrgKind;
    readonly by?: string;
    readonly days: number | undefined;
  },
): Promise<void> {
  const { rowCount } = await client.query(
    `insert into ${qualified(store.schema, 'fw_org')} (name, org_id, system_user_id, kind, created_by, expires_at)
     values ($1, $2, $3, $4, $5, now() + $6::integer * interval '1 day') on conflict do nothing`,
    [store.org, organizationId(), row.systemUser, row.kind ?? 'production', row.by ?? 'system', row.days ?? null],
  );
  if (rowCount === 0) throw new OrgError(`There is an org "${store.org}" already. Choose another name.`);
}

/** How many days an org is to live; undefined for one that stays. */
export function daysToLive({ kind, days }: NewOrg): number | undefined {
  if (kind === 'scratch') {
    const wanted = days ?? SCRATCH_DAYS;
    if (Number.isInteger(wanted) && wanted >= 1 && wanted <= MAX_DAYS) return wanted;
    throw new OrgError(`A scratch org lives for 1 to ${MAX_DAYS} whole days, not for ${wanted}.`);
  }
  if (days === undefined) return undefined;
  const message = `Only a scratch org goes by itself; a ${kind ?? 'production'} org takes no number of days.`;
  throw new OrgError(message);
}

const MAX_DAYS = 365;

/** The names of all orgs in the database. */
export async function listOrgs(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select substr(n.nspname, 5) as name from pg_namespace n join pg_class c on c.relnamespace = n.oid
     where n.nspname like 'org\\_%' and c.relname = 'fw_org' and c.relkind = 'r' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** The store of an org that is there; throws with the near miss where there is none of that name. */
export async function findOrg(pool: Pool, name: string): Promise<Store> {
  const names = await listOrgs(pool);
  if (names.includes(name)) return new Store(pool, name);
  const meant = nearMiss(name, names);
  const known =
    names.length === 0 ? 'It has no orgs yet: `npm start` makes the first one.' : `Its orgs are: ${shortList(names)}.`;
  const hint = meant === undefined ? known : `Did you mean ${meant}? ${known}`;
  throw new OrgError(`There is no org "${name}" in this database. ${hint}`);
}

/** Deletes an org with all its records. There is no way back. Processes that serve it hear of it. */
export async function deleteOrg(pool: Pool, name: string): Promise<void> {
  await deleteStore(await findOrg(pool, parseOrgName(name)), async () => true);
}

/** Deletes a scratch org whose time is over. False where its name has come to mean another org, which stays. */
export function deleteOverdue(
  pool: Pool,
  { name, id }: { readonly name: string; readonly id: string },
): Promise<boolean> {
  return deleteStore(new Store(pool, name), async (client, schema) => {
    const { rowCount } = await client.query(
      `select from ${qualified(schema, 'fw_org')} where org_id = $1 and kind = 'scratch' and expires_at < now()`,
      [id],
    );
    return rowCount === 1;
  });
}

/** Deletes an org that is a scratch org. False where it is another, which stays. */
export function deleteScratch(pool: Pool, name: string): Promise<boolean> {
  return deleteStore(
    new Store(pool, name),
    async (client, schema) => (await readOrgKind(client, schema)) === 'scratch',
  );
}

/** Deletes an org that, once nobody else can, still is the one that was meant. */
async function deleteStore(
  store: Store,
  isMeant: (client: PoolClient, schema: string) => Promise<boolean>,
): Promise<boolean> {
  const aside = await store.transaction(async (client) => {
    await client.query('set local statement_timeout = 0');
    await lockOrg(client, store.schema, 'exclusive');
    if (!(await isMeant(client, store.schema))) return undefined;
    await client.query('select pg_notify($1, $2)', [MODEL_CHANNEL, store.schema]);
    return putAside(client, store.schema);
  });
  if (aside !== undefined) await clearAway(store.pool, aside);
  return aside !== undefined;
}

/** Connections of the processes that serve an org at this moment: each follows its model on one. */
export async function listServers(pool: Pool, name: string): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and application_name = $1 order by pid`,
    [listenerName(parseOrgName(name))],
  );
  return rows.map(({ pid }) => pid);
}

/** What the database's list of connections calls the one on which a process hears of an org's new versions. */
export function listenerName(org: string): string {
  return `formwork listen ${org}`;
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  return names.length > 10 ? `${shown} and ${names.length - 10} more` : shown;
}

/** Org ids come from chance, not from a sequence, so that orgs of several databases have different ones. */
function organizationId(): string {
  return recordId(ORGANIZATION_PREFIX, randomBytes(8).readBigUInt64BE());
}
