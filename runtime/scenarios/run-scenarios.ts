import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Scenario } from '../../platform/layers/scenarios.ts';
import type { Package } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';
import type { ScenarioResult } from './result.ts';
import { openScratchOrgs } from './scratch-orgs.ts';

export interface ScenarioRun {
  readonly databaseUrl: string;
  readonly packages: readonly Package[];
  readonly scenarios: readonly Scenario[];
  /** Ends the run: what is not played by then is not in the results. */
  readonly signal?: AbortSignal;
  /** Orgs at most, each with a thread of its own; one per processor without it. */
  readonly orgs?: number;
  onResult?(result: ScenarioResult, done: number): void;
}

/** How a run ended. */
export interface ScenarioRunResult {
  /** In the order of the scenarios. */
  readonly results: readonly ScenarioResult[];
  /** Why the packages could not be deployed; then nothing was played. */
  readonly problems: readonly Problem[];
}

/** Below so many scenarios each, another org takes longer to make than it saves. */
const WORTH_AN_ORG = 20;

/**
 * Plays scenarios in a few scratch orgs at once, each with the packages deployed and a thread of its own, and deletes
 * the orgs, however the run ends.
 */
export async function runScenarios(run: ScenarioRun): Promise<ScenarioRunResult> {
  const { databaseUrl, scenarios, orgs: most = availableParallelism() } = run;
  const packages = run.packages.map((each) => ({ ...each, elements: [...each.elements.values()] }));
  const count = Math.max(1, Math.min(most, Math.ceil(scenarios.length / WORTH_AN_ORG)));
  const orgs = await openScratchOrgs(databaseUrl);
  const queue: Queue = { run, left: [...scenarios], results: new Map(), problems: new Map() };
  try {
    const starts = Array.from(
      { length: count },
      (_, index): ThreadStart => ({
        databaseUrl,
        packages,
        org: orgs.name(index),
      }),
    );
    const ended = await Promise.allSettled(starts.map((start) => playInThread(queue, start)));
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  } finally {
    await orgs.close();
  }
  return {
    results: scenarios.flatMap(({ name }) => queue.results.get(name) ?? []),
    problems: [...queue.problems.values()],
  };
}

interface Queue {
  readonly run: ScenarioRun;
  readonly left: Scenario[];
  readonly results: Map<string, ScenarioResult>;
  /** Every org refuses the packages for the same reasons. */
  readonly problems: Map<string, Problem>;
}

/** Starts a thread and gives it one scenario after the other; resolves when it has ended. */
function playInThread({ run, left, results, problems }: Queue, start: ThreadStart): Promise<void> {
  const file = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, { workerData: start });
  const send = (message: ToThread) => worker.postMessage(message);
  const stop = () => void worker.terminate();
  run.signal?.addEventListener('abort', stop);
  if (run.signal?.aborted) stop();
  worker.on('message', (message: FromThread) => {
    if ('refused' in message) {
      for (const problem of message.refused) problems.set(JSON.stringify(problem), problem);
      return send('end');
    }
    if ('result' in message) {
      results.set(message.result.name, message.result);
      run.onResult?.(message.result, results.size);
    }
    const next = left.shift();
    send(next === undefined ? 'end' : { play: next });
  });
  return new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  }).finally(() => run.signal?.removeEventListener('abort', stop));
}
