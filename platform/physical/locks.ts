import type { SchemaChange } from './physical.ts';
import type { CommitStep } from './steps.ts';

/** Lock modes of PostgreSQL that deploys take, the weakest first. */
export const LOCK_MODES = [
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'access exclusive',
] as const;
export type LockMode = (typeof LOCK_MODES)[number];

/** What people who work on the table cannot do while a lock is held. */
export type Blocked = 'nothing' | 'writes' | 'reads and writes';

export const BLOCKED: Readonly<Record<LockMode, Blocked>> = {
  'row exclusive': 'nothing',
  'share update exclusive': 'nothing',
  share: 'writes',
  'share row exclusive': 'writes',
  'access exclusive': 'reads and writes',
};

/** The tables that a step of a commit locks. */
export function locksOf(step: CommitStep): readonly (readonly [string, LockMode])[] {
  switch (step.step) {
    case 'change':
      return locksOfChange(step.change);
    case 'fillRest':
      return [[step.change.table, 'row exclusive']];
    case 'useIndex':
      return [[step.change.table, 'share update exclusive']];
    case 'addForeignKey':
      return locksOfChange(step.change);
  }
}

/** The strongest lock of every table that is there already, sorted, so that no two deploys wait for each other. */
export function tableLocks(steps: readonly CommitStep[]): [string, LockMode][] {
  const created = new Set(
    steps.flatMap((step) => (step.step === 'change' && step.change.change === 'createTable' ? step.change.table : [])),
  );
  const locks = new Map<string, LockMode>();
  for (const [table, mode] of steps.flatMap(locksOf)) {
    const held = locks.get(table);
    if (held === undefined || LOCK_MODES.indexOf(mode) > LOCK_MODES.indexOf(held)) locks.set(table, mode);
  }
  return [...locks].filter(([table]) => !created.has(table)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function locksOfChange(change: SchemaChange): readonly (readonly [string, LockMode])[] {
  switch (change.change) {
    case 'createSequence':
    case 'mapColumn':
    case 'unmapColumn':
    case 'createTable':
      return [];
    case 'numberRecords':
    case 'renameValues':
    case 'convertColumn':
      return [[change.table, 'row exclusive']];
    case 'addIndex':
    case 'addUniqueIndex':
      return [[change.table, 'share']];
    case 'addForeignKey':
      return [
        [change.table, 'share row exclusive'],
        [change.references, 'share row exclusive'],
      ];
    case 'dropForeignKey':
      return [
        [change.table, 'access exclusive'],
        [change.references, 'access exclusive'],
      ];
    case 'addColumn':
    case 'dropIndex':
      return [[change.table, 'access exclusive']];
  }
}
