import type { PoolClient } from 'pg';
import type { Json } from '../json.ts';
import type { MetConflict } from '../layers/decide.ts';
import type { Decision, Edit, Side } from '../layers/org-layer.ts';
import type { ElementId, Package } from '../packages/element.ts';
import type { Live } from '../physical/physical.ts';
import type { Problem } from '../problem.ts';
import type { DataCheck, SeesField } from './data-check.ts';
import type { ElementChange, Promotion } from './deploy-result.ts';

/** Who deploys, and whether it is only to be checked. */
interface Deploying {
  /** Username, for the history. */
  readonly by: string;
  readonly note: string;
  /** Says what would happen and changes nothing. */
  readonly checkOnly?: boolean;
  /** `confirmation` of the plan whose losses a person has seen and accepts. */
  readonly confirm?: string;
  /** What whoever deploys may read of every record; absent: all, as who has the database's credentials. */
  readonly sees?: SeesField;
}

/** Packages from files. Those that are installed and not given stay as they are. */
export interface PackagesRequest extends Deploying {
  readonly kind: 'packages';
  readonly packages: readonly Package[];
  /** Decides every conflict with what admins did; without it conflicts stop the deploy. */
  readonly prefer?: 'ours' | 'theirs';
  /** Decides single conflicts; what they leave open `prefer` decides, or stops the deploy. */
  readonly decisions?: readonly Decision[];
  /** Elements to take out of their packages, by identity; each takes its items along. Absence alone removes nothing. */
  readonly destructive?: readonly ElementId[];
  /** Installed packages to take out, by name, with all that they own. */
  readonly uninstall?: readonly string[];
  /** Of a check: what was checked is kept, to be applied later by the token that the result has then. */
  readonly forLater?: boolean;
  /** Of an earlier check of these very packages: applied without looking again, where nothing relevant changed since. */
  readonly token?: string;
  /** Why now: a start brings in what changed since the last one, and nothing that a rollback took back. */
  readonly trigger?: 'start';
}

/** An admin's edits from the studio. */
export interface PublishRequest extends Deploying {
  readonly kind: 'publish';
  readonly edits: readonly Edit[];
  /** The version that the admin worked on. */
  readonly expectedVersion: number;
  /** Present where the edits are what another org changed. */
  readonly promotion?: Promoting;
}

/** What comes along with edits that were made in another org. */
export interface Promoting {
  readonly source: Promotion;
  /** Newer versions of packages that go in first. */
  readonly packages: readonly Package[];
  /** Where both orgs changed the same, decided or open; the edits keep to what was decided. */
  readonly conflicts: readonly MetConflict[];
  readonly problems: readonly Problem[];
  readonly prefer?: Side;
  readonly decisions?: readonly Decision[];
}

/** Takes back what one deploy did. */
export interface RollbackRequest extends Deploying {
  readonly kind: 'rollback';
  readonly deploy: string;
}

export type DeployRequest = PackagesRequest | PublishRequest | RollbackRequest;

/** Records that a package ships, of one object: only those that changed, and of each only the fields that changed. */
export interface RecordBatch {
  /** Name of the data component that ships them. */
  readonly data: string;
  readonly object: string;
  /** External id field that finds them. */
  readonly key: string;
  readonly records: readonly { readonly key: string; readonly values: Readonly<Record<string, Json>> }[];
}

/** Points at which a deploy can be watched: of what it prepares, of its transaction, and of what it finishes. */
export type DeployStep =
  | 'begun'
  | 'column added'
  | 'batch filled'
  | 'index built'
  | 'prepared'
  | 'locked'
  | 'tables'
  | 'metadata'
  | 'system records'
  | 'records'
  | 'recorded'
  | 'committed'
  | 'step finished'
  | 'finished';

/** How much is much. */
export interface DeployLimits {
  /** From so many records on, a table is changed beside the people who work on it. */
  readonly bigTable: number;
  /** Records that are filled at once. */
  readonly batch: number;
}

export const DEPLOY_LIMITS: DeployLimits = { bigTable: 20_000, batch: 2000 };

/** What a deploy needs from above: the runtime, which platform does not import. */
export interface DeployHooks {
  /** What else to ask of the records that are there: what the new version would make wrong. */
  planDataChecks?(live: Live | undefined, next: Live, changes: readonly ElementChange[]): readonly DataCheck[];
  /** Saves shipped records in the deploy's transaction; an error among the problems undoes all of it. */
  saveRecords?(client: PoolClient, next: Live, batches: readonly RecordBatch[]): Promise<readonly Problem[]>;
  /** Days for which what is removed can be brought back. */
  readonly keepDroppedDays?: number;
  /** The time, for what is kept until when; the clock's without it. */
  now?(): Date;
  /** Told after each step. Those of the commit are told inside its transaction. */
  onStep?(step: DeployStep): Promise<void> | void;
  readonly limits?: Partial<DeployLimits>;
}
