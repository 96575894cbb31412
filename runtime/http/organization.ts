import { type OrgKind, readOrgKind } from '../../platform/store/org-kind.ts';
import type { Engine } from '../engine.ts';
import { runQuery } from '../query/run-query.ts';

/** The record that stands for the org itself. */
export interface Organization {
  /** 18 characters, beginning 00D: access tokens begin with it. */
  readonly id: string;
  readonly name: string;
  /** What the org is for. */
  readonly kind: OrgKind;
}

/** Reads the org's one Organization record. */
export async function loadOrganization(engine: Engine): Promise<Organization> {
  const { rows } = await engine.read(engine.systemAccess(), (context) =>
    runQuery(context, { object: 'Organization', select: [['Id'], ['Name']], limit: 1 }),
  );
  const row = rows[0];
  if (!row) throw new Error(`The org "${engine.org}" has no Organization record; createOrg makes it.`);
  return {
    id: String(row.Id),
    name: String(row.Name),
    kind: await readOrgKind(engine.store.pool, engine.store.schema),
  };
}
