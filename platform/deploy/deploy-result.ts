import type { Json } from '../json.ts';
import type { Conflict } from '../layers/org-layer.ts';
import type { ElementId } from '../packages/element.ts';
import type { SchemaChange } from '../physical/physical.ts';
import type { PlannedWork } from '../physical/work.ts';
import type { Problem } from '../problem.ts';
import type { PackageMove } from './package-moves.ts';

/** How one element differs between what is live and what would be. */
export interface ElementChange {
  readonly element: ElementId;
  readonly change: 'added' | 'changed' | 'removed' | 'moved' | 'renamed';
  /** Where it was, or what it was called, before. */
  readonly from?: ElementId;
  readonly label: string;
  readonly properties: readonly { readonly property: string; readonly before?: Json; readonly after?: Json }[];
}

/** What the removal of an element takes away. */
export interface Loss {
  readonly element: ElementId;
  readonly label: string;
  /** Records that hold a value of a field; all records of an object; 0 for what holds none. */
  readonly records: number;
  /** What names the element and stays. */
  readonly references: readonly { readonly element: ElementId; readonly label: string; readonly how: string }[];
  /** ISO time until which what the records hold can be brought back; absent where they hold nothing of it. */
  readonly recoverableUntil?: string;
}

/** What a deploy would do or did. `diff`, the studio's review step and the history show the same thing. */
export interface DeployPlan {
  readonly fromVersion: number;
  /** The packages that it installs, upgrades, downgrades or revises; absent where it touches none. */
  readonly packages?: readonly PackageMove[];
  readonly elements: readonly ElementChange[];
  readonly schema: readonly SchemaChange[];
  /** The schema changes in words, one line each. */
  readonly steps: readonly string[];
  /** The same as it is done: in phases, with records, locks and rough times. Absent where nothing of tables changes. */
  readonly work?: readonly PlannedWork[];
  readonly records: readonly { readonly object: string; readonly count: number }[];
  readonly conflicts: readonly Conflict[];
  /** How conflicts were decided, as recorded in the history. */
  readonly decisions?: readonly DecidedConflict[];
  /** Present where another org's changes came in. */
  readonly promotion?: Promotion;
  /** What removals take away; these need to be confirmed with `confirmation`. */
  readonly losses?: readonly Loss[];
  readonly confirmation?: string;
}

/** Where changes came from that were made in another org. */
export interface Promotion {
  readonly org: string;
  readonly orgId: string;
  /** The version of that org whose changes they are. */
  readonly version: number;
  /** The elements that were weighed, also those that stayed as they were: a later promotion starts from here. */
  readonly elements: readonly ElementId[];
}

/** A conflict with its decision, and who decided. */
export interface DecidedConflict extends Conflict {
  readonly choose: 'ours' | 'theirs';
  readonly decidedBy: string;
}

export interface DeployResult {
  readonly status: 'succeeded' | 'failed' | 'checked' | 'unchanged';
  /** Id of the row in the history; absent when nothing was recorded (check only, unchanged). */
  readonly deploy?: string;
  readonly version?: number;
  /** Of a check: applies just this within ten days, if nothing relevant changes. */
  readonly token?: string;
  readonly plan: DeployPlan;
  readonly problems: readonly Problem[];
}

export type DeployKind = 'packages' | 'publish' | 'rollback' | 'clone';

/** A row of the history. */
export interface DeploySummary {
  readonly id: string;
  readonly kind: DeployKind;
  readonly version: number;
  readonly fromVersion: number;
  readonly by: string;
  readonly at: string;
  readonly note: string;
  /** How many elements it changed, and how many shipped records. */
  readonly elements: number;
  readonly records: number;
  /** The deploy that this one rolled back. */
  readonly rollbackOf?: string;
}

/** A deploy with all that it did. */
export interface DeployRecord extends DeploySummary {
  readonly plan: DeployPlan;
}
