import type { Scenario } from '../../platform/layers/scenarios.ts';
import type { Element, Package } from '../../platform/packages/element.ts';
import type { Problem } from '../../platform/problem.ts';
import type { ScenarioResult } from './result.ts';

/** What a thread that plays scenarios begins with. */
export interface ThreadStart {
  readonly databaseUrl: string;
  /** Name of the org that it makes for itself. */
  readonly org: string;
  readonly packages: readonly PlainPackage[];
}

/** A package as threads can be given one: its elements are a list. */
export type PlainPackage = Omit<Package, 'elements'> & { readonly elements: readonly Element[] };

/** What a thread is asked for: one scenario after the other, then to end. */
export type ToThread = { readonly play: Scenario } | 'end';

/** What a thread tells: that its org is there or cannot be, and how each scenario ended. */
export type FromThread =
  | { readonly ready: true }
  | { readonly refused: readonly Problem[] }
  | { readonly result: ScenarioResult };
