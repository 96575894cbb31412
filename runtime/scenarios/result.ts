import type { Json } from '../../platform/json.ts';

/** One thing that was not as the scenario says. */
export interface Failure {
  /** JSON pointer into the scenario: the expectation, or the step or record where something else went wrong. */
  readonly pointer: string;
  /** A sentence: what was looked at, and how it differs. */
  readonly message: string;
  readonly expected: Json;
  readonly actual: Json;
}

/** How a scenario ended. */
export interface ScenarioResult {
  readonly name: string;
  readonly package: string;
  readonly status: 'passed' | 'failed';
  readonly milliseconds: number;
  readonly failures: readonly Failure[];
}
