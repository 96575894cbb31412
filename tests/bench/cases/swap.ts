import pg from 'pg';
import { deploy } from '../../../platform/deploy/deploy.ts';
import { createOrg, deleteOrg } from '../../../platform/orgs/orgs.ts';
import type { Store } from '../../../platform/store/store.ts';
import { loadTestPackages } from '../../support/org.ts';
import { swallowNotify } from '../../support/swallow-notify.ts';
import { median } from '../measure.ts';
import type { Row } from '../report.ts';
import { objectFiles } from '../scratch-files.ts';
import { startServing } from '../size-children.ts';

const ORG = 'swap';
const PUBLISHES = 15;

/** How long after a publish other processes serve it: two that hear of it, and one through a pooler that swallows NOTIFY. */
export async function benchSwap(databaseUrl: string): Promise<Row[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
  const deaf = await swallowNotify(databaseUrl);
  const store = await createOrg(pool, ORG, { kind: 'scratch', by: 'bench' });
  try {
    const packages = await loadTestPackages([], objectFiles(20));
    await deploy(store, { kind: 'packages', packages, by: 'bench', note: '' });
    const processes = await Promise.all(
      [databaseUrl, databaseUrl, deaf.url].map((url) => startServing(url, ORG, 'Thing_3__c')),
    );
    const [heard, looked]: [number[], number[]] = [[], []];
    for (let round = 0; round < PUBLISHES; round++) {
      const { version, at } = await publish(store, round);
      const [one = 0, other = 0, last = 0] = await Promise.all(processes.map((each) => each.swapped(version)));
      heard.push(Math.max(one, other, at) - at);
      looked.push(Math.max(last, at) - at);
    }
    await Promise.all(processes.map((each) => each.stop()));
    return [row({ heard, looked })];
  } finally {
    await deleteOrg(pool, ORG);
    await deaf.close();
    await pool.end();
  }
}

async function publish(store: Store, round: number): Promise<{ readonly version: number; readonly at: number }> {
  const properties = { label: `Added ${round}`, type: 'Text', order: 500 + round };
  const edits = [{ op: 'set', element: `field:Thing_3__c.Added_${round}__c`, properties }] as const;
  const { version: expectedVersion } = await store.loadState();
  const result = await deploy(store, { kind: 'publish', edits, expectedVersion, by: 'bench', note: '' });
  if (result.status !== 'succeeded' || result.version === undefined) throw new Error(result.problems[0]?.message);
  return { version: result.version, at: Date.now() };
}

function row({ heard, looked }: { readonly heard: readonly number[]; readonly looked: readonly number[] }): Row {
  const words = (all: readonly number[]) => `p50 ${median(all)} ms, max ${Math.max(...all)} ms`;
  return {
    name: 'a publish live in every process',
    ours: words(heard),
    baseline: words(looked),
    ratio: Math.max(...heard) / Math.max(...looked),
    note: 'by NOTIFY, beside looking twice a second where it is swallowed; 1,000 ms allowed',
    figures: { heard, looked },
  };
}
