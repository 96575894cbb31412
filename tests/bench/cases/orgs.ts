import pg from 'pg';
import { deploy } from '../../../platform/deploy/deploy.ts';
import { createOrg, deleteOrg } from '../../../platform/orgs/orgs.ts';
import type { Package } from '../../../platform/packages/element.ts';
import { newTables } from '../../../platform/physical/new-tables.ts';
import type { SchemaChange } from '../../../platform/physical/physical.ts';
import { openDatabase } from '../../../runtime/database.ts';
import { runQuery } from '../../../runtime/query/run-query.ts';
import { planDataChecks } from '../../../runtime/records/check-data.ts';
import { saveRecords } from '../../../runtime/records/save-data.ts';
import { systemPrincipal } from '../../../runtime/security/load-principal.ts';
import { loadTestPackages } from '../../support/org.ts';
import type { Row } from '../report.ts';
import { objectFiles } from '../scratch-files.ts';
import { medianTiming, shown, type Timing, timed } from '../stopwatch.ts';

const OBJECTS = 40;
const ROUNDS = 10;

/** A scratch org, from the call to its first answer, beside the bare SQL that makes the same tables. */
export async function benchOrgs(databaseUrl: string): Promise<Row[]> {
  const packages = await loadTestPackages([], objectFiles(OBJECTS));
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, pipeline: true });
  const [ours, byHand]: [Timing[], Timing[]] = [[], []];
  try {
    // In turn, so that a drifting machine hits both alike; the first round only warms up.
    for (let round = -1; round < ROUNDS; round++) {
      const scratch = await timed(() => makeScratchOrg(pool, { name: `scratch_${round + 1}`, packages }));
      const bare = await timed(() => makeTables(pool, { schema: `by_hand_${round + 1}`, plan: scratch.result }));
      await deleteOrg(pool, `scratch_${round + 1}`);
      await pool.query(`drop schema by_hand_${round + 1} cascade`);
      if (round < 0) continue;
      ours.push(scratch.timing);
      byHand.push(bare.timing);
    }
  } finally {
    await pool.end();
  }
  const [mine, theirs] = [medianTiming(ours), medianTiming(byHand)];
  return [
    {
      name: `scratch org of ${OBJECTS} objects`,
      ours: shown(mine),
      baseline: shown(theirs),
      ratio: mine.wallMs / theirs.wallMs,
      note: 'to its first answer, beside the bare SQL of its tables; 300 ms allowed',
      figures: { ours, byHand },
    },
  ];
}

/** Creates an org, deploys, and asks it something; gives the tables that it has. */
async function makeScratchOrg(
  pool: pg.Pool,
  { name, packages }: { readonly name: string; readonly packages: readonly Package[] },
): Promise<readonly SchemaChange[]> {
  const store = await createOrg(pool, name, { kind: 'scratch', by: 'bench' });
  const request = { kind: 'packages', packages, by: 'bench', note: '' } as const;
  const { status, plan, problems } = await deploy(store, request, { planDataChecks, saveRecords });
  const live = await store.loadLive();
  if (status !== 'succeeded' || !live) throw new Error(problems[0]?.message ?? status);
  const context = { live, principal: systemPrincipal(live), db: openDatabase(pool), now: new Date() };
  await runQuery(context, { object: 'Thing_3__c', select: [['Name']], limit: 5 });
  return plan.schema;
}

async function makeTables(
  pool: pg.Pool,
  { schema, plan }: { readonly schema: string; readonly plan: readonly SchemaChange[] },
): Promise<void> {
  await pool.query(`begin; create schema ${schema}; ${newTables(plan, schema).text}; commit`);
}
