import { describeStep } from './describe-step.ts';
import { BLOCKED, type Blocked, LOCK_MODES, type LockMode, locksOf } from './locks.ts';
import { type Phase, type Step, tableOfStep } from './steps.ts';

/** One step of a deploy, with what it costs those who work meanwhile. */
export interface PlannedWork {
  readonly phase: Phase;
  readonly words: string;
  readonly table?: string;
  /** Records that it reads or writes, about. */
  readonly rows: number;
  /** The strongest lock that it takes on a table; absent where it takes none that anybody could feel. */
  readonly lock?: LockMode;
  readonly blocks: Blocked;
  /** How long it takes, roughly. */
  readonly milliseconds: number;
}

/** What all the work of a plan comes to. */
export interface WorkTotals {
  readonly rows: number;
  /** Beside the work of others, before and after the commit. */
  readonly besideMilliseconds: number;
  /** How long the commit keeps saves waiting. */
  readonly commitMilliseconds: number;
  /** Tables that nobody can read while the commit runs, and those that are only not written. */
  readonly unreadable: readonly string[];
  readonly unwritable: readonly string[];
}

/** Tells what the steps of a deploy do, to how many records and for how long. */
export function planWork(steps: readonly Step[], rowsOf: (table: string) => number): PlannedWork[] {
  return steps.map((step) => {
    const table = tableOfStep(step);
    const rows = READS_RECORDS.has(kindOf(step)) && table !== undefined ? rowsOf(table) : 0;
    const lock = lockOf(step);
    return {
      phase: step.phase,
      words: describeStep(step),
      ...(table === undefined ? {} : { table }),
      rows,
      ...(lock === undefined ? {} : { lock }),
      blocks: lock === undefined ? 'nothing' : BLOCKED[lock],
      milliseconds: Math.ceil(STEP_MILLISECONDS + (rows * (MICROSECONDS_PER_ROW[kindOf(step)] ?? 0)) / 1000),
    };
  });
}

export function totalsOf(work: readonly PlannedWork[]): WorkTotals {
  const sum = (of: (item: PlannedWork) => boolean) =>
    work.filter(of).reduce((total, { milliseconds }) => total + milliseconds, 0);
  const held = (blocks: Blocked) =>
    new Set(work.flatMap((item) => (item.phase === 'commit' && item.blocks === blocks ? (item.table ?? []) : [])));
  const unreadable = held('reads and writes');
  return {
    rows: work.reduce((total, { rows }) => total + rows, 0),
    besideMilliseconds: sum(({ phase }) => phase !== 'commit'),
    commitMilliseconds: sum(({ phase }) => phase === 'commit'),
    unreadable: [...unreadable].sort(),
    unwritable: [...held('writes')].filter((table) => !unreadable.has(table)).sort(),
  };
}

/** A change of the catalogue alone. */
const STEP_MILLISECONDS = 2;

/** Orders of magnitude, estimated and not measured yet; what is not listed does not depend on the records. */
const MICROSECONDS_PER_ROW: Readonly<Record<string, number>> = {
  addIndex: 1.5,
  addUniqueIndex: 1.5,
  buildIndex: 2.5,
  watch: 0.6,
  numberRecords: 20,
  renameValues: 20,
  convertColumn: 20,
  fill: 30,
  clear: 1,
  addForeignKey: 1,
  validateForeignKey: 1,
};
const READS_RECORDS: ReadonlySet<string> = new Set(Object.keys(MICROSECONDS_PER_ROW));

/** A change that is made at once counts by what it is; one that was prepared by how. */
function kindOf(step: Step): string {
  if (step.step === 'change') return step.change.change;
  return step.step === 'addForeignKey' ? 'addForeignKeyUnchecked' : step.step;
}

function lockOf(step: Step): LockMode | undefined {
  if (step.phase === 'commit')
    return locksOf(step)
      .map(([, mode]) => mode)
      .sort((a, b) => LOCK_MODES.indexOf(b) - LOCK_MODES.indexOf(a))[0];
  switch (step.step) {
    case 'change':
      return step.change.change === 'addColumn' ? 'access exclusive' : undefined;
    case 'fill':
    case 'clear':
    case 'fillRest':
      return 'row exclusive';
    case 'createFunction':
    case 'dropFunction':
      return undefined;
    case 'watch':
    case 'buildIndex':
    case 'dropIndex':
    case 'validateForeignKey':
      return 'share update exclusive';
  }
}
