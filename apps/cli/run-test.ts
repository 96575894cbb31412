import { checkLoaded } from '../../platform/deploy/check-packages.ts';
import { type Scenario, type Scenarios, scenariosOf } from '../../platform/layers/scenarios.ts';
import { nearMiss } from '../../platform/near-miss.ts';
import { type LoadedPackages, loadPackages } from '../../platform/packages/load.ts';
import type { Problem } from '../../platform/problem.ts';
import type { ScenarioResult } from '../../runtime/scenarios/result.ts';
import { runScenarios } from '../../runtime/scenarios/run-scenarios.ts';
import type { TestOptions } from './commands/test.ts';
import { EXIT, UsageError } from './exit.ts';
import { packageDirs } from './package-dirs.ts';
import { print, problemsInWords } from './print.ts';
import { progressLine } from './progress.ts';
import { junitOf, placeFailures, type TestReport, testInWords, traceInWords, traceOf } from './test-report.ts';
import { withDatabase } from './with-engine.ts';

/** Checks the packages, plays their scenarios and tells how they ended; Ctrl-C stops it and takes its orgs away. */
export async function runTest(dirs: string[], options: TestOptions): Promise<void> {
  const wanted = packageDirs(dirs);
  const loaded = await loadPackages(wanted);
  const problems = checkLoaded(loaded);
  if (problems.some(({ severity }) => severity === 'error')) return refuse(problems, wanted, options);
  const scenarios = ownScenarios(loaded);
  const chosen = choose(scenarios.all, options.filter);
  const report = await play(loaded, { scenarios, chosen });
  if (report.problems.length > 0) return refuse(report.problems, wanted, options);
  const trace = traceOf(report, scenarios.all);
  if (options.junit !== undefined) {
    const { saveJUnit } = await import('./junit.ts');
    await saveJUnit(options.junit, junitOf(report, wanted));
  }
  const words = testInWords(report, wanted);
  if (options.trace) print(trace, `${traceInWords(trace)}\n${words}`, options);
  else print(report, words, options);
  process.exitCode = report.stopped ? EXIT.unreachable : report.failed > 0 ? EXIT.problems : EXIT.done;
}

function refuse(problems: readonly Problem[], dirs: readonly string[], options: TestOptions): void {
  print({ problems }, `${problemsInWords(problems, dirs)}\nNo scenario was run.`, options);
  process.exitCode = EXIT.problems;
}

/** Scenarios of the packages that were named; those that they depend on have been tested where they come from. */
function ownScenarios({ packages }: LoadedPackages): Scenarios {
  const elements = packages.flatMap((each) => [...each.elements.values()]);
  return scenariosOf(elements.filter(({ source }) => !source?.file.startsWith('node_modules/')));
}

function choose(all: readonly Scenario[], filter: string | undefined): readonly Scenario[] {
  if (filter === undefined) return all;
  const text = filter.toLowerCase();
  const chosen = all.filter((each) => `${each.name}\n${each.label}\n${each.package}`.toLowerCase().includes(text));
  if (chosen.length > 0) return chosen;
  const meant = nearMiss(
    filter,
    all.map(({ name }) => name),
  );
  const hint = meant === undefined ? `There are ${all.length} without --filter.` : `Did you mean ${meant}?`;
  throw new UsageError(`No scenario has "${filter}" in its name, label or package. ${hint}`);
}

interface Chosen {
  readonly scenarios: Scenarios;
  readonly chosen: readonly Scenario[];
}

async function play(loaded: LoadedPackages, { scenarios, chosen }: Chosen): Promise<TestReport> {
  const started = performance.now();
  const stop = new AbortController();
  const progress = progressLine('scenarios');
  const interrupt = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const onResult = (_: ScenarioResult, done: number) => progress.show(done, chosen.length);
  const { packages } = loaded;
  const run = { packages, scenarios: chosen, signal: stop.signal, onResult };
  try {
    const { results, problems } =
      chosen.length === 0
        ? { results: [], problems: [] }
        : await withDatabase((databaseUrl) => runScenarios({ ...run, databaseUrl }));
    return {
      passed: results.filter(({ status }) => status === 'passed').length,
      failed: results.filter(({ status }) => status === 'failed').length,
      stopped: stop.signal.aborted,
      seconds: Math.round((performance.now() - started) / 100) / 10,
      scenarios: results.map((result) => placeFailures(result, scenarios, loaded.locate)),
      problems: problems.map(loaded.locate),
    };
  } finally {
    progress.end();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  }
}
