import type { Json } from '../../platform/json.ts';
import type { Scenario, Scenarios } from '../../platform/layers/scenarios.ts';
import type { LoadedPackages } from '../../platform/packages/load.ts';
import type { Problem } from '../../platform/problem.ts';
import type { Failure, ScenarioResult } from '../../runtime/scenarios/result.ts';
import type { JUnitSuite } from './junit.ts';
import { reachablePath } from './package-dirs.ts';
import { plural } from './print.ts';

/** How a run of scenarios ended; `--json` answers with it. */
export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  /** Ctrl-C ended it before all were played. */
  readonly stopped: boolean;
  readonly seconds: number;
  readonly scenarios: readonly PlacedResult[];
  /** Why the packages could not be deployed; then nothing was played. */
  readonly problems: readonly Problem[];
}

/** A result whose failures say where in which file the expectation stands. */
export interface PlacedResult extends Omit<ScenarioResult, 'failures'> {
  readonly file?: string;
  readonly failures: readonly PlacedFailure[];
}

export interface PlacedFailure extends Failure {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Requirements with the passing scenarios that show each. */
export interface Trace {
  readonly rows: readonly { readonly id: string; readonly scenarios: readonly string[] }[];
}

/** Finds each failure's file and line. */
export function placeFailures(
  result: ScenarioResult,
  scenarios: Scenarios,
  locate: LoadedPackages['locate'],
): PlacedResult {
  const file = scenarios.place(result.name, '')?.file;
  const failures = result.failures.map((failure): PlacedFailure => {
    const place = scenarios.place(result.name, failure.pointer);
    if (place === undefined) return failure;
    const { line, column } = locate({ code: '', severity: 'error', message: '', ...place });
    return { ...failure, ...place, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  });
  return { ...result, ...(file !== undefined && { file }), failures };
}

/** What passed, by requirement. */
export function traceOf({ scenarios }: TestReport, all: readonly Scenario[]): Trace {
  const passed = new Set(scenarios.filter(({ status }) => status === 'passed').map(({ name }) => name));
  const shown = new Map<string, string[]>();
  for (const { name, traces = [] } of all) {
    if (!passed.has(name)) continue;
    for (const id of traces) shown.set(id, [...(shown.get(id) ?? []), name]);
  }
  const ids = [...shown.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return { rows: ids.map((id) => ({ id, scenarios: shown.get(id) ?? [] })) };
}

/** One line per requirement. */
export function traceInWords({ rows }: Trace): string {
  return rows.map(({ id, scenarios }) => `${id}  ${scenarios.join(', ')}`).join('\n') || 'No scenario traces anything.';
}

/** The failures with their difference, then how many passed. */
export function testInWords(report: TestReport, dirs: readonly string[]): string {
  const { passed, failed, stopped, seconds, scenarios } = report;
  const failures = scenarios.filter(({ status }) => status === 'failed').map((each) => failedInWords(each, dirs));
  if (passed + failed === 0 && !stopped) return 'These packages have no scenarios.';
  const counts = `${plural(passed, 'scenario')} passed, ${failed} failed, in ${seconds} s.`;
  return [...failures, ...(stopped ? ['Stopped before all were played.'] : []), counts].join('\n');
}

/** One suite per package, one case per scenario. */
export function junitOf({ scenarios }: TestReport, dirs: readonly string[]): readonly JUnitSuite[] {
  const byPackage = Map.groupBy(scenarios, (each) => each.package);
  return [...byPackage].map(([name, results]) => ({
    name,
    cases: results.map((result) => {
      const [first] = result.failures;
      return {
        name: result.name,
        className: name,
        seconds: result.milliseconds / 1000,
        ...(result.file !== undefined && { file: reachablePath(result.file, dirs) }),
        ...(first && {
          failure: {
            type: 'SCENARIO_FAILED',
            message: first.message,
            text: result.failures.map((failure) => failureInWords(failure, dirs)).join('\n'),
          },
        }),
      };
    }),
  }));
}

function failedInWords({ name, package: owner, failures }: PlacedResult, dirs: readonly string[]): string {
  return [`failed ${name} (${owner})`, ...failures.map((failure) => failureInWords(failure, dirs))].join('\n');
}

function failureInWords(
  { file, line, column, pointer, message, expected, actual }: PlacedFailure,
  dirs: readonly string[],
) {
  const position = line === undefined ? '' : `:${line}:${column ?? 1}`;
  const place = file === undefined ? pointer : `${reachablePath(file, dirs)}${position} at ${pointer || '/'}`;
  return [`  ${place}`, `    ${message}`, ...difference(expected, actual)].join('\n');
}

/** Lists and objects a line for each part, so that the one that differs is seen. */
function difference(expected: Json, actual: Json): string[] {
  return [...told('expected', expected), ...told('actual', actual)];
}

function told(title: string, value: Json): string[] {
  const head = `      ${title.padEnd(9)} `;
  const parts =
    Array.isArray(value) && value.length > 0 ? value.map((each) => JSON.stringify(each)) : [JSON.stringify(value)];
  return parts.map((part, index) => (index === 0 ? head : ' '.repeat(head.length)) + part);
}
