import type { Pool } from 'pg';
import { qualified, quoteIdentifier } from '../physical/identifier.ts';
import type { OrgKind } from '../store/org-kind.ts';
import { schemaOfOrg } from '../store/org-name.ts';
import { deleteOverdue, listOrgs } from './orgs.ts';

/** An org as the list of orgs tells it. Times are ISO. */
export interface OrgSummary {
  readonly name: string;
  readonly id: string;
  readonly kind: OrgKind;
  /** Version of the model that is live; 0 before the first deploy. */
  readonly version: number;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** As PostgreSQL's statistics estimate them, the engine's own included. */
  readonly records: number;
  readonly bytes: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt?: string;
  readonly source?: OrgSource;
}

/** What an org was cloned from. */
export interface OrgSource {
  readonly name: string;
  readonly id: string;
  readonly version: number;
}

/** All orgs of the database, by name. */
export async function describeOrgs(pool: Pool): Promise<OrgSummary[]> {
  const rows = await askOrgs<OrgRow>(pool, selectOrg);
  const weights = await weigh(pool);
  return rows.map((row) => toSummary(row, weights.get(schemaOfOrg(row.org.name)))).sort(byName);
}

/** Names and ids of all orgs that something was deployed to. */
export function listOrgIds(pool: Pool): Promise<{ readonly name: string; readonly id: string }[]> {
  return askOrgs(
    pool,
    (name) => `select name, org_id as id from ${qualified(schemaOfOrg(name), 'fw_org')} where version > 0`,
  );
}

/** One org; undefined where there is none of that name. */
export async function describeOrg(pool: Pool, name: string): Promise<OrgSummary | undefined> {
  return (await describeOrgs(pool)).find((org) => org.name === name);
}

/** Deletes the scratch orgs whose time is over, and tells their names. No other org is ever touched. */
export async function deleteExpired(pool: Pool): Promise<string[]> {
  const now = Date.now();
  const isOver = ({ kind, expiresAt }: OrgSummary) =>
    kind === 'scratch' && expiresAt !== undefined && Date.parse(expiresAt) < now;
  const deleted: string[] = [];
  for (const org of (await describeOrgs(pool)).filter(isOver))
    if (await deleteIfThere(pool, org)) deleted.push(org.name);
  return deleted;
}

const MAX_ATTEMPTS = 5;

/** Rows of a statement about every org; asked again where an org was deleted since the names were read. */
async function askOrgs<T extends object>(pool: Pool, select: (name: string) => string): Promise<T[]> {
  for (let attempt = 1; ; attempt++) {
    const names = await listOrgs(pool);
    if (names.length === 0) return [];
    try {
      return (await pool.query<T>(names.map(select).join(' union all '))).rows;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isGone(error)) throw error;
    }
  }
}

/** A row of an org that an older version of the code left has fewer columns. */
interface OrgRow {
  readonly org: {
    readonly name: string;
    readonly org_id: string;
    readonly version: number;
    readonly created_at: string;
    readonly kind?: OrgKind;
    readonly created_by?: string;
    readonly expires_at?: string | null;
    readonly source_name?: string | null;
    readonly source_org_id?: string | null;
    readonly source_version?: number | null;
  };
  readonly packages: readonly { readonly name: string; readonly version: string }[];
}

function selectOrg(name: string): string {
  const schema = schemaOfOrg(name);
  return (
    `select to_jsonb(o) as org, (select coalesce(jsonb_agg(jsonb_build_object('name', m.key, 'version', m.value ->> 'version') ` +
    `order by m.key), '[]') from ${qualified(schema, 'fw_metadata')} m where m.part = 'package') as packages ` +
    `from ${quoteIdentifier(schema)}.fw_org o`
  );
}

interface Weight {
  readonly records: number;
  readonly bytes: number;
}

async function weigh(pool: Pool): Promise<Map<string, Weight>> {
  const { rows } = await pool.query<{ schema: string; records: string; bytes: string | null }>(
    `select s.schemaname as schema, sum(pg_total_relation_size(s.relid))::text as bytes,
       sum(case when s.relname like 'fw\\_%' then 0 else greatest(s.n_live_tup, c.reltuples, 0) end)::bigint::text as records
     from pg_stat_all_tables s join pg_class c on c.oid = s.relid where s.schemaname like 'org\\_%' group by 1`,
  );
  return new Map(rows.map((row) => [row.schema, { records: Number(row.records), bytes: Number(row.bytes ?? 0) }]));
}

function toSummary({ org, packages }: OrgRow, weight: Weight = { records: 0, bytes: 0 }): OrgSummary {
  return {
    ...{ name: org.name, id: org.org_id, kind: org.kind ?? 'production', version: Number(org.version) },
    packages,
    ...weight,
    createdAt: new Date(org.created_at).toISOString(),
    createdBy: org.created_by ?? 'unknown',
    ...(org.expires_at ? { expiresAt: new Date(org.expires_at).toISOString() } : {}),
    ...sourceOf(org),
  };
}

function sourceOf({ source_name: name, source_org_id: id, source_version: version }: OrgRow['org']) {
  return name && id && version ? { source: { name, id, version: Number(version) } } : {};
}

function byName(one: OrgSummary, other: OrgSummary): number {
  return one.name < other.name ? -1 : 1;
}

/** PostgreSQL's codes for a schema or a table that is not there. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '3F000' || error.code === '42P01');
}

/** Another process may be as quick. */
async function deleteIfThere(pool: Pool, org: OrgSummary): Promise<boolean> {
  try {
    return await deleteOverdue(pool, org);
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
