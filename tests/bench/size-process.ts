import { openEngine } from '../../runtime/engine.ts';
import { runQuery } from '../../runtime/query/run-query.ts';

/*
 * A process that serves one org, to be measured from outside: it says what its model costs it, and when it hears of a
 * new version. Runs with --expose-gc.
 */
const [databaseUrl = '', org = '', object = ''] = process.argv.slice(2);

const engine = await openEngine({ databaseUrl, org, maxConnections: 4 });
const readyAt = Date.now();
await settled();
send({ ready: readyAt, heap: usedBytes() });

let { version } = engine.live();
// Far more often than anything here takes, so that a swap is seen when it is done.
setInterval(() => {
  const now = engine.live().version;
  if (now === version) return;
  version = now;
  send({ version, at: Date.now() });
}, 1);

process.on('message', async (message) => {
  if (message !== 'query') return;
  const began = performance.now();
  await engine.read(engine.systemAccess(), (context) =>
    runQuery(context, { object, select: [['Id'], ['Name']], limit: 1 }),
  );
  send({ query: performance.now() - began });
});

function send(message: unknown): void {
  process.send?.(message);
}

/** What is held once everything that is not has been collected, wherever it lies. */
function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function settled(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    globalThis.gc?.();
  }
}
