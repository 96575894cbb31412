import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { createOrg } from '../../platform/orgs/orgs.ts';
import { ElementMap } from '../../platform/packages/element-map.ts';
import { type Engine, openEngine } from '../engine.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';
import { runScenario } from './run-scenario.ts';

/*
 * A thread that plays scenarios in a scratch org of its own. Compiling, planning and comparing take most of the time,
 * so that threads and not connections are what makes several scenarios at once worth it.
 */
const { databaseUrl, org, packages: plain } = workerData as ThreadStart; // run-scenarios.ts starts no thread otherwise
const packages = plain.map((each) => ({ ...each, elements: ElementMap.from(each.elements) }));

const engine = await openOrg();
const tell = (message: FromThread) => parentPort?.postMessage(message);
const deployed = await engine.deploy({ kind: 'packages', packages, by: 'formwork test', note: 'Scenarios' });
if (deployed.status === 'failed') tell({ refused: deployed.problems });
else tell({ ready: true });

parentPort?.on('message', async (message: ToThread) => {
  if (message !== 'end') return tell({ result: await runScenario(engine, message.play) });
  await engine.close();
  parentPort?.close();
});

async function openOrg(): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  // Where the database goes, the next query tells.
  pool.on('error', () => {});
  await createOrg(pool, org, { kind: 'scratch', by: 'formwork test' }).finally(() => pool.end());
  return openEngine({ databaseUrl, org, maxConnections: 2 });
}
