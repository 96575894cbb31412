import type { ChangeOf, SchemaChange } from './physical.ts';
import type { WantedIndex } from './wanted.ts';

/** Prepare and finish run while people work; commit is the one transaction in which the new version becomes live. */
export type Phase = 'prepare' | 'commit' | 'finish';

/** What writes values into records that are there. */
export type FillChange = ChangeOf<'numberRecords' | 'convertColumn' | 'addForeignKey'>;

/** An index over the few records that a commit must look at, so that it need not look at all. */
export interface Watch {
  readonly table: string;
  /** SQL condition over the columns of a record. */
  readonly where: string;
  /** What these records are, for people: "have no number yet". */
  readonly what: string;
}

export type PrepareStep =
  | { readonly phase: 'prepare'; readonly step: 'change'; readonly change: ChangeOf<'addColumn' | 'createSequence'> }
  /** Wraps a conversion, so that an index may hold it. */
  | { readonly phase: 'prepare'; readonly step: 'createFunction'; readonly change: ChangeOf<'convertColumn'> }
  | { readonly phase: 'prepare'; readonly step: 'fill'; readonly change: FillChange }
  | { readonly phase: 'prepare'; readonly step: 'watch'; readonly watch: Watch; readonly name: string }
  /** Again those that were written since the fill began, found by a watch. */
  | { readonly phase: 'prepare'; readonly step: 'fillRest'; readonly change: FillChange }
  | { readonly phase: 'prepare'; readonly step: 'buildIndex'; readonly change: WantedIndex; readonly name: string };

export type CommitStep =
  | { readonly phase: 'commit'; readonly step: 'change'; readonly change: SchemaChange }
  | { readonly phase: 'commit'; readonly step: 'fillRest'; readonly change: FillChange }
  /** A prepared index gets the name under which it counts. */
  | { readonly phase: 'commit'; readonly step: 'useIndex'; readonly change: WantedIndex; readonly name: string }
  /** Holds for everything that is written from now on. */
  | { readonly phase: 'commit'; readonly step: 'addForeignKey'; readonly change: ChangeOf<'addForeignKey'> };

export type FinishStep =
  | { readonly phase: 'finish'; readonly step: 'clear'; readonly change: ChangeOf<'addForeignKey'> }
  | { readonly phase: 'finish'; readonly step: 'validateForeignKey'; readonly change: ChangeOf<'addForeignKey'> }
  | { readonly phase: 'finish'; readonly step: 'dropIndex'; readonly table: string; readonly name: string }
  | { readonly phase: 'finish'; readonly step: 'dropFunction'; readonly table: string; readonly name: string };

export type Step = PrepareStep | CommitStep | FinishStep;

/** The table that a step works on; undefined for what has none. */
export function tableOfStep(step: Step): string | undefined {
  if (step.step === 'watch') return step.watch.table;
  if (step.step === 'dropIndex' || step.step === 'dropFunction') return step.table;
  return 'table' in step.change ? step.change.table : undefined;
}
