import pg from 'pg';
import { schemaOfOrg } from '../../platform/store/org-name.ts';
import { type RunningServer, startBaseline, startProduct, tokenOf } from './servers.ts';

/** What every case works with: both servers on the same rows, and a person who may do everything measured. */
export interface Bench {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly pool: pg.Pool;
  readonly product: RunningServer;
  readonly token: string;
  /** Starts the hand-written server once the product's answers, which it must equal, are known. */
  baseline(listHead: Readonly<Record<string, unknown>>): Promise<RunningServer>;
  /** GETs JSON from the product. */
  get<T>(path: string): Promise<T>;
  close(): Promise<void>;
}

/** May do everything that is measured. */
export const PERSON = 'superuser@cqp.example';

export async function createBench(databaseUrl: string): Promise<Bench> {
  const product = await startProduct(databaseUrl);
  const token = await tokenOf(product, PERSON);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  let baseline: Promise<RunningServer> | undefined;
  return {
    databaseUrl,
    schema: schemaOfOrg('demo'),
    pool,
    product,
    token,
    baseline: (listHead) => {
      baseline ??= startBaseline({ databaseUrl, schema: schemaOfOrg('demo'), keyPrefix: '001', listHead });
      return baseline;
    },
    async get(path) {
      const response = await fetch(`${product.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`${path}: HTTP ${response.status} ${await response.text()}`);
      return response.json();
    },
    async close() {
      await (await baseline)?.stop();
      await product.stop();
      await pool.end();
    },
  };
}
