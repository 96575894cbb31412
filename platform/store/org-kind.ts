import { qualified } from '../physical/identifier.ts';
import type { SqlConnection } from './sql-connection.ts';

/** What an org is for. Only production holds what people rely on; a scratch org goes by itself after some days. */
export const ORG_KINDS = ['production', 'sandbox', 'training', 'scratch'] as const;

export type OrgKind = (typeof ORG_KINDS)[number];

/** What the Organization record calls each kind. */
export const ORG_KIND_LABELS: Readonly<Record<OrgKind, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  training: 'Training',
  scratch: 'Scratch',
};

/** What the org that lives in a schema is for. */
export async function readOrgKind(client: SqlConnection, schema: string): Promise<OrgKind> {
  const { rows } = await client.query({ text: `select kind from ${qualified(schema, 'fw_org')}` });
  return ORG_KINDS.find((kind) => kind === rows[0]?.kind) ?? 'production';
}
