import type { Phase } from './steps.ts';
import { type PlannedWork, totalsOf } from './work.ts';

/** One phase of a deploy, for people. */
export interface PhaseInWords {
  readonly phase: Phase;
  /** "Before it is live, while everybody goes on working". */
  readonly heading: string;
  /** "about 2 seconds", with what nobody can do meanwhile. */
  readonly summary: string;
  readonly items: readonly { readonly words: string; readonly detail: string }[];
}

/** What a deploy does to tables, phase by phase; of small tables it says little, since nobody feels it. */
export function workInWords(work: readonly PlannedWork[]): PhaseInWords[] {
  return PHASES.flatMap(([phase, heading]): PhaseInWords[] => {
    const items = work.filter((item) => item.phase === phase);
    if (items.length === 0) return [];
    const all = items.map((item) => ({ words: item.words, detail: detailOf(item) }));
    return [{ phase, heading, summary: summaryOf(phase, items), items: all }];
  });
}

/** Whether anybody might want to know when it is done, and how long it takes: it goes beside others, or is to be felt. */
export function isFelt(work: readonly PlannedWork[]): boolean {
  return work.some(({ phase, milliseconds }) => phase !== 'commit' || milliseconds >= NOTICEABLE_MS);
}

/** What takes less is over before anybody asks. */
const NOTICEABLE_MS = 100;

/** A rough time: "at once", "about 4 seconds", "about 3 minutes". */
export function aboutTime(milliseconds: number): string {
  if (milliseconds < 500) return 'at once';
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 90) return `about ${Math.max(seconds, 1)} ${seconds > 1 ? 'seconds' : 'second'}`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${minutes} minutes` : `about ${Math.round(minutes / 60)} hours`;
}

const PHASES: readonly (readonly [Phase, string])[] = [
  ['prepare', 'Before it is live, while everybody goes on working'],
  ['commit', 'When it becomes live, all at once'],
  ['finish', 'Afterwards, while everybody goes on working'],
];

/** From so many records on, a step tells how many they are. */
const MANY = 1000;

function detailOf({ rows, lock, milliseconds }: PlannedWork): string {
  const parts = [
    ...(rows >= MANY ? [`about ${rows.toLocaleString('en-US')} records`] : []),
    ...(milliseconds >= 500 ? [aboutTime(milliseconds)] : []),
    ...(lock === undefined ? [] : [`lock: ${lock}`]),
  ];
  return parts.join(', ');
}

function summaryOf(phase: Phase, work: readonly PlannedWork[]): string {
  const { besideMilliseconds, commitMilliseconds, unreadable, unwritable } = totalsOf(work);
  if (phase !== 'commit') return `${aboutTime(besideMilliseconds)}; nobody waits longer than a moment`;
  const held = [
    ...(unreadable.length > 0 ? [`nobody reads ${listOf(unreadable)}`] : []),
    ...(unwritable.length > 0 ? [`nobody writes ${listOf(unwritable)}`] : []),
  ];
  return [aboutTime(commitMilliseconds), ...(held.length > 0 ? [`${held.join(' and ')} meanwhile`] : [])].join('; ');
}

const SHOWN = 4;

function listOf(tables: readonly string[]): string {
  const more = tables.length > SHOWN ? ` and ${tables.length - SHOWN} more tables` : '';
  return tables.slice(0, SHOWN).join(', ') + more;
}
